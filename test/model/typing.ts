import { type PersonName, people, type Typed } from './commands.ts';
import { type Known, stepMs } from './known.ts';
import type { World } from './world.ts';

const nonsense = [
  '',
  '12345',
  '1234567',
  '１２３４５６',
  '123456\0',
  '1e5',
  'ACDEF-GHJKM',
  'ACDEF-GHJKM-OIL01',
  `123456${' '.repeat(30)}`,
  '12345x',
];

/** However somebody writes a code down. */
const styles = [
  (text: string) => text,
  (text: string) => text,
  (text: string) => `${text.slice(0, 3)} ${text.slice(3)}`,
  (text: string) => ` ${text.toLowerCase().replaceAll('-', ' ')} `,
];

export function otherThan(person: string): PersonName {
  return people.find((other) => other !== person) ?? people[0];
}

/** The text that `person` types. What they do not have, they guess. */
export function textOf(typed: Typed, person: string, world: World, known: Known): string {
  const text = exactTextOf(typed, person, world, known);
  return styles[world.named % styles.length]?.(text) ?? text;
}

function exactTextOf(typed: Typed, person: string, world: World, known: Known): string {
  switch (typed.from) {
    case 'app': {
      const secret = secretIn(typed.of, person, world, known);
      if (known.get(secret) === undefined) return '271828';
      const here = Math.floor(world.now / stepMs);
      const last = world.accounts[person]?.lastStep ?? 0;
      const next = last < here ? here : last + 1 <= here + 1 ? last + 1 : here;
      return known.codeAt(secret, typed.offset === 'next' ? next : here + typed.offset);
    }
    case 'memory':
      return known.lastAccepted.get(person) ?? '314159';
    case 'recovery codes': {
      const owner = typed.of === 'other' ? otherThan(person) : person;
      const unused = world.accounts[owner]?.recoveryCodes ?? [];
      const all = known.namesOf('recovery-', owner);
      const fitting = all.filter((name) => unused.includes(name) === (typed.of !== 'used'));
      return (
        known.get(fitting[typed.nth % Math.max(1, fitting.length)] ?? '') ?? 'ACDEF-GHJKM-NPQRT'
      );
    }
    case 'guess':
      if (typed.kind === 'digits') return String(typed.nth).repeat(6);
      if (typed.kind === 'recovery code') return 'QRTWX-Y3467-9ACDE';
      return nonsense[typed.nth % nonsense.length] ?? '';
  }
}

function secretIn(
  of: Extract<Typed, { from: 'app' }>['of'],
  person: string,
  { accounts }: World,
  known: Known,
): string {
  const account = accounts[person];
  switch (of) {
    case 'active':
      return account?.secret ?? '';
    case 'pending':
      return account?.pending?.secret ?? '';
    case 'other':
      return accounts[otherThan(person)]?.secret ?? '';
    case 'former': {
      const now = [account?.secret, account?.pending?.secret];
      return known.namesOf('secret-', person).findLast((name) => !now.includes(name)) ?? '';
    }
  }
}

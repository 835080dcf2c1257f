import { createSecretKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../server/domain/throttle.ts';
import { findOffset, hotp, stepAt } from '../../server/domain/totp.ts';
import type { Statement, Store } from '../../server/store/database.ts';
import { bigCount } from '../harness/counts.ts';
import { folders } from '../harness/folders.ts';
import { stepsCoached } from './chance.ts';
import { documentOf, path } from './document.ts';
import { experiment, fullSize, objectionsTo } from './experiment.ts';
import { upTo } from './guessers.ts';
import { type Kind, kinds } from './kinds.ts';
import { failuresBetween } from './policy-model.ts';
import { countsOf, simulate } from './simulate.ts';

const minute = 60_000;
const hour = 60 * minute;

function kindOf(name: string): Kind {
  const kind = kinds.find((each) => each.name === name);
  if (!kind) throw new Error(`There is no guesser "${name}".`);
  return kind;
}

it('A24 whoever guesses hits no more often than computed, and is judged exactly as often', async () => {
  const size = { real: bigCount(6_000, fullSize.real), few: bigCount(4_000, fullSize.few) };
  const { findings, objections } = await experiment(size);
  expect(objections).toEqual([]);
  const judged = Object.values(findings.real).map((found) => found.judged);
  expect(judged.reduce((sum, each) => sum + each)).toBeGreaterThanOrEqual(size.real);
  // The document was written from a run of full size, and every such run finds the same.
  const written = readFileSync(join(folders.root, path), 'utf8');
  if (size.real === fullSize.real) expect(documentOf(findings)).toBe(written);
}, 3_600_000);

/** The server as it would be with a minute after each failure, and nothing else. */
function withoutLimits(store: Store): Store {
  const lift = ({ sql, args }: Statement): Statement =>
    'lockAt' in args || 'perDay' in args
      ? { sql, args: { ...args, ...lifted(args) } }
      : { sql, args };
  return { ...store, commit: (statements) => store.commit(statements.map(lift)) };
}

function lifted(args: Statement['args']): Statement['args'] {
  const loose = { waits: `[${minute},${minute}]`, perDay: 1_000_000, lockAt: 1_000_000 };
  return Object.fromEntries(Object.entries(loose).filter(([name]) => name in args));
}

it('A24 without the limits the same guesser hits more often than computed', async () => {
  const patient = kindOf('patient');
  const groups = [{ kind: patient, accounts: 20 }];
  const setting = { codes: 'few', lasting: 1000 * minute } as const;
  const loose = await simulate(groups, { ...setting, disturb: withoutLimits });
  expect(objectionsTo(patient, 'few', loose)).toEqual([
    expect.stringMatching(/^patient, few codes: \d+ hits in 20 accounts, bound 0\.1$/),
    expect.stringContaining('"inAll":1000,"locked":false}'),
  ]);
}, 60_000);

describe('the owner', () => {
  it('A24 never waits on a known device for a guesser who has only the password', async () => {
    const outcomes = await simulate([{ kind: kindOf('below the lock'), accounts: 2 }], {
      codes: 'real',
    });
    expect(outcomes.map(({ ownerLogins }) => ownerLogins)).toEqual([6, 6]);
    expect(outcomes.map(({ ownerWaits }) => ownerWaits)).toEqual([0, 0]);
  });

  it('A24 waits on a device whose cookie the guesser has, and on a new one', async () => {
    const names = ['riding device thief', 'rider'];
    const groups = names.map((name) => ({ kind: kindOf(name), accounts: 1 }));
    const outcomes = await simulate(groups, { codes: 'real', lasting: 3 * limits.day });
    for (const { ownerWaits } of outcomes) expect(ownerWaits).toBeGreaterThan(0);
  });

  /** The owner comes from a new device `every` ms after the first of `times` patient guesses. */
  const between = async (every: number, times: number) => {
    const kind: Kind = {
      ...kindOf('patient'),
      name: `${times} guesses in ${every} ms`,
      plans: (target) => [upTo(target, times)],
      owner: { logins: 1, every, known: false },
    };
    const [outcome] = await simulate([{ kind, accounts: 1 }], { codes: 'real' });
    if (!outcome) throw new Error('There is no outcome.');
    return { judged: countsOf(outcome).inAll, waits: outcome.ownerWaits };
  };

  it.each([1, 3, 8, 12])(
    'A24 finds no wait after %i hours if no more was guessed than computed, and one if it was',
    async (hours) => {
      const fitting = failuresBetween(limits, hours * hour);
      expect(await between(hours * hour, fitting)).toEqual({ judged: fitting, waits: 0 });
      const more = await between(hours * hour, fitting + 1);
      expect(more).toEqual({ judged: fitting + 1, waits: 1 });
    },
  );
});

it('A24 the clock coach compares a code with as many steps as computed, and no more', () => {
  const secret = randomBytes(20);
  const now = 1_767_603_600_000;
  const code = (offset: number) => hotp(createSecretKey(secret), stepAt(now) + offset);
  const found = Array.from({ length: 101 }, (_, i) => i - 50).filter(
    (offset) => findOffset(secret, code(offset), now, 0) === offset,
  );
  expect(found.filter((offset) => offset > 0)).toHaveLength(stepsCoached);
  expect(found.filter((offset) => offset < 0)).toHaveLength(stepsCoached);
});

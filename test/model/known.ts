import { createHmac } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Code, World } from './world.ts';

export const stepMs = 30_000;
/** Steps on either side of now for which it is noted what an app shows: a minute and some more. */
const about = 4;

const letters = (text: string) => text.replaceAll(/[\s-]/g, '').toUpperCase();

export type Known = ReturnType<typeof newKnown>;

/**
 * What stands behind the model's names, as far as anybody was told, and the apps that show its codes
 * (RFC 6238 once more: the server's own arithmetic is on trial here).
 */
export function newKnown() {
  const values = new Map<string, string>();
  const owners = new Map<string, string>();
  const names = new Map<string, string>();
  const shown = new Map<string, string>();
  const lastAccepted = new Map<string, string>();

  function codeAt(secret: string, step: number): string {
    const place = `${secret}/${step}`;
    const before = shown.get(place);
    if (before !== undefined) return before;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const key = Buffer.from(Secret.fromBase32(values.get(secret) ?? '').bytes);
    const mac = createHmac('sha1', key).update(counter).digest();
    const number = mac.readUInt32BE(mac.readUInt8(19) & 15) & 0x7fffffff;
    const code = String(number % 1_000_000).padStart(6, '0');
    shown.set(place, code);
    return code;
  }

  return {
    lastAccepted,
    codeAt,
    get: (name: string | null) => values.get(name ?? ''),
    /** All values with their names. */
    entries: () => [...values],
    /** Names of this kind that belong to this account, the oldest first. */
    namesOf: (kind: string, owner: string) =>
      [...values.keys()].filter((name) => name.startsWith(kind) && owners.get(name) === owner),

    /** False where the same value is known under another name already. */
    learn(name: string, value: string, owner: string): boolean {
      const other = names.get(value);
      values.set(name, value);
      owners.set(name, owner);
      names.set(value, name);
      if (name.startsWith('recovery-')) names.set(letters(value), name);
      return other === undefined || other === name;
    },

    /** What a typed text is to the model. */
    meaningOf(text: string, { accounts, now }: World): Code {
      const typed = text.replaceAll(/[ \u00a0-]/g, '');
      if (text.length <= 32 && /^[0-9]{6}$/.test(typed)) {
        const here = Math.floor(now / stepMs);
        const steps = Array.from({ length: 2 * about + 1 }, (_, i) => here - about + i);
        const secrets = Object.values(accounts)
          .flatMap(({ secret, pending }) => [secret ?? '', pending?.secret ?? ''])
          .filter((name) => values.has(name));
        const shownBy = secrets.flatMap((secret) =>
          steps.filter((step) => codeAt(secret, step) === typed).map((step) => ({ secret, step })),
        );
        return { kind: 'digits', typed, shownBy };
      }
      const isRecovery = /^[ACDEFGHJKMNPQRTWXY34679]{15}$/.test(letters(text));
      return isRecovery && text.length <= 64
        ? { kind: 'recovery', name: names.get(letters(text)) ?? 'of nobody' }
        : { kind: 'nonsense' };
    },
  };
}

import { createHash, createSecretKey } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Deps } from '../../server/deps.ts';
import { activate } from '../../server/domain/activate.ts';
import { confirm } from '../../server/domain/confirm.ts';
import { knownDevice } from '../../server/domain/device.ts';
import { readSession, type Session } from '../../server/domain/session.ts';
import { hotp, stepAt } from '../../server/domain/totp.ts';
import type { Person } from '../../server/store/accounts.ts';
import type { Clock } from './inner-door.ts';
import { newPlatformPerson } from './scratch-account.ts';
import { newClock, scratchDeps } from './scratch-deps.ts';
import { rowsOf } from './scratch-store.ts';

const minute = 60_000;

let drawn = 0;

/** Bytes that nobody guesses by chance, and the same in every run: two steps never share a code. */
function random(bytes: number): Buffer {
  const parts = Array.from({ length: Math.ceil(bytes / 32) }, () =>
    createHash('sha256').update(`draw ${drawn++}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, bytes);
}

/** What a set-up hands to the user: an app with this secret shows these codes. */
export type App = {
  readonly base32: string;
  /** The code of the step that is so many steps away from the clock's. */
  code(stepsAway?: number): string;
  /** Six digits that are nobody's code anywhere near. */
  wrongCode(): string;
};

export function appOf(base32: string, clock: Clock): App {
  const key = createSecretKey(Buffer.from(Secret.fromBase32(base32).bytes));
  const code = (stepsAway = 0) => hotp(key, stepAt(clock.now()) + stepsAway);
  return {
    base32,
    code,
    wrongCode() {
      const near = new Set(Array.from({ length: 41 }, (_, i) => code(i - 20)));
      for (let number = 0; ; number++) {
        const digits = String(number).padStart(6, '0');
        if (!near.has(digits)) return digits;
      }
    },
  };
}

/** Somebody whom the platform knows, at the rules themselves: no server, a real database. */
export async function scratchPerson(
  change: Partial<Deps> = {},
  attributes: Partial<Person> = {},
  clock = newClock(),
) {
  const deps = await scratchDeps(clock, { random, ...change });
  const person = newPlatformPerson(attributes);
  const session = (
    credential = 'first',
    more: { exempt?: boolean; device?: string | null; credentials?: Session['credentials'] } = {},
  ): Promise<Session> =>
    readSession(
      deps,
      person,
      more.credentials ?? [credential],
      more.exempt ?? false,
      more.device ?? null,
    );
  const { accountId } = await session();
  return {
    deps,
    clock,
    accountId,
    session,
    rows: (sql: string) => rowsOf(deps.store, sql),
    set: (change: string) =>
      deps.store.commit([
        { sql: `UPDATE factor SET ${change} WHERE account_id = :accountId`, args: { accountId } },
      ]),
    /** Events of the alarms so far. */
    alarms: () =>
      deps.lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ level }) => level === 'alarm')
        .map(({ time: _, level: __, ...rest }) => rest),
  };
}

/** The same with an active factor, two steps after the one that confirmed it. */
export async function scratchOwner(change: Partial<Deps> = {}, attributes: Partial<Person> = {}) {
  const person = await scratchPerson(change, attributes);
  const { deps, clock, session, accountId } = person;
  const setup = await activate(deps, await session(), {});
  if (!setup.ok) throw new Error(`The set-up was refused: ${setup.reason}`);
  const app = appOf(setup.secret, clock);
  const given = { pendingId: setup.pendingId, code: app.code() };
  const done = await confirm(deps, await session(), given);
  if (!done.ok) throw new Error(`The code was refused: ${done.reason}`);
  clock.advance(minute);
  const { recoveryCodes } = done;
  return {
    ...person,
    app,
    recoveryCodes,
    recoveryCode: (index = 0): string => recoveryCodes[index] ?? '',
    device: knownDevice(deps, accountId),
  };
}

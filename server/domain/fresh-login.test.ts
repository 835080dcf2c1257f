import { expect, it } from 'vitest';
import { scratchPerson } from '../../test/harness/scratch-owner.ts';
import { refuseStaleLogin } from './fresh-login.ts';

const minute = 60_000;
const hour = 60 * minute;
const stale = { ok: false, reason: 'login-again' };

/** What a set-up is told so long after the gate first saw the session. */
async function askedAfter(age: number, freshLogin = hour) {
  const { deps, clock, session } = await scratchPerson({ freshLogin });
  const login = await session();
  clock.advance(age);
  return refuseStaleLogin(deps, login);
}

it('a login is fresh for an hour, and not in that moment any more', async () => {
  for (const age of [0, 1, 30 * minute, hour - 1]) expect(await askedAfter(age)).toBeNull();
  for (const age of [hour, hour + 1, 24 * hour]) expect(await askedAfter(age)).toEqual(stale);
});

it('a login of the future is fresh only as far as two clocks may differ', async () => {
  expect(await askedAfter(1 - minute)).toBeNull();
  expect(await askedAfter(-minute)).toEqual(stale);
  expect(await askedAfter(-hour)).toEqual(stale);
});

it('how long a login is fresh can be set', async () => {
  expect(await askedAfter(5 * minute - 1, 5 * minute)).toBeNull();
  expect(await askedAfter(5 * minute, 5 * minute)).toEqual(stale);
});

it('any login is fresh enough where nobody asks for a fresh one', async () => {
  for (const age of [-hour, 0, hour, 1000 * hour]) expect(await askedAfter(age, 0)).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { newAccount } from '../../test/harness/scratch-account.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { scratchOwner } from '../../test/harness/scratch-owner.ts';
import type { Deps } from '../deps.ts';
import { readSession, type Session, type SessionState, sessionState } from './session.ts';

type Facts = Pick<Session, 'exempt' | 'mustSetUp' | 'factor' | 'clearedUntil'>;

const facts = (change: Partial<Facts>): Facts => ({
  exempt: false,
  mustSetUp: false,
  factor: 'active',
  clearedUntil: null,
  ...change,
});

const worth: readonly (readonly [what: string, facts: Facts, state: SessionState])[] = [
  ['without a factor is free', facts({ factor: 'none' }), 'free'],
  ['with a factor owes its code', facts({}), 'code-required'],
  ['with a factor that showed a code is cleared', facts({ clearedUntil: 1 }), 'cleared'],
  ['of a locked account owes a code', facts({ factor: 'locked' }), 'code-required'],
  [
    'of a locked account is not cleared by an old clearance',
    facts({ factor: 'locked', clearedUntil: 1 }),
    'code-required',
  ],
  ['after a reset must set up first', facts({ factor: 'none', mustSetUp: true }), 'setup-required'],
  [
    'after a reset must set up whatever clearance is left',
    facts({ factor: 'none', mustSetUp: true, clearedUntil: 1 }),
    'setup-required',
  ],
  ['through an identity provider is exempt', facts({ exempt: true }), 'exempt'],
  [
    'through an identity provider is exempt when locked',
    facts({ exempt: true, factor: 'locked' }),
    'exempt',
  ],
  [
    'through an identity provider need not set up',
    facts({ exempt: true, mustSetUp: true }),
    'exempt',
  ],
];

describe('what a session is worth', () => {
  for (const [what, session, state] of worth) {
    it(`a session ${what}`, () => {
      expect(sessionState(session)).toBe(state);
    });
  }
});

describe('a session as it stands in the database', () => {
  const clock = newClock();
  const hour = 3_600_000;

  async function personWithFactor(deps: Deps) {
    const accountId = await newAccount(deps.store);
    const [row] = await deps.store.read({
      sql: 'SELECT platform_id FROM account WHERE id = ?',
      args: [accountId],
    });
    const person = {
      profile: 'Northwind Flows',
      realm: 'acme',
      platformId: String(row?.platform_id),
      name: 'Ada',
      email: 'ada@acme.example',
    };
    const clear = (credential: string, until: number, generation = 1) =>
      deps.store.commit([
        {
          sql: 'INSERT INTO clearance VALUES (?, ?, ?, ?, 0)',
          args: [accountId, credential, generation, until],
        },
      ]);
    return { person, clear };
  }

  it('is cleared until its clearance ends, and not in that moment', async () => {
    const deps = await scratchDeps(clock);
    const { person, clear } = await personWithFactor(deps);
    await clear('one', clock.now() + hour);
    const read = (now: number) =>
      readSession({ ...deps, now: () => now }, person, ['one'], false, null);
    expect((await read(clock.now())).clearedUntil).toBe(clock.now() + hour);
    expect((await read(clock.now() + hour - 1)).clearedUntil).toBe(clock.now() + hour);
    expect((await read(clock.now() + hour)).clearedUntil).toBeNull();
  });

  it('is not cleared by a code for another generation of the factor', async () => {
    const deps = await scratchDeps(clock);
    const { person, clear } = await personWithFactor(deps);
    await clear('old', clock.now() + hour, 0);
    await clear('future', clock.now() + hour, 2);
    for (const credential of ['old', 'future']) {
      const session = await readSession(deps, person, [credential], false, null);
      expect(sessionState(session)).toBe('code-required');
    }
  });

  it('with two credentials is worth what the less cleared one is, in either order', async () => {
    const deps = await scratchDeps(clock);
    const { person, clear } = await personWithFactor(deps);
    await clear('long', clock.now() + 2 * hour);
    await clear('short', clock.now() + hour);
    const until = async (...credentials: [string, ...string[]]) =>
      (await readSession(deps, person, credentials, false, null)).clearedUntil;
    expect(await until('long', 'short')).toBe(clock.now() + hour);
    expect(await until('short', 'long')).toBe(clock.now() + hour);
    expect(await until('long', 'uncleared')).toBeNull();
    expect(await until('uncleared', 'long')).toBeNull();
    expect(await until('long', 'uncleared', 'short')).toBeNull();
  });

  it('of one account is not cleared by the same credential under another', async () => {
    const deps = await scratchDeps(clock);
    const { clear } = await personWithFactor(deps);
    const { person: other } = await personWithFactor(deps);
    await clear('shared', clock.now() + hour);
    const session = await readSession(deps, other, ['shared'], false, null);
    expect(session.clearedUntil).toBeNull();
  });

  it('with two credentials is as old as the older one, in either order', async () => {
    const { deps, clock, session } = await scratchOwner();
    const { firstSeen } = await session('old');
    clock.advance(hour);
    for (const credentials of [
      ['old', 'new'],
      ['new', 'old'],
    ] as const) {
      expect((await session('', { credentials })).firstSeen).toBe(firstSeen);
    }
    expect((await session('new')).firstSeen).toBe(deps.now());
  });

  it('waits as its browser does, which is known or new', async () => {
    const { deps, accountId, session, device } = await scratchOwner();
    expect(await session('one', { device })).toMatchObject({ bucket: 'known', waitUntil: 0 });
    for (const [bucket, wait] of [
      ['known', 111],
      ['new', 222],
    ]) {
      await deps.store.commit([
        {
          sql: `INSERT INTO throttle
            (account_id, bucket, failures, day_start, day_failures, wait_until)
            VALUES (:accountId, :bucket, 5, 0, 5, :wait)`,
          args: { accountId, bucket: String(bucket), wait: Number(wait) },
        },
      ]);
    }
    expect(await session('one', { device })).toMatchObject({ bucket: 'known', waitUntil: 111 });
    expect(await session('one')).toMatchObject({ bucket: 'new', waitUntil: 222 });
  });

  it('knows its credentials and whether the platform vouches for it, as it was told', async () => {
    const { session } = await scratchOwner();
    const credentials = ['one', 'two'] as const;
    expect(await session('', { credentials, exempt: true })).toMatchObject({
      credentials,
      exempt: true,
    });
    expect(await session('one')).toMatchObject({ credentials: ['one'], exempt: false });
  });
});

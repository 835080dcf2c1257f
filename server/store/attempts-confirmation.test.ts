import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newAccount, newAttempt, standingOf } from '../../test/harness/scratch-account.ts';
import { rowsOf, scratchStore } from '../../test/harness/scratch-store.ts';
import { commitConfirmation } from './attempts.ts';
import type { Store } from './database.ts';
import { switchOn } from './factors.ts';
import { commitFreeStart, readPendingSetup } from './pending-setups.ts';

const { now } = newAttempt('anybody');
const free = { state: 'none', secret: null, secret_id: null };

/** Starts a set-up of ten minutes; answers its id. */
async function start(store: Store, accountId: string): Promise<string> {
  const id = randomBytes(8).toString('hex');
  const setup = {
    id,
    secretId: `secret of ${id}`,
    secret: `sealed ${id}`,
    expiresAt: now + 600_000,
  };
  expect(await commitFreeStart(store, accountId, 1, setup, now)).toBe(true);
  return id;
}

const confirm = (
  store: Store,
  accountId: string,
  pendingId: string,
  step: number | null,
  at = now,
  generation = 1,
) =>
  commitConfirmation(
    store,
    newAttempt(accountId, { purpose: 'confirm', now: at, generation }),
    { pendingId, step, wrongCodesAllowed: 10 },
    switchOn({ credentials: ['a session'], until: at + 1000 }, [], null),
  );

describe('a right code', () => {
  it('makes the pending secret the factor and clears this session only', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    await store.commit([
      { sql: `INSERT INTO clearance VALUES (?, 'another', 1, ?, 0)`, args: [id, now + 9000] },
    ]);
    const pending = await start(store, id);
    expect(await confirm(store, id, pending, 100)).toMatchObject({
      verdict: 'accepted',
      factor: 'active',
      generation: 2,
    });
    expect(await standingOf(store, id, 'a session', now)).toMatchObject({
      factor: 'active',
      secret: `sealed ${pending}`,
      secretId: `secret of ${pending}`,
      lastStep: 100,
      clearedUntil: now + 1000,
    });
    expect((await standingOf(store, id, 'another', now)).clearedUntil).toBeNull();
    expect(await rowsOf(store, 'SELECT credential FROM clearance')).toHaveLength(1);
    expect(await readPendingSetup(store, id)).toBeNull();
  });

  it('given twenty times at once is accepted once', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const pending = await start(store, id);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => confirm(store, id, pending, 100)),
    );
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['accepted', ...Array(19).fill(null)]);
    expect((await standingOf(store, id)).generation).toBe(2);
  });

  it('of a step that the account has spent already is refused', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, { ...free, last_step: 100 });
    const pending = await start(store, id);
    expect((await confirm(store, id, pending, 100)).verdict).toBe('refused');
    expect((await confirm(store, id, pending, 101)).verdict).toBe('accepted');
  });
});

describe('wrong codes', () => {
  it('end the set-up at ten and touch nothing else', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const before = await standingOf(store, id);
    const pending = await start(store, id);
    for (let i = 0; i < 9; i++) {
      expect((await confirm(store, id, pending, null)).verdict).toBe('refused');
    }
    expect(await readPendingSetup(store, id)).not.toBeNull();
    expect((await confirm(store, id, pending, null)).verdict).toBe('refused');
    expect(await readPendingSetup(store, id)).toBeNull();
    expect((await confirm(store, id, pending, 100)).verdict).toBeNull();
    expect(await standingOf(store, id)).toEqual(before);
    expect(await rowsOf(store, 'SELECT * FROM throttle')).toEqual([]);
  });

  it('thirty at once are ten evaluations', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const pending = await start(store, id);
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => confirm(store, id, pending, null)),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'refused')).toHaveLength(10);
    expect(outcomes.filter(({ verdict }) => verdict === null)).toHaveLength(20);
  });

  it('count for their own set-up: a new one starts at none', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const first = await start(store, id);
    for (let i = 0; i < 9; i++) await confirm(store, id, first, null);
    const second = await start(store, id);
    for (let i = 0; i < 9; i++) await confirm(store, id, second, null);
    expect((await confirm(store, id, second, 100)).verdict).toBe('accepted');
  });

  it('leave an active factor as it is, which a right one then replaces', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const pending = await start(store, id);
    await store.commit([
      { sql: `UPDATE factor SET state = 'active', secret = 'the old one'`, args: [] },
    ]);
    await confirm(store, id, pending, null);
    expect(await standingOf(store, id)).toMatchObject({ factor: 'active', secret: 'the old one' });
    await confirm(store, id, pending, 100);
    expect((await standingOf(store, id)).secret).toBe(`sealed ${pending}`);
  });
});

describe('a right code is not judged', () => {
  it('for a set-up that was replaced by a later one', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const [first, second] = [await start(store, id), await start(store, id)];
    expect((await confirm(store, id, first, 100)).verdict).toBeNull();
    expect((await confirm(store, id, second, 100)).verdict).toBe('accepted');
  });

  it('from the moment in which the set-up expires', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, free);
    const pending = await start(store, id);
    expect((await confirm(store, id, pending, 100, now + 600_000)).verdict).toBeNull();
    expect((await confirm(store, id, pending, 100, now + 599_999)).verdict).toBe('accepted');
  });

  it('for a set-up of another account', async () => {
    const store = await scratchStore();
    const [one, other] = [await newAccount(store, free), await newAccount(store, free)];
    const pending = await start(store, one);
    expect((await confirm(store, other, pending, 100)).verdict).toBeNull();
    expect((await standingOf(store, other)).factor).toBe('none');
  });

  it('for a generation that is over, and not while the account is locked', async () => {
    const store = await scratchStore();
    const [one, other] = [await newAccount(store, free), await newAccount(store, free)];
    const moved = await start(store, one);
    const locked = await start(store, other);
    await store.commit([
      { sql: 'UPDATE factor SET generation = 2 WHERE account_id = ?', args: [one] },
      { sql: `UPDATE factor SET state = 'locked' WHERE account_id = ?`, args: [other] },
    ]);
    expect((await confirm(store, one, moved, 100, now, 1)).verdict).toBeNull();
    expect((await confirm(store, one, moved, 100, now, 2)).verdict).toBeNull();
    expect((await confirm(store, other, locked, 100)).verdict).toBeNull();
  });
});

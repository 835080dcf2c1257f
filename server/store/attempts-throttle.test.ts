import { describe, expect, it } from 'vitest';
import { newAccount, newAttempt, standingOf } from '../../test/harness/scratch-account.ts';
import { rowsOf, scratchStore } from '../../test/harness/scratch-store.ts';
import { limits } from '../domain/throttle.ts';
import { commitAttempt, type Outcome } from './attempts.ts';
import type { Store } from './database.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const start = Date.UTC(2026, 0, 5);

const attemptAt = (store: Store, accountId: string, now: number, step: number | null = null) =>
  commitAttempt(store, newAttempt(accountId, { now }), { kind: 'step', step }, limits, [], null);

/** Fails as soon as the throttle lets it, this many times; answers when and with what outcome. */
async function failPatiently(
  store: Store,
  accountId: string,
  times: number,
): Promise<{ at: number; outcome: Outcome }[]> {
  const failures: { at: number; outcome: Outcome }[] = [];
  let at = start;
  for (let i = 0; i < times; i++) {
    const outcome = await attemptAt(store, accountId, at);
    expect(outcome.verdict).toBe('refused');
    failures.push({ at, outcome });
    at = Math.max(at, outcome.waitUntil);
  }
  return failures;
}

describe('the ramp, as the statements count it', () => {
  it('is four failures for free, then half a minute to an hour', async () => {
    const store = await scratchStore();
    const failures = await failPatiently(store, await newAccount(store), 14);
    const waits = failures.map(({ at, outcome }) => Math.max(0, outcome.waitUntil - at));
    expect(waits).toEqual([
      ...[0, 0, 0, 0],
      30 * second,
      ...[1, 2, 4, 8, 15, 30, 60, 60, 60].map((minutes) => minutes * minute),
    ]);
  });

  it('ends at twenty failures a day, counted from the first of them', async () => {
    const store = await scratchStore();
    const failures = await failPatiently(store, await newAccount(store), 42);
    const waits = failures.map(({ at, outcome }) => outcome.waitUntil - at);
    expect(failures[18]?.outcome.waitUntil).toBe((failures[18]?.at ?? 0) + hour);
    expect(failures[19]?.outcome.waitUntil).toBe(start + 24 * hour);
    // The next day begins with its own first failure; the ramp has not forgotten.
    expect(waits.slice(20, 39)).toEqual(Array(19).fill(hour));
    expect(failures[39]?.outcome.waitUntil).toBe(start + 48 * hour);
    expect(failures[40]?.at).toBe(start + 48 * hour);
  });

  it('is the same as reckoned by hand for failures at any time', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    let [at, dayStart, today] = [start, start, 0];
    for (let failure = 1; failure < limits.lockAt; failure++) {
      if (at >= dayStart + limits.day) [dayStart, today] = [at, 0];
      today++;
      const ramp = at + (limits.waits[Math.min(failure, limits.waits.length - 1)] ?? 0);
      const day = today >= limits.perDay ? dayStart + limits.day : 0;
      const outcome = await attemptAt(store, id, at);
      expect(outcome.waitUntil).toBe(Math.max(ramp, day));
      // Sometimes at once, sometimes hours later; the same in every run.
      at = outcome.waitUntil + (failure % 3) * ((failure * 7919) % 211) * minute;
    }
  });

  it('starts anew after a right code, and so does the day', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const last = (await failPatiently(store, id, 19)).at(-1)?.outcome.waitUntil ?? 0;
    expect((await attemptAt(store, id, last, 1)).verdict).toBe('accepted');
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) waits.push((await attemptAt(store, id, last)).waitUntil - last);
    expect(waits).toEqual([0, 0, 0, 0, 30 * second]);
  });

  it('is one row for an account, and leaves others alone', async () => {
    const store = await scratchStore();
    const [one, other] = [await newAccount(store), await newAccount(store)];
    await failPatiently(store, one, 9);
    expect((await attemptAt(store, other, start)).waitUntil).toBe(start);
    expect(
      await rowsOf(store, 'SELECT account_id, bucket, failures FROM throttle ORDER BY failures'),
    ).toEqual([
      { account_id: other, bucket: 'new', failures: 1 },
      { account_id: one, bucket: 'new', failures: 9 },
    ]);
  });
});

describe('the hundredth failure in a row', () => {
  it('locks, takes five days, and ends every clearance', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    await store.commit([
      {
        sql: `INSERT INTO clearance VALUES (?, 'a session', 1, ?, 0)`,
        args: [id, start + 1000 * hour],
      },
    ]);
    const failures = await failPatiently(store, id, 100);
    expect(failures.slice(0, 99).map(({ outcome }) => outcome.factor)).not.toContain('locked');
    expect(failures[99]?.outcome).toMatchObject({ factor: 'locked', generation: 2 });
    expect((failures[99]?.at ?? 0) - start).toBeGreaterThan(4 * 24 * hour);
    expect(await standingOf(store, id, 'a session', start)).toMatchObject({
      factor: 'locked',
      clearedUntil: null,
    });
    expect(await rowsOf(store, `SELECT count(*) AS n FROM audit WHERE event = 'locked'`)).toEqual([
      { n: 1 },
    ]);
  }, 20_000);

  it('is the last one: no code is judged any more, of the old or the new generation', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    await store.commit([
      {
        sql: `INSERT INTO throttle (account_id, bucket, failures, day_start, day_failures, wait_until) VALUES (?, 'new', 99, 0, 0, 0)`,
        args: [id],
      },
    ]);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => attemptAt(store, id, start)),
    );
    expect(outcomes.filter(({ verdict }) => verdict !== null)).toHaveLength(1);
    for (const generation of [1, 2]) {
      const late = newAttempt(id, { generation, now: start + 1000 * hour });
      const outcome = await commitAttempt(store, late, { kind: 'step', step: 9 }, limits, [], null);
      expect(outcome).toMatchObject({ verdict: null, factor: 'locked', generation: 2 });
    }
  });

  it('is not the hundredth in a row after a right code in between', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    await store.commit([
      {
        sql: `INSERT INTO throttle (account_id, bucket, failures, day_start, day_failures, wait_until) VALUES (?, 'new', 99, 0, 0, 0)`,
        args: [id],
      },
    ]);
    await attemptAt(store, id, start, 1);
    expect(await attemptAt(store, id, start)).toMatchObject({
      factor: 'active',
      verdict: 'refused',
    });
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 1 }]);
  });
});

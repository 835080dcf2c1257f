import { describe, expect, it } from 'vitest';
import { newAccount, newAttempt } from '../../test/harness/scratch-account.ts';
import { clearing, judge, step, strict, wrong } from '../../test/harness/scratch-attempt.ts';
import { rowsOf, scratchStore } from '../../test/harness/scratch-store.ts';
import type { Attempt } from './attempts.ts';
import type { Store } from './database.ts';

/** All that attempts can change, to see that nothing did. */
async function everything(store: Store) {
  const tables = ['attempt', 'factor', 'throttle', 'clearance', 'audit'];
  return Promise.all(tables.map((table) => rowsOf(store, `SELECT * FROM ${table} ORDER BY 1`)));
}

describe('an attempt gets no slot, and changes nothing at all', () => {
  const cases: Readonly<
    Record<string, { factor?: Record<string, string | number | null>; attempt?: Partial<Attempt> }>
  > = {
    'for a generation that is over': { attempt: { generation: 0 } },
    'for a generation to come': { attempt: { generation: 2 } },
    'while there is no factor': { factor: { state: 'none' } },
    'while the account is locked': { factor: { state: 'locked' } },
  };
  for (const [when, { factor, attempt }] of Object.entries(cases)) {
    it(when, async () => {
      const store = await scratchStore();
      const id = await newAccount(store, factor);
      const before = await everything(store);
      for (const proof of [step(100), wrong]) {
        const outcome = await clearing(store, newAttempt(id, attempt), proof);
        expect(outcome.verdict).toBeNull();
      }
      expect(await everything(store)).toEqual(before);
    });
  }

  it('during a wait, right or wrong, and the wait is not prolonged', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const { now } = newAttempt(id);
    await judge(store, newAttempt(id), wrong, strict);
    const second = await judge(store, newAttempt(id), wrong, strict);
    expect(second).toMatchObject({ verdict: 'refused', waitUntil: now + 60_000 });
    const before = await everything(store);
    for (const at of [now, now + 30_000, now + 59_999]) {
      for (const proof of [step(100), wrong]) {
        const outcome = await judge(store, newAttempt(id, { now: at }), proof, strict);
        expect(outcome).toMatchObject({ verdict: null, waitUntil: now + 60_000 });
      }
    }
    expect(await everything(store)).toEqual(before);
    const after = await judge(store, newAttempt(id, { now: now + 60_000 }), step(100), strict);
    expect(after.verdict).toBe('accepted');
  });

  it('under an id that was used', async () => {
    const store = await scratchStore();
    const [one, other] = [await newAccount(store), await newAccount(store)];
    const used = newAttempt(one);
    await judge(store, used, wrong);
    const before = await everything(store);
    // Its verdict is the one that the first bearer of the id got: nothing new is judged.
    expect((await judge(store, used, step(100))).verdict).toBe('refused');
    await judge(store, { ...used, accountId: other }, step(100));
    const [attempts, factors] = await everything(store);
    expect([attempts, factors]).toEqual(before.slice(0, 2));
  });

  it('and an account that is not there is an error', async () => {
    const store = await scratchStore();
    await expect(judge(store, newAttempt('nobody'), step(100))).rejects.toThrow('not there');
  });
});

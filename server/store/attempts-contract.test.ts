import { describe, expect, it } from 'vitest';
import { newAccount, newAttempt, standingOf } from '../../test/harness/scratch-account.ts';
import { clearing, judge, step, strict, wrong } from '../../test/harness/scratch-attempt.ts';
import { databases } from '../../test/harness/scratch-database.ts';
import { rowsOf } from '../../test/harness/scratch-store.ts';
import { commitAttempt, isSpent } from './attempts.ts';
import type { Store } from './database.ts';

/* The essence of attempts, over three connections of each kind of database, as three processes have it. */

const times = (count: number) => Array.from({ length: count }, (_, i) => i);

describe.each(databases)('attempts in $kind', ({ newPlace }) => {
  async function three(): Promise<{ store: Store; at: (i: number) => Store }> {
    const place = await newPlace();
    const store = await place.openStore();
    const stores = [store, await place.openStore(), await place.openStore()];
    return { store, at: (i) => stores[i % 3] ?? store };
  }

  it('accept one code once, though it comes fifty times at once', async () => {
    const { store, at } = await three();
    const id = await newAccount(store);
    const outcomes = await Promise.all(
      times(50).map((i) =>
        clearing(at(i), newAttempt(id, { credential: `session ${i}` }), step(100)),
      ),
    );
    const verdicts = outcomes.map(({ verdict }) => verdict).toSorted();
    expect(verdicts).toEqual(['accepted', ...Array(49).fill('refused')]);
    expect(await rowsOf(store, 'SELECT count(*) AS n FROM clearance')).toEqual([{ n: 1 }]);
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 49 }]);
    expect(await standingOf(store, id)).toMatchObject({ lastStep: 100 });
  });

  it('judge one of a hundred wrong codes at once where one attempt is left', async () => {
    const { store, at } = await three();
    const id = await newAccount(store);
    await judge(store, newAttempt(id), wrong, strict);
    const outcomes = await Promise.all(
      times(100).map((i) => judge(at(i), newAttempt(id), wrong, strict)),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'refused')).toHaveLength(1);
    expect(outcomes.filter(({ verdict }) => verdict === null)).toHaveLength(99);
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 2 }]);
    expect(await rowsOf(store, 'SELECT count(*) AS n FROM audit')).toEqual([{ n: 2 }]);
  });

  it('judge a sealed login code once, whoever brings it and wherever', async () => {
    const { store, at } = await three();
    const id = await newAccount(store);
    const outcomes = await Promise.all(
      times(30).map((i) => clearing(at(i), newAttempt(id, { loginCodeId: 'sealed' }), step(100))),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(1);
    expect(outcomes.filter(({ verdict }) => verdict === null)).toHaveLength(29);
    expect(await isSpent(at(1), 'sealed')).toBe(true);
    expect(await rowsOf(store, 'SELECT * FROM throttle')).toEqual([]);
  });

  it('take a recovery code once', async () => {
    const { store, at } = await three();
    const id = await newAccount(store);
    await store.commit([
      { sql: `INSERT INTO recovery_code VALUES (:id, 'one'), (:id, 'other')`, args: { id } },
    ]);
    const outcomes = await Promise.all(
      times(20).map((i) => judge(at(i), newAttempt(id), { kind: 'recovery-code', hash: 'one' })),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(1);
    expect(await rowsOf(store, 'SELECT hash FROM recovery_code')).toEqual([{ hash: 'other' }]);
  });

  it('that the database refuses are lost as a whole, beside neighbours that are not', async () => {
    const { store, at } = await three();
    const id = await newAccount(store);
    const broken = { sql: 'INSERT INTO canary (key_id) SELECT :id' };
    const results = await Promise.allSettled(
      times(30).map((i) =>
        i % 10
          ? judge(at(i), newAttempt(id), wrong)
          : commitAttempt(at(i), newAttempt(id), step(100), strict, [broken], null),
      ),
    );
    const lost = results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []));
    expect(lost).toEqual([0, 10, 20]);
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 27 }]);
    // Nothing was spent: the same code is as good as before.
    expect((await judge(store, newAttempt(id), step(100))).verdict).toBe('accepted');
  });
});

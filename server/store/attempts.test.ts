import { describe, expect, it } from 'vitest';
import {
  newAccount,
  newAttempt,
  noLimits,
  standingOf,
} from '../../test/harness/scratch-account.ts';
import { clearing, judge, step, strict, wrong } from '../../test/harness/scratch-attempt.ts';
import { rowsOf, scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import { commitAttempt, isSpent, type Proof } from './attempts.ts';

describe('a right code', () => {
  it('is accepted, spends its step and clears this session', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const attempt = newAttempt(id);
    expect(await clearing(store, attempt, step(100))).toEqual({
      verdict: 'accepted',
      factor: 'active',
      generation: 1,
      waitUntil: 0,
      failures: 0,
      phoneBefore: null,
    });
    expect(await standingOf(store, id, 'a session', attempt.now)).toMatchObject({
      lastStep: 100,
      clearedUntil: attempt.now + 1000,
    });
    expect((await standingOf(store, id, 'another', attempt.now)).clearedUntil).toBeNull();
    expect(await rowsOf(store, 'SELECT account_id, actor, event, status FROM audit')).toEqual([
      { account_id: id, actor: 'user', event: 'verify', status: 'success' },
    ]);
  });

  it('is refused and counted when its step is not later than the last accepted one', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, { last_step: 100 });
    for (const old of [99, 100]) {
      const outcome = await clearing(store, newAttempt(id), step(old));
      expect(outcome.verdict).toBe('refused');
    }
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 2 }]);
    expect(await standingOf(store, id)).toMatchObject({ lastStep: 100, clearedUntil: null });
  });

  it('given fifty times at once is accepted once, over three connections', async () => {
    const file = await scratchFile();
    const store = await scratchStore(file);
    const stores = [store, await scratchStore(file), await scratchStore(file)];
    const id = await newAccount(store);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        clearing(stores[i % 3] ?? store, newAttempt(id, { credential: `session ${i}` }), step(100)),
      ),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(1);
    expect(outcomes.filter(({ verdict }) => verdict === 'refused')).toHaveLength(49);
    expect(await rowsOf(store, 'SELECT count(*) AS n FROM clearance')).toEqual([{ n: 1 }]);
  });

  it('leaves an older code of the window worthless, in either order of arrival', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const [late, early] = await Promise.all([
      judge(store, newAttempt(id), step(101)),
      judge(store, newAttempt(id), step(100)),
    ]);
    expect([late.verdict, early.verdict]).toEqual(['accepted', 'refused']);
    expect((await standingOf(store, id)).lastStep).toBe(101);
  });

  it('tells how many failures it had before, and clears the count', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    for (let i = 0; i < 7; i++) await judge(store, newAttempt(id), wrong);
    const attempt = newAttempt(id);
    await clearing(store, attempt, step(1));
    expect((await standingOf(store, id, 'a session', attempt.now)).failuresBefore).toBe(7);
    expect(await rowsOf(store, 'SELECT * FROM throttle')).toEqual([]);
  });

  it('carries out what it was given for, a wrong one does not', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const effect = {
      sql: `UPDATE factor SET state = 'none' WHERE account_id = :accountId
        AND EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`,
    };
    const deactivate = (proof: Proof) =>
      commitAttempt(store, newAttempt(id), proof, noLimits, [effect], null);
    expect(await deactivate(wrong)).toMatchObject({ verdict: 'refused', factor: 'active' });
    expect(await deactivate(step(5))).toMatchObject({ verdict: 'accepted', factor: 'none' });
  });
});

describe('many attempts side by side', () => {
  it('a hundred wrong codes with one attempt left are one evaluation', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    await judge(store, newAttempt(id), wrong, strict);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => judge(store, newAttempt(id), wrong, strict)),
    );
    expect(outcomes.filter(({ verdict }) => verdict === 'refused')).toHaveLength(1);
    expect(outcomes.filter(({ verdict }) => verdict === null)).toHaveLength(99);
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 2 }]);
  });

  it('a right one behind the wrong one that began a wait is not evaluated', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const all = [wrong, wrong, step(100)].map((proof) =>
      judge(store, newAttempt(id), proof, strict),
    );
    const verdicts = (await Promise.all(all)).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['refused', 'refused', null]);
  });

  it('of one account never touch another', async () => {
    const store = await scratchStore();
    const [victim, other] = [await newAccount(store), await newAccount(store)];
    const untouched = await standingOf(store, victim);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => clearing(store, newAttempt(other), step(i % 9 || null))),
    );
    expect(await standingOf(store, victim)).toEqual(untouched);
    const rows = await rowsOf(store, 'SELECT 1 FROM attempt WHERE account_id = ?', victim);
    expect(rows).toEqual([]);
  });

  it('a list that the database refuses is lost as a whole, and its neighbours are not', async () => {
    const store = await scratchStore();
    const id = await newAccount(store);
    const broken = { sql: `INSERT INTO canary (key_id) SELECT :id` };
    const lost = newAttempt(id);
    const [failed, fine] = await Promise.allSettled([
      commitAttempt(store, lost, step(100), noLimits, [broken], null),
      judge(store, newAttempt(id), wrong),
    ]);
    expect(failed.status).toBe('rejected');
    expect(fine).toMatchObject({ status: 'fulfilled', value: { verdict: 'refused' } });
    expect(await rowsOf(store, 'SELECT id FROM attempt WHERE id = ?', lost.id)).toEqual([]);
    expect(await standingOf(store, id)).toMatchObject({ lastStep: 0 });
    // Nothing was spent: the same code is as good as before.
    expect((await judge(store, newAttempt(id), step(100))).verdict).toBe('accepted');
  });
});

describe('a sealed login code', () => {
  it('is one attempt, whoever brings it again', async () => {
    const store = await scratchStore();
    const [one, other] = [await newAccount(store), await newAccount(store)];
    const bring = (accountId: string, credential: string, proof: Proof) =>
      clearing(store, newAttempt(accountId, { loginCodeId: 'sealed', credential }), proof);
    const all = await Promise.all([
      bring(one, 'first', wrong),
      bring(one, 'first', step(100)),
      bring(one, 'second', step(100)),
      bring(other, 'third', step(100)),
    ]);
    expect(all.map(({ verdict }) => verdict)).toEqual(['refused', null, null, null]);
    expect(await rowsOf(store, 'SELECT account_id, failures FROM throttle')).toEqual([
      { account_id: one, failures: 1 },
    ]);
    expect(await rowsOf(store, 'SELECT * FROM clearance')).toEqual([]);
    expect(await isSpent(store, 'sealed')).toBe(true);
    expect(await isSpent(store, 'another')).toBe(false);
  });

  it('that got no slot is not spent', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, { state: 'locked' });
    await judge(store, newAttempt(id, { loginCodeId: 'sealed' }), step(100));
    expect(await isSpent(store, 'sealed')).toBe(false);
  });
});

describe('a set-up code after a reset', () => {
  const reset = { state: 'none', generation: 1, must_set_up: 1, setup_code_hash: 'right' };
  const hash = (hash: string): Proof => ({ kind: 'setup-code', hash });

  it('is accepted when it is the one, and counted when it is not', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, reset);
    expect((await judge(store, newAttempt(id), hash('wrong'))).verdict).toBe('refused');
    expect(await rowsOf(store, 'SELECT failures FROM throttle')).toEqual([{ failures: 1 }]);
    expect((await judge(store, newAttempt(id), hash('right'))).verdict).toBe('accepted');
  });

  it('is not judged where nothing was reset, and a code of an app is not judged after one', async () => {
    const store = await scratchStore();
    const active = await newAccount(store, { setup_code_hash: 'right' });
    const free = await newAccount(store, { ...reset, must_set_up: 0 });
    const afterReset = await newAccount(store, reset);
    expect((await judge(store, newAttempt(active), hash('right'))).verdict).toBeNull();
    expect((await judge(store, newAttempt(free), hash('right'))).verdict).toBeNull();
    expect((await judge(store, newAttempt(afterReset), step(100))).verdict).toBeNull();
  });

  it('is refused where none is stored', async () => {
    const store = await scratchStore();
    const id = await newAccount(store, { ...reset, setup_code_hash: null });
    expect((await judge(store, newAttempt(id), hash(''))).verdict).toBe('refused');
  });
});

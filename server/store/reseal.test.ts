import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../test/harness/scratch-account.ts';
import { rowsOf, scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import type { Store } from './database.ts';
import { readKeyUses, resealAll, retireCanaries } from './reseal.ts';
import { contextOf, createSeal, type Seal } from './seal.ts';

const roots = { old: randomBytes(32), new: randomBytes(32) };

const sealOf = (...ids: [keyof typeof roots, ...(keyof typeof roots)[]]): Seal =>
  createSeal({ current: ids[0], roots: new Map(ids.map((id) => [id, roots[id]])) }, randomBytes);

const [oldSeal, bothSeal, newSeal] = [sealOf('old'), sealOf('new', 'old'), sealOf('new')];
const secret = Buffer.from('a secret of twenty b');

/** An account with a factor whose secret is sealed; answers its id. */
async function sealedAccount(store: Store, seal: Seal): Promise<string> {
  const accountId = await newAccount(store);
  await store.commit([
    {
      sql: 'UPDATE factor SET secret_id = ?, secret = ? WHERE account_id = ?',
      args: ['one', sealedFor(seal, accountId), accountId],
    },
  ]);
  return accountId;
}

const sealedFor = (seal: Seal, accountId: string) =>
  seal.seal('secrets', secret, contextOf('factor.secret', accountId, 'one'));

async function openedBy(seal: Seal, store: Store, accountId: string): Promise<Buffer | null> {
  const [row] = await rowsOf(store, 'SELECT secret FROM factor WHERE account_id = ?', accountId);
  return seal.open('secrets', String(row?.secret), contextOf('factor.secret', accountId, 'one'));
}

/** Many accounts at once, for what needs more than one batch. */
async function manyAccounts(store: Store, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, i) => `account ${i}`);
  await store.commit(
    ids.flatMap((id) => [
      {
        sql: `INSERT INTO account VALUES (?, 'Northwind Flows', 'acme', ?, '', '', 0, NULL)`,
        args: [id, id],
      },
      {
        sql: `INSERT INTO factor (account_id, state, generation, must_set_up, secret_id, secret,
          last_step, changed_at) VALUES (?, 'active', 1, 0, 'one', ?, 0, 0)`,
        args: [id, sealedFor(oldSeal, id)],
      },
    ]),
  );
}

async function pass(store: Store, seal = bothSeal) {
  const batches = [];
  for await (const batch of resealAll(store, seal)) batches.push(batch);
  return {
    resealed: batches.reduce((sum, { resealed }) => sum + resealed, 0),
    unreadable: batches.flatMap(({ column, unreadable }) => unreadable.map((id) => [column, id])),
  };
}

/** The store, but just before its next commit somebody else changes something. */
function interrupted(store: Store, change: () => Promise<unknown>): Store {
  let isNext = true;
  return {
    ...store,
    async commit(statements) {
      if (isNext) {
        isNext = false;
        await change();
      }
      return store.commit(statements);
    },
  };
}

describe('one pass', () => {
  it('seals every kind of sealed value anew, so that the new key alone opens it', async () => {
    const store = await scratchStore();
    const account = await sealedAccount(store, oldSeal);
    await store.commit([
      {
        sql: `INSERT INTO pending_setup VALUES (?, 'set-up', 'one', ?, 1, 0, 0)`,
        args: [account, sealedFor(oldSeal, account)],
      },
      {
        sql: `INSERT INTO audit_key VALUES ('chain', ?)`,
        args: [oldSeal.seal('audit', secret, contextOf('audit_key.sealed', 'chain'))],
      },
    ]);
    expect(await pass(store)).toEqual({ resealed: 3, unreadable: [] });
    expect(await readKeyUses(store)).toEqual([
      { column: 'pending_setup.secret', keyId: 'new', rows: 1 },
      { column: 'factor.secret', keyId: 'new', rows: 1 },
      { column: 'audit_key.sealed', keyId: 'new', rows: 1 },
    ]);
    const [pending] = await rowsOf(store, 'SELECT secret FROM pending_setup');
    const [chain] = await rowsOf(store, 'SELECT sealed FROM audit_key');
    expect([
      await openedBy(newSeal, store, account),
      newSeal.open('secrets', String(pending?.secret), contextOf('factor.secret', account, 'one')),
      newSeal.open('audit', String(chain?.sealed), contextOf('audit_key.sealed', 'chain')),
    ]).toEqual([secret, secret, secret]);
  });

  it('leaves what is under the current key as it is, to the letter', async () => {
    const store = await scratchStore();
    await sealedAccount(store, newSeal);
    await newAccount(store, { state: 'none', secret_id: null, secret: null });
    const before = await rowsOf(store, 'SELECT * FROM factor');
    expect(await pass(store)).toEqual({ resealed: 0, unreadable: [] });
    expect(await rowsOf(store, 'SELECT * FROM factor')).toEqual(before);
  });

  it('that ended in the middle is gone on with by the next one, on another connection', async () => {
    const file = await scratchFile();
    const first = await scratchStore(file);
    await manyAccounts(first, 1201);
    for await (const { resealed } of resealAll(first, bothSeal)) if (resealed > 0) break;
    const second = await scratchStore(file);
    expect(await readKeyUses(second)).toEqual([
      { column: 'factor.secret', keyId: 'new', rows: 500 },
      { column: 'factor.secret', keyId: 'old', rows: 701 },
    ]);
    expect(await pass(second)).toEqual({ resealed: 701, unreadable: [] });
    expect(await openedBy(newSeal, second, 'account 0')).toEqual(secret);
    expect(await openedBy(newSeal, second, 'account 1200')).toEqual(secret);
  });

  it('by two at once seals each row once', async () => {
    const file = await scratchFile();
    const stores = [await scratchStore(file), await scratchStore(file)];
    await manyAccounts(await scratchStore(file), 1000);
    const passes = await Promise.all(stores.map((store) => pass(store)));
    expect(passes.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(1000);
    expect(passes.flatMap(({ unreadable }) => unreadable)).toEqual([]);
  });

  for (const [what, sql] of [
    ['another secret', `UPDATE factor SET secret_id = 'two', secret = 'the newer one'`],
    ['no secret', `UPDATE factor SET secret_id = NULL, secret = NULL`],
  ] as const) {
    it(`never touches a row that has ${what} since it was read`, async () => {
      const store = await scratchStore();
      await sealedAccount(store, oldSeal);
      let changed: unknown;
      const meanwhile = interrupted(store, async () => {
        await store.commit([{ sql, args: [] }]);
        changed = await rowsOf(store, 'SELECT * FROM factor');
      });
      expect(await pass(meanwhile)).toEqual({ resealed: 0, unreadable: [] });
      expect(await rowsOf(store, 'SELECT * FROM factor')).toEqual(changed);
    });
  }

  it('names rows that no key opens, keeps them, and does the others', async () => {
    const store = await scratchStore();
    const accounts: string[] = [];
    for (let i = 0; i < 5; i++) accounts.push(await sealedAccount(store, oldSeal));
    const [altered = '', moved = '', foreign = '', garbage = '', fine = ''] = accounts;
    for (const [id, value] of [
      [altered, `${sealedFor(oldSeal, altered).slice(0, -4)}AAAA`],
      [moved, sealedFor(oldSeal, fine)],
      [foreign, `lost${sealedFor(oldSeal, foreign).slice(3)}`],
      [garbage, 'never sealed'],
    ] as const) {
      const sql = 'UPDATE factor SET secret = ? WHERE account_id = ?';
      await store.commit([{ sql, args: [value, id] }]);
    }
    const before = await rowsOf(store, 'SELECT * FROM factor WHERE account_id <> ?', fine);
    expect(await pass(store)).toEqual({
      resealed: 1,
      unreadable: [altered, moved, foreign, garbage].map((id) => ['factor.secret', id]),
    });
    expect(await rowsOf(store, 'SELECT * FROM factor WHERE account_id <> ?', fine)).toEqual(before);
    expect(await openedBy(newSeal, store, fine)).toEqual(secret);
  });
});

describe('canaries of other keys', () => {
  const canaries = async (store: Store) =>
    (await rowsOf(store, 'SELECT key_id FROM canary ORDER BY 1')).map((row) => row.key_id);

  async function withCanaries(): Promise<Store> {
    const store = await scratchStore();
    const sql = `INSERT INTO canary VALUES ('new', ''), ('old', ''), ('older', '')`;
    await store.commit([{ sql, args: [] }]);
    return store;
  }

  it('go when no row is under any of them', async () => {
    const store = await withCanaries();
    await sealedAccount(store, newSeal);
    expect(await retireCanaries(store, bothSeal)).toBe(true);
    expect(await canaries(store)).toEqual(['new']);
  });

  it('stay, all of them, while one row is left, even one that was written this moment', async () => {
    const store = await withCanaries();
    await sealedAccount(store, newSeal);
    const meanwhile = interrupted(store, () => sealedAccount(store, oldSeal));
    expect(await retireCanaries(meanwhile, bothSeal)).toBe(false);
    expect(await canaries(store)).toEqual(['new', 'old', 'older']);
    await pass(store);
    expect(await retireCanaries(store, bothSeal)).toBe(true);
  });
});

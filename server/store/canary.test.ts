import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../test/harness/scratch-account.ts';
import { rowsOf, scratchStore } from '../../test/harness/scratch-store.ts';
import { checkCanary } from './canary.ts';
import type { Store } from './database.ts';
import { contextOf, createSeal, type Seal } from './seal.ts';

const one = ['one', randomBytes(32)] as const;
const two = ['two', randomBytes(32)] as const;

const sealOf = (...keys: [readonly [string, Buffer], ...(readonly [string, Buffer])[]]) =>
  createSeal({ current: keys[0][0], roots: new Map(keys) }, randomBytes);

it('the first start writes a canary, and every start with the same key passes', async () => {
  const store = await scratchStore();
  await checkCanary(store, sealOf(one));
  await checkCanary(store, sealOf(one));
  expect(await rowsOf(store, 'SELECT key_id FROM canary')).toEqual([{ key_id: 'one' }]);
});

it('another key under the same id is refused by name, and changes nothing', async () => {
  const store = await scratchStore();
  await checkCanary(store, sealOf(one));
  const before = await rowsOf(store, 'SELECT * FROM canary');
  await expect(checkCanary(store, sealOf(['one', randomBytes(32)]))).rejects.toThrow(
    'Key "one" is not the key',
  );
  expect(await rowsOf(store, 'SELECT * FROM canary')).toEqual(before);
});

it('a new key alone is refused, and names the one that is missing', async () => {
  const store = await scratchStore();
  await checkCanary(store, sealOf(one));
  await expect(checkCanary(store, sealOf(two))).rejects.toThrow('Key "one" is missing');
  expect(await rowsOf(store, 'SELECT key_id FROM canary')).toEqual([{ key_id: 'one' }]);
});

it('a new key beside the old one passes, and then neither can be left out', async () => {
  const store = await scratchStore();
  await checkCanary(store, sealOf(one));
  await checkCanary(store, sealOf(two, one));
  await checkCanary(store, sealOf(one, two));
  await expect(checkCanary(store, sealOf(one))).rejects.toThrow('Key "two" is missing');
  await expect(checkCanary(store, sealOf(two))).rejects.toThrow('Key "one" is missing');
});

it('an altered canary is refused', async () => {
  const store = await scratchStore();
  await checkCanary(store, sealOf(one));
  await store.commit([
    {
      sql: `UPDATE canary SET sealed = substr(sealed, 1, 24) || 'AAAA' || substr(sealed, 29)`,
      args: [],
    },
  ]);
  await expect(checkCanary(store, sealOf(one))).rejects.toThrow('Key "one" is not the key');
});

it('a refusal shows nothing of the key', async () => {
  const store = await scratchStore();
  await checkCanary(store, sealOf(one));
  const message = await checkCanary(store, sealOf(['one', two[1]])).catch(String);
  for (const key of [one[1], two[1]]) {
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(message).not.toContain(key.toString(form));
    }
  }
});

it('two servers that start at once on a fresh database both pass', async () => {
  const store = await scratchStore();
  const starts = Array.from({ length: 5 }, () => checkCanary(store, sealOf(one)));
  await Promise.all(starts);
  await checkCanary(store, sealOf(one));
  expect(await rowsOf(store, 'SELECT key_id FROM canary')).toHaveLength(1);
});

describe('a key whose canary is gone but under which a row is sealed', () => {
  async function sealedRow(seal: Seal): Promise<Store> {
    const store = await scratchStore();
    await checkCanary(store, seal);
    const id = await newAccount(store);
    const secret = seal.seal('secrets', randomBytes(20), contextOf('factor.secret', id, 'one'));
    await store.commit([
      { sql: `UPDATE factor SET secret_id = 'one', secret = ?`, args: [secret] },
      { sql: 'DELETE FROM canary', args: [] },
    ]);
    return store;
  }

  it('cannot be left out', async () => {
    const store = await sealedRow(sealOf(one));
    await expect(checkCanary(store, sealOf(two))).rejects.toThrow('Key "one" is missing');
    expect(await rowsOf(store, 'SELECT * FROM canary')).toEqual([]);
    await checkCanary(store, sealOf(two, one));
  });

  it('cannot be another one, first or second', async () => {
    const store = await sealedRow(sealOf(one));
    const wrong = ['one', randomBytes(32)] as const;
    for (const seal of [sealOf(wrong), sealOf(two, wrong)]) {
      await expect(checkCanary(store, seal)).rejects.toThrow('Key "one" is not the key');
    }
    expect(await rowsOf(store, 'SELECT * FROM canary')).toEqual([]);
    await checkCanary(store, sealOf(one));
  });

  it('is needed for a pending set-up and for the key of the audit too', async () => {
    for (const sql of [
      `INSERT INTO pending_setup SELECT account_id, 'an id', 'one', secret, 1, 0, 0 FROM factor`,
      `INSERT INTO audit_key SELECT 'an id', secret FROM factor`,
    ]) {
      const store = await sealedRow(sealOf(one));
      await store.commit([
        { sql, args: [] },
        { sql: 'UPDATE factor SET secret = NULL', args: [] },
      ]);
      await expect(checkCanary(store, sealOf(two))).rejects.toThrow('Key "one" is missing');
    }
  });

  it('is no reason to keep everybody out where a value was never sealed', async () => {
    const store = await sealedRow(sealOf(one));
    await store.commit([{ sql: `UPDATE factor SET secret = 'never sealed'`, args: [] }]);
    await checkCanary(store, sealOf(two));
  });
});

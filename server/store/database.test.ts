import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { databases } from '../../test/harness/scratch-database.ts';
import { rowsOf, scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import { openStore, statement } from './database.ts';
import { account } from './schema.ts';

const newcomer = (id: string) => ({
  id,
  profile: 'p',
  realm: 'r',
  platformId: id,
  name: 'Ada',
  email: 'ada@acme.example',
  createdAt: 1,
  language: null,
});

const migrations = readdirSync(join(import.meta.dirname, '../../drizzle')).filter((name) =>
  name.endsWith('.sql'),
);

describe.each(databases)('the schema of $kind', ({ newPlace }) => {
  it('is there after the first start, each migration applied once', async () => {
    const store = await (await newPlace()).openStore();
    const tables = await rowsOf(
      store,
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_%' ESCAPE '\\'`,
    );
    const names = tables.map(({ name }) => name);
    for (const table of [
      'account',
      'factor',
      'clearance',
      'throttle',
      'attempt',
      'audit',
      'canary',
    ]) {
      expect(names).toContain(table);
    }
    const applied = await rowsOf(store, 'SELECT hash FROM __drizzle_migrations');
    expect(applied).toHaveLength(migrations.length);
  });

  it('is made once when several processes start on nothing at the same moment', async () => {
    const place = await newPlace();
    const stores = await Promise.all([place.openStore(), place.openStore(), place.openStore()]);
    for (const [i, store] of stores.entries()) {
      await store.commit([statement(store.query.insert(account).values(newcomer(`${i}`)))]);
      const applied = await rowsOf(store, 'SELECT hash FROM __drizzle_migrations');
      expect(applied).toHaveLength(migrations.length);
    }
    const [store] = stores;
    expect(await rowsOf(store, 'SELECT count(*) AS n FROM account')).toEqual([{ n: 3 }]);
  });

  it('is left as it is by every later start, with the rows in it', async () => {
    const place = await newPlace();
    const first = await place.openStore();
    await first.commit([statement(first.query.insert(account).values(newcomer('a')))]);
    const schema = await rowsOf(first, 'SELECT sql FROM sqlite_schema ORDER BY name');
    first.close();
    const second = await place.openStore();
    expect(await rowsOf(second, 'SELECT sql FROM sqlite_schema ORDER BY name')).toEqual(schema);
    expect(await rowsOf(second, 'SELECT hash FROM __drizzle_migrations')).toHaveLength(
      migrations.length,
    );
    expect(await rowsOf(second, 'SELECT id FROM account')).toEqual([{ id: 'a' }]);
  });
});

describe.each(databases)('Drizzle over $kind', ({ newPlace }) => {
  it('makes statements of a commit, and reads what commits wrote', async () => {
    const store = await (await newPlace()).openStore();
    const insert = store.query.insert(account);
    await store.commit([
      statement(insert.values(newcomer('a'))),
      statement(insert.values(newcomer('b'))),
      statement(store.query.update(account).set({ name: 'Bea' }).where(eq(account.id, 'b'))),
    ]);
    const rows = await store.query.select().from(account).orderBy(account.id);
    expect(rows).toEqual([newcomer('a'), { ...newcomer('b'), name: 'Bea' }]);
    const one = store.query.select().from(account).where(eq(account.id, 'b')).limit(1);
    expect(await one.get()).toMatchObject({ name: 'Bea' });
    expect(await store.query.select().from(account).where(eq(account.id, 'c'))).toEqual([]);
  });

  it('writes by itself what no commit needs', async () => {
    const store = await (await newPlace()).openStore();
    await store.query.insert(account).values(newcomer('a')).run();
    await expect(store.query.insert(account).values(newcomer('a')).run()).rejects.toThrow();
    expect(await rowsOf(store, 'SELECT id FROM account')).toEqual([{ id: 'a' }]);
  });
});

it('a folder that is not there yet is made', async () => {
  const file = join(await scratchFile(), '..', 'deeper', 'still', 'doorcode.db');
  const store = await scratchStore(file);
  expect(await rowsOf(store, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('a file that is no database is refused', async () => {
  await expect(openStore(`file:${import.meta.filename}`)).rejects.toThrow();
});

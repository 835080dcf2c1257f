import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { migrate } from 'drizzle-orm/sqlite-proxy/migrator';
import { openFile } from './file-database.ts';
import { openRemote } from './remote-database.ts';
import * as schema from './schema.ts';

export type Value = string | number | null;

/** SQL with its parameters, each of them and no other: `:name` with a record, `?` with a list. */
export type Statement = {
  readonly sql: string;
  readonly args: Readonly<Record<string, Value>> | readonly Value[];
};

export type Row = Readonly<Record<string, Value>>;

/** What any database must do for us; everything above is the same SQL for each. */
export interface Database {
  /** Rows as records. Sees everything committed before the call. */
  read(statement: Statement): Promise<Row[]>;
  /** Rows as lists of values, in the order of the columns. */
  values(statement: Statement): Promise<Value[][]>;
  /**
   * All statements or none, durable when it resolves; answers each statement's rows. Rejects with the
   * database's error, and then nothing of this list is there; only where a remote database gave no
   * answer it may be. Other lists are never affected, and no list runs a second time.
   */
  commit(statements: readonly Statement[]): Promise<Row[][]>;
  /** All calls after it are refused; a second one does nothing. */
  close(): void;
}

/** The database, and Drizzle over it for everything that is not hot. */
export type Store = Database & { readonly query: ReturnType<typeof queryBuilder> };

function queryBuilder(database: Database) {
  return drizzle(
    async (sql, params, method) => {
      const rows = await database.values({ sql, args: params });
      return { rows: method === 'get' ? (rows[0] ?? []) : rows };
    },
    { schema },
  );
}

/**
 * Opens the database at `url` (`file:…` or a remote libSQL address) and brings it to this version's
 * schema.
 *
 * @throws when it cannot be opened, written or migrated.
 */
export async function openStore(url: string, token?: string): Promise<Store> {
  const store = await connect(url, token);
  // Two processes may find the same fresh database: the one that comes second finds the work done.
  try {
    await bringUpToDate(store).catch(() => bringUpToDate(store));
  } catch (error) {
    store.close();
    throw error;
  }
  return store;
}

/**
 * Opens a database that is there and leaves its schema alone: a command that looks at it must not be
 * what changes it.
 *
 * @throws when there is none, or its schema is not this version's.
 */
export async function openExistingStore(url: string, token?: string): Promise<Store> {
  const path = url.slice('file:'.length);
  if (url.startsWith('file:') && !existsSync(path)) throw new Error(`There is no file ${path}.`);
  const store = await connect(url, token);
  try {
    await requireThisSchema(store);
  } catch (error) {
    store.close();
    throw error;
  }
  return store;
}

async function connect(url: string, token?: string): Promise<Store> {
  const database = url.startsWith('file:') ? openFileAt(url) : await openRemote(url, token);
  return Object.assign(database, { query: queryBuilder(database) });
}

async function requireThisSchema(store: Store): Promise<void> {
  const tables = await store.read({
    sql: `SELECT 1 AS found FROM sqlite_schema WHERE name = '__drizzle_migrations'`,
    args: [],
  });
  if (tables.length === 0) throw new Error('This is no database of Doorcode.');
  const [row] = await store.read({
    sql: 'SELECT max(created_at) AS made FROM __drizzle_migrations',
    args: [],
  });
  const ours = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
  const theirs = Number(row?.made);
  if (theirs === ours) return;
  throw new Error(
    theirs < ours
      ? 'The database is of an older version: start this server once, which brings it up to date, or use the command of that version.'
      : 'The database is of a newer version: use the command of that version.',
  );
}

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

async function bringUpToDate(store: Store): Promise<void> {
  await migrate(
    store.query,
    async (queries) => {
      if (queries.length > 0) await store.commit(queries.map((sql) => ({ sql, args: [] })));
    },
    { migrationsFolder },
  );
}

function openFileAt(url: string): Database {
  const path = url.slice('file:'.length);
  mkdirSync(dirname(path), { recursive: true });
  return openFile(path);
}

/** A Drizzle query as one statement of a commit. */
export function statement(query: { toSQL(): { sql: string; params: unknown[] } }): Statement {
  const { sql, params } = query.toSQL();
  return { sql, args: params as Value[] };
}

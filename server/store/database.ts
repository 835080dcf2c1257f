import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { migrate } from 'drizzle-orm/sqlite-proxy/migrator';
import { openFile } from './file-database.ts';
import { openRemote } from './remote-database.ts';
import * as schema from './schema.ts';

export type Value = string | number | null;

/** SQL with its parameters: `:name` with a record, `?` with a list. */
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
   * database's error, and then nothing of this list is there. Other lists are never affected.
   */
  commit(statements: readonly Statement[]): Promise<Row[][]>;
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
  const database = url.startsWith('file:') ? openFileAt(url) : openRemote(url, token);
  const store: Store = Object.assign(database, { query: queryBuilder(database) });
  // Two processes may find the same fresh database: the one that comes second finds the work done.
  await bringUpToDate(store).catch(() => bringUpToDate(store));
  return store;
}

async function bringUpToDate(store: Store): Promise<void> {
  const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));
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

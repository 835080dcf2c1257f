import Libsql from 'libsql';
import type { Database, Row, Statement, Value } from './database.ts';

type Prepared = {
  readonly reader: boolean;
  run(args: unknown): unknown;
  all(args: unknown): Row[];
  raw(on: boolean): { all(args: unknown): Value[][] };
};

type Waiting = {
  statements: readonly Statement[];
  resolve(rows: Row[][]): void;
  reject(error: unknown): void;
};

/** Milliseconds to wait for another process that holds the write lock. */
const lockPatience = 5_000;

/**
 * A database file by the synchronous driver. Commits that arrive in the same turn of the event loop
 * share one transaction, hence one fsync; each keeps its own savepoint, so that one bad list never
 * refuses its neighbours.
 */
export function openFile(path: string): Database {
  const connection = new Libsql(path);
  connection.exec(`PRAGMA busy_timeout = ${lockPatience}`);
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  connection.exec('PRAGMA foreign_keys = ON');
  requireDurable(connection);

  const prepared = new Map<string, Prepared>();
  let waiting: Waiting[] = [];

  function prepare(sql: string): Prepared {
    let found = prepared.get(sql);
    if (!found) {
      found = connection.prepare(sql) as unknown as Prepared;
      prepared.set(sql, found);
    }
    return found;
  }

  function run({ sql, args }: Statement): Row[] {
    const query = prepare(sql);
    if (query.reader) return query.all(args);
    query.run(args);
    return [];
  }

  function runAlone({ statements }: Waiting): Row[][] | Error {
    connection.exec('SAVEPOINT one');
    try {
      const rows = statements.map(run);
      connection.exec('RELEASE one');
      return rows;
    } catch (error) {
      connection.exec('ROLLBACK TO one');
      connection.exec('RELEASE one');
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  function flush(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    let answers: (Row[][] | Error)[];
    try {
      connection.exec('BEGIN IMMEDIATE');
      answers = batch.map(runAlone);
      connection.exec('COMMIT');
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      for (const item of batch) item.reject(error);
      return;
    }
    batch.forEach((item, i) => {
      const answer = answers[i];
      if (Array.isArray(answer)) item.resolve(answer);
      else item.reject(answer);
    });
  }

  return {
    read: async ({ sql, args }) => prepare(sql).all(args),
    values: async ({ sql, args }) => {
      const query = connection.prepare(sql) as unknown as Prepared;
      if (query.reader) return query.raw(true).all(args);
      query.run(args);
      return [];
    },
    commit: (statements) =>
      new Promise((resolve, reject) => {
        waiting.push({ statements, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
    close: () => {
      if (waiting.length > 0) flush();
      // Nothing is lost without it; a copy of the one file is whole with it.
      connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      connection.close();
    },
  };
}

/** A setting that did not take (a file system without WAL, say) would cost durability in silence. */
function requireDurable(connection: Libsql.Database): void {
  const setting = (name: string) =>
    Object.values(connection.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
  if (setting('journal_mode') !== 'wal') throw new Error('The database refused journal_mode WAL.');
  if (setting('synchronous') !== 2) throw new Error('The database refused synchronous FULL.');
  if (setting('foreign_keys') !== 1) throw new Error('The database refused foreign_keys.');
}

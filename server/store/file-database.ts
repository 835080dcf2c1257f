import Libsql from 'libsql';
import type { Database, Row, Statement, Value } from './database.ts';
import { parametersOf, requireEach, requireValues } from './parameters.ts';

type Query = {
  readonly reader: boolean;
  run(args: unknown): unknown;
  all(args: unknown): Row[];
  raw(on: boolean): { all(args: unknown): Value[][] };
};

type Prepared = { readonly query: Query; readonly parameters: readonly string[] };

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

  const newQuery = (sql: string) => connection.prepare(sql) as unknown as Query;

  function prepare(statement: Statement): Query {
    const { sql } = statement;
    let found = prepared.get(sql);
    if (!found) {
      found = { query: newQuery(sql), parameters: parametersOf(sql) };
      prepared.set(sql, found);
    }
    requireEach(found.parameters, statement);
    requireValues(statement);
    return found.query;
  }

  function run(statement: Statement): Row[] {
    const query = prepare(statement);
    if (query.reader) return query.all(statement.args);
    query.run(statement.args);
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
      // Of a closed connection the driver may not be asked: it ends the process.
      if (connection.open && connection.inTransaction) connection.exec('ROLLBACK');
      for (const item of batch) item.reject(error);
      return;
    }
    batch.forEach((item, i) => {
      const answer = answers[i];
      if (Array.isArray(answer)) item.resolve(answer);
      else item.reject(answer);
    });
  }

  function commit(statements: readonly Statement[]): Promise<Row[][]> {
    return new Promise((resolve, reject) => {
      waiting.push({ statements, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });
  }

  return {
    read: async (statement) => prepare(statement).all(statement.args),
    values: async (statement) => {
      requireEach(parametersOf(statement.sql), statement);
      requireValues(statement);
      const query = newQuery(statement.sql);
      if (query.reader) return query.raw(true).all(statement.args);
      // A write that finds the lock taken would stay unfinished, and every later commit fail on it.
      await commit([statement]);
      return [];
    },
    commit,
    close: () => {
      if (!connection.open) return;
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

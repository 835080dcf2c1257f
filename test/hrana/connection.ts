import { setTimeout as sleep } from 'node:timers/promises';
import Libsql from 'libsql';
import type { HranaStatement, HranaValue, Refusal, StatementResult } from './protocol.ts';

/** What the driver answers where integers are asked for whole. */
type Answered = null | bigint | number | string | ArrayBuffer;

type Prepared = {
  readonly reader: boolean;
  run(args: unknown): { changes: number; lastInsertRowid: number | bigint };
  raw(on: boolean): Prepared;
  safeIntegers(on: boolean): Prepared;
  all(args: unknown): Answered[][];
  columns(): { name: string; type: string | null }[];
};

/** Thrown for what the server answers in the place of a statement's result. */
export class StatementError extends Error {
  override name = 'StatementError';
  readonly refusal: Refusal;
  constructor(code: string, message: string) {
    super(message);
    this.refusal = { code, message };
  }
}

/**
 * Milliseconds, summed up of pauses that a busy machine draws out, after which who waits for the write
 * lock is told that it is busy; well below what a client waits.
 */
const lockPatience = 2_000;
const lockPause = 5;

export type Connection = ReturnType<typeof openConnection>;

/** A connection to the file with the settings that our own file driver insists on. */
export function openConnection(path: string, settings: readonly string[]) {
  const database = new Libsql(path);
  // Waiting here would hold up the very request that has the lock: `begin` waits instead.
  database.exec('PRAGMA busy_timeout = 0');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  for (const setting of settings) database.exec(`PRAGMA ${setting}`);
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    let found = prepared.get(sql);
    if (!found) {
      found = database.prepare(sql) as unknown as Prepared;
      prepared.set(sql, found);
    }
    return found;
  }

  /** Refuses what is no SQL by its grammar, before anything runs; tables may still be missing. */
  function requireSyntax(sql: string): void {
    try {
      prepare(sql);
    } catch (error) {
      const { message } = error as Error;
      if (/syntax error|incomplete input|unrecognized token|not an error/.test(message)) {
        throw new StatementError('SQL_PARSE_ERROR', `SQL string could not be parsed: ${message}`);
      }
    }
  }

  function run(sql: string, args: unknown, wantRows: boolean): StatementResult {
    const query = prepare(sql);
    if (!query.reader) {
      const { changes, lastInsertRowid } = query.run(args);
      const isInsert = /^\s*(insert|replace)\b/i.test(sql);
      return {
        cols: [],
        rows: [],
        affected_row_count: changes,
        last_insert_rowid: isInsert ? String(lastInsertRowid) : null,
      };
    }
    const rows = query.raw(true).safeIntegers(true).all(args);
    return {
      cols: query.columns().map(column),
      rows: wantRows ? rows.map((row) => row.map(toHrana)) : [],
      affected_row_count: /^\s*(select|with|pragma|explain)\b/i.test(sql) ? 0 : rows.length,
      last_insert_rowid: null,
    };
  }

  /**
   * Takes the lock by `exec`: a prepared statement that finds it taken is never finished by the driver,
   * and no commit of the connection succeeds after that.
   */
  async function begin(sql: string): Promise<StatementResult> {
    for (let waited = 0; ; waited += lockPause) {
      try {
        database.exec(sql);
        return { cols: [], rows: [], affected_row_count: 0, last_insert_rowid: null };
      } catch (error) {
        const refused = refusalOf(error);
        if (refused.refusal.code !== 'SQLITE_BUSY' || waited >= lockPatience) throw refused;
      }
      await sleep(lockPause);
    }
  }

  function rollBack(): void {
    if (database.inTransaction) database.exec('ROLLBACK');
  }

  return {
    requireSyntax,

    /** @throws StatementError; the connection is as good as before. */
    async execute(sql: string, statement: HranaStatement): Promise<StatementResult> {
      const args = bind(sql, statement);
      const isAlone = !database.inTransaction && /^\s*(insert|replace|update|delete)\b/i.test(sql);
      try {
        if (/^\s*begin\b/i.test(sql)) return await begin(sql);
        if (isAlone) await begin('BEGIN IMMEDIATE');
        const result = run(sql, args, statement.want_rows);
        if (isAlone) database.exec('COMMIT');
        return result;
      } catch (error) {
        if (isAlone) rollBack();
        throw refusalOf(error);
      }
    },

    /** Several statements as one text, without parameters and answers. */
    sequence(sql: string): void {
      try {
        database.exec(sql);
      } catch (error) {
        throw refusalOf(error);
      }
    },

    describe(sql: string) {
      requireSyntax(sql);
      try {
        const query = prepare(sql);
        return {
          params: parametersOf(sql).map((name) => ({ name: name === '?' ? null : name })),
          cols: query.reader ? query.columns().map(column) : [],
          is_explain: /^\s*explain\b/i.test(sql),
          is_readonly: /^\s*(select|explain)\b/i.test(sql),
        };
      } catch (error) {
        throw refusalOf(error);
      }
    },

    isAutocommit: (): boolean => !database.inTransaction,

    rollBack,

    close: (): void => {
      if (database.open) database.close();
    },
  };
}

const column = ({ name, type }: { name: string; type: string | null }) => ({
  name,
  decltype: type,
});

/** A statement's parameters in the order of their first use; a bare `?` is a new one each time. */
function parametersOf(sql: string): string[] {
  const pattern =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|(\?\d*|[:@$][A-Za-z_]\w*)/g;
  const names: string[] = [];
  for (const [, name] of sql.matchAll(pattern)) {
    if (name !== undefined && (name === '?' || !names.includes(name))) names.push(name);
  }
  return names;
}

/** As strict as the real server: what is missing is an error, and so is what is too much. */
function bind(sql: string, { args, named_args: named }: HranaStatement): unknown {
  const parameters = parametersOf(sql);
  const given = args.length + named.length;
  if (args.length > 0 && named.length > 0) {
    throw new StatementError(
      'ARGS_BOTH_POSITIONAL_AND_NAMED',
      'Specifying both positional and named arguments is not supported',
    );
  }
  const invalid = (why: string) =>
    new StatementError('ARGS_INVALID', `Arguments do not match SQL parameters: ${why}`);
  if (given > parameters.length) {
    throw invalid(`too many parameters, expected ${parameters.length} found ${given}`);
  }
  if (parameters.every((name) => name.startsWith('?'))) {
    const missing = args.length + 1;
    if (missing <= parameters.length) throw invalid(`value for parameter ${missing} not found`);
    return args.map(toDriver);
  }
  return Object.fromEntries(
    parameters.map((name) => {
      const bare = name.slice(1);
      const arg = named.find((each) => each.name === name || each.name === bare);
      if (!arg) throw invalid(`value for parameter ${name} not found`);
      return [bare, toDriver(arg.value)];
    }),
  );
}

function toDriver(value: HranaValue): unknown {
  switch (value.type) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(value.value);
    case 'blob':
      return Buffer.from(value.base64, 'base64');
    default:
      return value.value;
  }
}

function toHrana(value: Answered): HranaValue {
  if (value === null) return { type: 'null' };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  if (typeof value === 'string') return { type: 'text', value };
  return { type: 'blob', base64: Buffer.from(value).toString('base64') };
}

/** The real server knows primary result codes only, and what names no such table as an input error. */
function refusalOf(error: unknown): StatementError {
  if (error instanceof StatementError) return error;
  const { code = '', message } = error as Error & { code?: string };
  const [primary = 'SQLITE_UNKNOWN'] = /^SQLITE_[A-Z]+/.exec(code) ?? [];
  if (primary !== 'SQLITE_ERROR') return new StatementError(primary, `SQLite error: ${message}`);
  return /^(no such|near |ambiguous|table )/.test(message)
    ? new StatementError('SQL_INPUT_ERROR', `SQL input error: ${message} (at offset -1)`)
    : new StatementError('SQLITE_UNKNOWN', `SQLite error: ${message}`);
}

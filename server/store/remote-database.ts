import { createClient, type InArgs, type ResultSet } from '@libsql/client';
import type { Database, Row, Statement, Value } from './database.ts';

/** A remote libSQL server. A commit is one batch: one round trip, one transaction on the primary. */
export function openRemote(url: string, token?: string): Database {
  const client = createClient({ url, intMode: 'number', ...(token ? { authToken: token } : {}) });

  return {
    read: async (statement) => records(await client.execute(toClient(statement))),
    values: async (statement) =>
      (await client.execute(toClient(statement))).rows.map((row) => Array.from(row) as Value[]),
    commit: async (statements) =>
      (await client.batch(statements.map(toClient), 'write')).map(records),
    close: () => client.close(),
  };
}

function toClient({ sql, args }: Statement): { sql: string; args: InArgs } {
  return { sql, args: Array.isArray(args) ? [...args] : { ...(args as Record<string, Value>) } };
}

function records({ rows, columns }: ResultSet): Row[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, i) => [column, row[i] as Value])),
  );
}

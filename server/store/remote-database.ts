import {
  type Client,
  createClient,
  type InStatement,
  LibsqlBatchError,
  LibsqlError,
  type ResultSet,
} from '@libsql/client/http';
import type { Database, Row, Statement, Value } from './database.ts';
import { requireValues } from './parameters.ts';

type Waiting = {
  readonly statements: readonly InStatement[];
  resolve(rows: Row[][]): void;
  reject(error: unknown): void;
};

/**
 * Milliseconds for an answer. A commit may have to wait for the batch before it as well, so that nobody
 * waits for longer than twice that.
 */
const answerPatience = 5_000;

/** Requests at once; more of them would queue in the client, where no deadline runs. */
const concurrency = 1_000;

/**
 * A remote libSQL server. One batch is one round trip and one transaction on the primary; while it is
 * under way, commits that arrive wait and share the next one. There is no connection that an error
 * could spoil: each request stands for itself.
 *
 * @param url also `ws:` and `wss:`, which are asked over HTTP: its requests end by a deadline.
 * @throws when it cannot be asked, or does not sync its commits or mind foreign keys.
 */
export async function openRemote(url: string, token?: string): Promise<Database> {
  const client = createClient({
    url: url.replace(/^ws(?=s?:)/, 'http'),
    // As numbers it would refuse one beyond 2^53, and with it a batch that is committed.
    intMode: 'bigint',
    concurrency,
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(answerPatience) }),
    ...(token ? { authToken: token } : {}),
  });
  await requireDurable(client);

  let waiting: Waiting[] = [];
  let underWay = false;

  async function flush(): Promise<void> {
    if (underWay) return;
    underWay = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await commitTogether(client, group);
    }
    underWay = false;
  }

  return {
    read: async (statement) => records(await client.execute(toClient(statement))),
    values: async (statement) =>
      (await client.execute(toClient(statement))).rows.map((row) => Array.from(row, fromClient)),
    commit: async (statements) => {
      const given = statements.map(toClient);
      return new Promise((resolve, reject) => {
        waiting.push({ statements: given, resolve, reject });
        // What arrives in the same turn goes along.
        if (waiting.length === 1) setImmediate(flush);
      });
    },
    close: () => client.close(),
  };
}

/**
 * Sends all lists as one batch. Where the server says that one of them is at fault, nothing of the batch
 * is there: that one is refused and the others are sent again without it. After any other error nobody
 * knows what is there, or all would fail alike; then all are refused and nothing is sent twice.
 */
async function commitTogether(client: Client, lists: readonly Waiting[]): Promise<void> {
  let group = lists;
  while (group.length > 0) {
    try {
      const results = await client.batch(
        group.flatMap(({ statements }) => statements),
        'write',
      );
      let first = 0;
      for (const { statements, resolve } of group) {
        resolve(results.slice(first, first + statements.length).map(records));
        first += statements.length;
      }
      return;
    } catch (error) {
      const culprits = culpritsOf(error, group);
      if (culprits === 'unknown' && group.length > 1) {
        for (const one of group) await commitTogether(client, [one]);
        return;
      }
      const refused = culprits === 'unknown' ? group : culprits;
      for (const { reject } of refused) reject(error);
      group = group.filter((each) => !refused.includes(each));
    }
  }
}

/** What one list's own SQL or values are to blame for; anything else is the database's trouble. */
const ownFault = /^(SQL_|ARGS_|SQLITE_(CONSTRAINT|UNKNOWN|ERROR|MISMATCH|RANGE|TOOBIG)$)/;

/** The lists that an error is about: all of them where it is no answer about one. */
function culpritsOf(error: unknown, group: readonly Waiting[]): readonly Waiting[] | 'unknown' {
  if (!(error instanceof LibsqlError) || !ownFault.test(error.code)) return group;
  // Refused before anything ran, or by the commit itself, which then was rolled back.
  if (!(error instanceof LibsqlBatchError)) return 'unknown';
  let left = error.statementIndex;
  const culprit = group.find(({ statements }) => {
    left -= statements.length;
    return left < 0;
  });
  return culprit ? [culprit] : group;
}

/** A server that answers before a commit is on its disk would forget judged codes in a power cut. */
async function requireDurable(client: Client): Promise<void> {
  try {
    const setting = async (name: string) => (await client.execute(`PRAGMA ${name}`)).rows[0]?.[0];
    if (Number(await setting('synchronous')) < 2) {
      throw new Error(
        'The remote database does not sync each commit: set its durability_mode to "strong".',
      );
    }
    if (Number(await setting('foreign_keys')) !== 1) {
      throw new Error('The remote database does not mind foreign keys.');
    }
  } catch (error) {
    client.close();
    throw error;
  }
}

/** Throws where the client or the server would, in the middle of somebody else's batch. */
function toClient(statement: Statement): { sql: string; args: Value[] | Record<string, Value> } {
  requireValues(statement);
  const { sql, args } = statement;
  return { sql, args: Array.isArray(args) ? [...args] : { ...(args as Record<string, Value>) } };
}

function records({ rows, columns }: ResultSet): Row[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, i) => [column, fromClient(row[i])])),
  );
}

function fromClient(value: unknown): Value {
  return typeof value === 'bigint' ? Number(value) : (value as Value);
}

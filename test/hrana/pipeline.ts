import { StatementError } from './connection.ts';
import {
  type Condition,
  type HranaStatement,
  ProtocolError,
  type Refusal,
  type Request,
  type StatementResult,
  type Step,
} from './protocol.ts';
import type { Stream } from './streams.ts';

/** Limits of the real server on texts that a client stores. */
const storedAtMost = 50;
const storedLength = 5_000;

type BatchResult = {
  step_results: (StatementResult | null)[];
  step_errors: (Refusal | null)[];
  replication_index: null;
};

/** Carries out one request of a pipeline; one that is refused does not end the ones after it. */
export async function handle(stream: Stream, request: Request, version: 2 | 3): Promise<object> {
  try {
    return {
      type: 'ok',
      response: { type: request.type, ...(await answer(stream, request, version)) },
    };
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return { type: 'error', error: error.refusal };
  }
}

async function answer(stream: Stream, request: Request, version: 2 | 3): Promise<object> {
  const { connection, sqls } = stream;
  switch (request.type) {
    case 'execute': {
      const sql = sqlOf(stream, request.stmt);
      connection.requireSyntax(sql);
      return { result: await connection.execute(sql, request.stmt) };
    }
    case 'batch':
      return { result: await runBatch(stream, request.batch.steps, version) };
    case 'sequence':
      connection.sequence(sqlOf(stream, request));
      return {};
    case 'describe':
      return { result: connection.describe(sqlOf(stream, request)) };
    case 'store_sql':
      if (sqls.has(request.sql_id)) {
        throw new ProtocolError(`SQL text ${request.sql_id} already exists`);
      }
      if (sqls.size >= storedAtMost) {
        throw new StatementError(
          'SQL_STORE_TOO_MANY',
          `The server already stores ${sqls.size} SQL texts`,
        );
      }
      if (Buffer.byteLength(request.sql) > storedLength) {
        throw new StatementError('SQL_STORE_TOO_LARGE', 'The statement is too large to be stored');
      }
      sqls.set(request.sql_id, request.sql);
      return {};
    case 'close_sql':
      sqls.delete(request.sql_id);
      return {};
    case 'get_autocommit':
      if (version < 3) throw new ProtocolError('get_autocommit is only supported in version 3');
      return { is_autocommit: connection.isAutocommit() };
    case 'close':
      return {};
  }
}

/** Nothing runs when one of the statements is no SQL; after that each step stands for itself. */
async function runBatch(
  stream: Stream,
  steps: readonly Step[],
  version: 2 | 3,
): Promise<BatchResult> {
  const { connection } = stream;
  const texts = steps.map(({ stmt }) => sqlOf(stream, stmt));
  steps.forEach(({ condition }, i) => {
    requireEarlier(condition, i, version);
  });
  for (const sql of texts) connection.requireSyntax(sql);

  const result: BatchResult = { step_results: [], step_errors: [], replication_index: null };
  for (const [i, { condition, stmt }] of steps.entries()) {
    let done: StatementResult | null = null;
    let refused: Refusal | null = null;
    if (!condition || holds(condition, result, connection.isAutocommit)) {
      try {
        done = await connection.execute(texts[i] ?? '', stmt);
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        refused = error.refusal;
      }
    }
    result.step_results.push(done);
    result.step_errors.push(refused);
  }
  return result;
}

function holds(condition: Condition, before: BatchResult, isAutocommit: () => boolean): boolean {
  const holdsHere = (each: Condition) => holds(each, before, isAutocommit);
  switch (condition.type) {
    case 'ok':
      return before.step_results[condition.step] !== null;
    case 'error':
      return before.step_errors[condition.step] !== null;
    case 'not':
      return !holdsHere(condition.cond);
    case 'and':
      return condition.conds.every(holdsHere);
    case 'or':
      return condition.conds.some(holdsHere);
    case 'is_autocommit':
      return isAutocommit();
  }
}

/** A condition looks back only, and at whether a transaction is open only from version 3 on. */
function requireEarlier(condition: Condition | null | undefined, at: number, version: 2 | 3): void {
  if (!condition) return;
  switch (condition.type) {
    case 'ok':
    case 'error':
      if (condition.step >= at) throw new ProtocolError('Invalid reference to step in a condition');
      return;
    case 'not':
      requireEarlier(condition.cond, at, version);
      return;
    case 'and':
    case 'or':
      for (const each of condition.conds) requireEarlier(each, at, version);
      return;
    case 'is_autocommit':
      if (version < 3) throw new ProtocolError('is_autocommit is only supported in version 3');
  }
}

function sqlOf(
  { sqls }: Stream,
  { sql, sql_id: id }: Pick<HranaStatement, 'sql' | 'sql_id'>,
): string {
  if (id === undefined && sql !== undefined) return sql;
  if (id === undefined || sql !== undefined) {
    throw new ProtocolError('Either `sql` or `sql_id` are required, but not both');
  }
  const stored = sqls.get(id);
  if (stored === undefined) throw new ProtocolError(`SQL text ${id} not found`);
  return stored;
}

import { z } from 'zod';

/*
 * What a client sends to a libSQL server by Hrana over HTTP, versions 2 and 3, as JSON. Unknown fields
 * are let by, as a server of the real kind does.
 */

/** JSON may escape half a surrogate pair, which is no text: the real server's parser refuses it too. */
const text = z.string().refine((each) => each.isWellFormed(), 'is no Unicode text');

const value = z.discriminatedUnion('type', [
  z.object({ type: z.literal('null') }),
  z.object({ type: z.literal('integer'), value: z.string().regex(/^-?\d{1,19}$/) }),
  z.object({ type: z.literal('float'), value: z.number() }),
  z.object({ type: z.literal('text'), value: text }),
  z.object({ type: z.literal('blob'), base64: z.base64() }),
]);

/** Integers are strings, since JSON's numbers end at 2^53. */
export type HranaValue = z.infer<typeof value>;

const sqlOrId = { sql: text.optional(), sql_id: z.int().optional() };

const statement = z.object({
  ...sqlOrId,
  args: z.array(value).default([]),
  named_args: z.array(z.object({ name: text, value })).default([]),
  want_rows: z.boolean().default(true),
});

export type HranaStatement = z.infer<typeof statement>;

export type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] }
  | { type: 'is_autocommit' };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.enum(['ok', 'error']), step: z.int().min(0) }),
    z.object({ type: z.literal('not'), cond: condition }),
    z.object({ type: z.enum(['and', 'or']), conds: z.array(condition) }),
    z.object({ type: z.literal('is_autocommit') }),
  ]),
);

const step = z.object({ condition: condition.nullish(), stmt: statement });

export type Step = z.infer<typeof step>;

const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('close') }),
  z.object({ type: z.literal('execute'), stmt: statement }),
  z.object({ type: z.literal('batch'), batch: z.object({ steps: z.array(step) }) }),
  z.object({ type: z.literal('sequence'), ...sqlOrId }),
  z.object({ type: z.literal('describe'), ...sqlOrId }),
  z.object({ type: z.literal('store_sql'), sql_id: z.int(), sql: text }),
  z.object({ type: z.literal('close_sql'), sql_id: z.int() }),
  z.object({ type: z.literal('get_autocommit') }),
]);

export type Request = z.infer<typeof request>;

export const pipelineBody = z.object({ baton: z.string().nullish(), requests: z.array(request) });

export type StatementResult = {
  cols: { name: string; decltype: string | null }[];
  rows: HranaValue[][];
  affected_row_count: number;
  last_insert_rowid: string | null;
};

/** A refusal of one request or step; the stream goes on. */
export type Refusal = { message: string; code: string };

/** A client that does not keep to the protocol: the whole HTTP request is refused with 400. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}

import { z } from '@hono/zod-openapi';
import {
  failureStatus,
  type Reason,
  type SupportReason,
  supportFailureStatus,
} from '../../domain/failure.ts';
import type { ResetCase } from '../../domain/reset-cases.ts';

/** What people say: it reaches mails, logs and the audit, so it has no character that is not seen. */
const said = (description: string, example: string) =>
  z
    .string()
    .trim()
    .min(3)
    .max(500)
    .refine(
      (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text),
      'has characters that are not seen',
    )
    .openapi({ description, example });

export const reason = said('Why.', 'lost phone');
export const ticket = said('The number under which the talk is kept.', 'T-1234');
export const identifiedBy = said('How the person was identified.', 'called back');

const time = (description: string) =>
  z.int().openapi({ description: `${description} Epoch milliseconds.` });

/** Ours are 22 letters of base64url; what others make up must not look like one of them. */
function id() {
  return z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is no id');
}

export const accountId = id().openapi({
  param: { name: 'accountId', in: 'path' },
  description: 'Our id of an account.',
});
export const caseId = id().openapi({
  param: { name: 'caseId', in: 'path' },
  description: 'The id of a reset case.',
});

/** How far a list has come; the first page is asked for without. */
export const paging = {
  cursor: z.string().max(64).optional().openapi({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};
/** The number that a cursor of ours is; a made-up one begins anew. */
export const numberOf = (cursor: string | undefined) =>
  cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;

/** One row more than the page has was read: so nobody is sent after a page that is empty. */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

export const next = z
  .string()
  .nullable()
  .openapi({ description: 'The cursor of the next page; null: this is the last.' });

export const caseState = z.enum(['open', 'done', 'cancelled', 'vetoed']);

export const resetCase = z
  .strictObject({
    id: z.string(),
    accountId: z.string(),
    state: caseState,
    reason: z.string(),
    ticket: z.string(),
    identifiedBy: z.string(),
    openedBy: z.string().openapi({ example: 'support:kim' }),
    openedAt: time('When it was opened.'),
    approvalsNeeded: z.int(),
    approvedBy: z.array(z.string()),
    dueAt: time('When its cooling-off is over.'),
    closedAt: time('When it was done, cancelled or vetoed.').nullable(),
    closedBy: z.string().nullable(),
  })
  .openapi('ResetCase');

/** Of a case what support may see: nothing of its codes. */
export function viewOf(row: ResetCase): z.infer<typeof resetCase> {
  const { id, accountId: account, state, openedBy, openedAt, approvalsNeeded } = row;
  const { approvedBy, dueAt, closedAt, closedBy } = row;
  return {
    id,
    accountId: account,
    state,
    reason: row.reason,
    ticket: row.ticket,
    identifiedBy: row.identifiedBy,
    openedBy,
    openedAt,
    approvalsNeeded,
    approvedBy: [...approvedBy],
    dueAt,
    closedAt: closedAt === 0 ? null : closedAt,
    closedBy: closedBy === '' ? null : closedBy,
  };
}

export const auditRow = z
  .strictObject({
    seq: z.int().openapi({ description: 'Its number, without gaps.' }),
    at: time('When it happened.'),
    accountId: z.string(),
    actor: z.string().openapi({ example: 'support:kim' }),
    event: z.string().openapi({ example: 'reset-opened' }),
    status: z.string().openapi({ example: 'success' }),
    note: z.string(),
  })
  .openapi('AuditRow');

const problem = z
  .strictObject({
    type: z.string().openapi({ example: 'urn:two-factor:missing-scope' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    reason: z.string().openapi({ description: 'Stable: callers branch on it.' }),
    waitUntil: time('With 429: when to try again.').optional(),
  })
  .openapi('Problem', { description: 'A refusal, as RFC 9457 has it.' });

const statuses: Readonly<Record<Reason | SupportReason, number>> = {
  ...failureStatus,
  ...supportFailureStatus,
};

const retryAfter = { schema: { type: 'integer' as const }, description: 'Seconds.' };

/** What a call may be refused for, beside what every call may be. */
export function problems(...reasons: readonly (Reason | SupportReason)[]) {
  const all = [...reasons, 'bad-request', 'bad-support-key', 'missing-scope', 'internal'] as const;
  const byStatus = Map.groupBy(all, (each) => statuses[each]);
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: `Refused: ${names.join(', ')}.`,
        content: { 'application/problem+json': { schema: problem } },
        ...(status === 429 ? { headers: { 'Retry-After': retryAfter } } : {}),
      },
    ]),
  );
}

export function answer<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { 'application/json': { schema } } };
}

export function json<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { 'application/json': { schema } } } };
}

/** Shown on each call; the scope it needs stands in its description. */
export const security = [{ supportKey: [] }];

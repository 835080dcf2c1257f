import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Deps } from '../../deps.ts';
import { issueBypassCode } from '../../domain/bypass-codes.ts';
import { refuse } from '../../domain/failure.ts';
import { findAccounts, readHistory, showAccount } from '../../domain/find-accounts.ts';
import { clearWait } from '../../domain/support-acts.ts';
import { actorOf, refuser, requireScope, type SupportEnv } from './guard.ts';
import {
  accountId,
  answer,
  auditRow,
  json,
  next,
  numberOf,
  pageOf,
  paging,
  problems,
  reason,
  resetCase,
  security,
  ticket,
  viewOf,
} from './schemas.ts';

const tags = ['accounts'];

const found = z
  .strictObject({
    id: z.string(),
    realm: z.string(),
    name: z.string(),
    email: z.string(),
    factor: z.enum(['none', 'active', 'locked']),
    mustSetUp: z.boolean().openapi({ description: 'It was reset, and waits for a new set-up.' }),
    changedAt: z
      .int()
      .openapi({ description: 'When the factor last changed. Epoch milliseconds.' }),
  })
  .openapi('Account');

const bucket = z.strictObject({
  failures: z.int(),
  waitUntil: z.int().nullable().openapi({ description: 'Epoch milliseconds; null: no wait.' }),
});

// Its members anew rather than `found.extend`: described as "all of" two closed objects, nothing would fit both.
const shown = z
  .strictObject({
    ...found.shape,
    recoveryCodesLeft: z.int(),
    failures: z
      .strictObject({ known: bucket, new: bucket })
      .openapi({ description: 'From devices that showed a code before, and from all others.' }),
    bypassUntil: z.int().nullable(),
    openCase: z.union([resetCase, z.null()]),
  })
  .openapi('AccountInFull');

/** Looking accounts up, and what support does with one beside a reset. */
export function supportAccounts(deps: Deps, app: OpenAPIHono<SupportEnv>) {
  const refused = refuser(deps);
  const read = requireScope(deps, 'read');

  app.openapi(
    createRoute({
      method: 'get',
      path: '/accounts',
      operationId: 'findAccounts',
      tags,
      security,
      summary: 'Find accounts of a realm by name or e-mail.',
      description: 'Letter case aside. Scope `read`.',
      middleware: read,
      request: {
        query: z.strictObject({
          realm: z.string().max(256).openapi({ example: 'acme' }),
          name: z.string().min(1).max(256).openapi({ example: 'ada@acme.example' }),
          ...paging,
        }),
      },
      responses: {
        200: answer('Accounts.', z.strictObject({ accounts: z.array(found), next })),
        ...problems(),
      },
    }),
    async (c) => {
      const { realm, name, cursor = '', limit } = c.req.valid('query');
      const { name: profile } = deps.profile;
      const accounts = await findAccounts(deps, { profile, realm, name, after: cursor, limit });
      const { page, next: cursorAfter } = pageOf(accounts, limit, ({ id }) => id);
      return c.json({ accounts: page, next: cursorAfter }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/accounts/{accountId}',
      operationId: 'showAccount',
      tags,
      security,
      summary: 'How an account stands.',
      description: 'Scope `read`.',
      middleware: read,
      request: { params: z.strictObject({ accountId }) },
      responses: { 200: answer('The account.', shown), ...problems('unknown-account') },
    }),
    async (c) => {
      const account = await showAccount(deps, c.req.valid('param').accountId);
      if (!account) return refused(c, refuse('unknown-account'));
      const { openCase, ...rest } = account;
      return c.json({ ...rest, openCase: openCase && viewOf(openCase) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/accounts/{accountId}/history',
      operationId: 'readHistory',
      tags,
      security,
      middleware: read,
      summary: 'What happened to an account, the newest first.',
      description: 'Rows of the audit. Scope `read`.',
      request: { params: z.strictObject({ accountId }), query: z.strictObject(paging) },
      responses: {
        200: answer('Rows.', z.strictObject({ rows: z.array(auditRow), next })),
        ...problems(),
      },
    }),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const { accountId: id } = c.req.valid('param');
      const rows = await readHistory(deps, id, numberOf(cursor), limit + 1);
      const { page, next: cursorAfter } = pageOf(rows, limit, ({ seq }) => String(seq));
      return c.json({ rows: page, next: cursorAfter }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/accounts/{accountId}/bypass-codes',
      tags,
      security,
      operationId: 'issueBypassCode',
      summary: 'Issue a code for one login without the phone.',
      description:
        'Good once. The answer is the same for an account that has no factor; the audit tells. Scope `bypass`.',
      middleware: requireScope(deps, 'bypass'),
      request: {
        params: z.strictObject({ accountId }),
        ...json(z.strictObject({ reason, ticket, minutes: z.int().min(1).max(60).default(60) })),
      },
      responses: {
        201: answer(
          'The code, shown once.',
          z.strictObject({ code: z.string(), expiresAt: z.int() }),
        ),
        ...problems('bypass-forbidden', 'too-many-acts', 'unsupported-media-type', 'too-large'),
      },
    }),
    async (c) => {
      const { accountId: id } = c.req.valid('param');
      const result = await issueBypassCode(deps, actorOf(c), id, c.req.valid('json'));
      if (!result.ok) return refused(c, result);
      return c.json({ code: result.code, expiresAt: result.expiresAt }, 201);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/accounts/{accountId}/clear-wait',
      tags,
      security,
      operationId: 'clearWait',
      summary: 'End the waits of an account.',
      description: 'Its failures stay counted. Scope `reset`.',
      middleware: requireScope(deps, 'reset'),
      request: { params: z.strictObject({ accountId }), ...json(z.strictObject({ reason })) },
      responses: {
        204: { description: 'Done.' },
        ...problems('too-many-acts', 'unsupported-media-type', 'too-large'),
      },
    }),
    async (c) => {
      const { accountId: id } = c.req.valid('param');
      const result = await clearWait(deps, actorOf(c), id, c.req.valid('json').reason);
      return result.ok ? c.body(null, 204) : refused(c, result);
    },
  );
}

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Deps } from '../../deps.ts';
import { closeCase } from '../../domain/close-case.ts';
import { refuse } from '../../domain/failure.ts';
import { listCases, showCase } from '../../domain/find-cases.ts';
import { approveCase, openCase } from '../../domain/reset-cases.ts';
import { actorOf, refuser, requireScope, type SupportEnv } from './guard.ts';
import {
  accountId,
  answer,
  caseId,
  caseState,
  identifiedBy,
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

const tags = ['reset cases'];
const params = z.strictObject({ caseId });
const oneCase = answer('The case.', resetCase);

/** A reset from its opening to its end. */
export function supportCases(deps: Deps, app: OpenAPIHono<SupportEnv>) {
  const refused = refuser(deps);
  const read = requireScope(deps, 'read');

  app.openapi(
    createRoute({
      method: 'post',
      path: '/accounts/{accountId}/reset-cases',
      tags,
      security,
      operationId: 'openResetCase',
      summary: 'Open a reset of a lost factor.',
      description:
        'It is carried out at once, or when the policy of the realm lets it. The answer is the same for an account that has nothing to reset; the audit tells. Scope `reset`.',
      middleware: requireScope(deps, 'reset'),
      request: {
        params: z.strictObject({ accountId }),
        headers: z.object({
          'idempotency-key': z
            .string()
            .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible characters')
            .optional()
            .openapi({ description: 'The same request with the same key opens one case.' }),
        }),
        ...json(z.strictObject({ reason, ticket, identifiedBy })),
      },
      responses: {
        201: answer(
          'The case, and the one-time set-up code that is handed over; null where the policy asks for none.',
          z.strictObject({ case: resetCase, setupCode: z.string().nullable() }),
        ),
        ...problems(
          'unsupported-media-type',
          'too-large',
          'case-open',
          'other-request',
          'too-many-acts',
        ),
      },
    }),
    async (c) => {
      const { accountId: id } = c.req.valid('param');
      const key = c.req.valid('header')['idempotency-key'] ?? null;
      const result = await openCase(deps, actorOf(c), id, c.req.valid('json'), key);
      if (!result.ok) return refused(c, result);
      return c.json({ case: viewOf(result.resetCase), setupCode: result.setupCode }, 201);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/reset-cases',
      operationId: 'listResetCases',
      tags,
      security,
      summary: 'Cases, the newest first.',
      description: 'Scope `read`.',
      middleware: read,
      request: {
        query: z.strictObject({
          state: caseState.optional(),
          accountId: z
            .string()
            .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is no id')
            .optional(),
          ...paging,
        }),
      },
      responses: {
        200: answer('Cases.', z.strictObject({ cases: z.array(resetCase), next })),
        ...problems(),
      },
    }),
    async (c) => {
      const { state = null, accountId: id = null, cursor, limit } = c.req.valid('query');
      const wanted = { state, accountId: id, before: numberOf(cursor) };
      const cases = await listCases(deps, wanted, limit + 1);
      const { page, next: cursorAfter } = pageOf(cases, limit, ({ seq }) => String(seq));
      return c.json({ cases: page.map(viewOf), next: cursorAfter }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/reset-cases/{caseId}',
      operationId: 'showResetCase',
      tags,
      security,
      middleware: read,
      request: { params },
      summary: 'One case.',
      description: 'Scope `read`.',
      responses: { 200: oneCase, ...problems('unknown-case') },
    }),
    async (c) => {
      const row = await showCase(deps, c.req.valid('param').caseId);
      return row ? c.json(viewOf(row), 200) : refused(c, refuse('unknown-case'));
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/reset-cases/{caseId}/approve',
      tags,
      security,
      operationId: 'approveResetCase',
      summary: 'Approve a case of somebody else.',
      description: 'It is carried out where that was all it waited for. Scope `approve`.',
      middleware: requireScope(deps, 'approve'),
      request: { params },
      responses: {
        200: oneCase,
        ...problems('unknown-case', 'case-closed', 'own-case', 'too-large'),
      },
    }),
    async (c) => {
      const result = await approveCase(deps, actorOf(c), c.req.valid('param').caseId);
      return result.ok ? c.json(viewOf(result.resetCase), 200) : refused(c, result);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/reset-cases/{caseId}/cancel',
      tags,
      security,
      operationId: 'cancelResetCase',
      summary: 'End an open case without a reset.',
      description: 'Scope `reset` or `approve`.',
      middleware: requireScope(deps, 'reset', 'approve'),
      request: { params, ...json(z.strictObject({ reason })) },
      responses: {
        200: oneCase,
        ...problems('unknown-case', 'case-closed', 'unsupported-media-type', 'too-large'),
      },
    }),
    async (c) => {
      const { reason: note } = c.req.valid('json');
      const { caseId: id } = c.req.valid('param');
      const result = await closeCase(deps, actorOf(c), id, 'cancelled', note);
      return result.ok ? c.json(viewOf(result.resetCase), 200) : refused(c, result);
    },
  );
}

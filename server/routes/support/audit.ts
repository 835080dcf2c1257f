import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Deps } from '../../deps.ts';
import { parseMoment, reportText } from '../../domain/audit-text.ts';
import { readAudit } from '../../domain/find-accounts.ts';
import { errorFields } from '../../log.ts';
import { requireScope, type SupportEnv } from './guard.ts';
import { answer, auditRow, next, numberOf, pageOf, paging, problems, security } from './schemas.ts';

const tags = ['audit'];

const moment = z
  .string()
  .refine(
    (text) => parseMoment(text) !== null,
    'must be 2026-01-31 or 2026-01-31T09:00:00Z, in UTC',
  )
  .optional()
  .openapi({ example: '2026-01-31T09:00:00Z' });

const narrowed = {
  from: moment.openapi({ description: 'Included.' }),
  to: moment.openapi({ description: 'Excluded.' }),
  realm: z.string().max(256).optional(),
};

type Narrowed = { from?: string | undefined; to?: string | undefined; realm?: string | undefined };

const filterOf = ({ from, to, realm = undefined }: Narrowed) => ({
  from: from === undefined ? null : parseMoment(from),
  to: to === undefined ? null : parseMoment(to),
  realm: realm ?? null,
});

/** The whole audit, to read and to take away. */
export function supportAudit(deps: Deps, app: OpenAPIHono<SupportEnv>) {
  const middleware = requireScope(deps, 'audit');

  app.openapi(
    createRoute({
      method: 'get',
      path: '/audit',
      operationId: 'readAudit',
      tags,
      security,
      middleware,
      summary: 'Rows of the audit, the oldest first.',
      description: 'Scope `audit`.',
      request: { query: z.strictObject({ ...narrowed, ...paging }) },
      responses: {
        200: answer('Rows.', z.strictObject({ rows: z.array(auditRow), next })),
        ...problems(),
      },
    }),
    async (c) => {
      const { cursor, limit, ...narrow } = c.req.valid('query');
      const rows = await readAudit(deps, filterOf(narrow), numberOf(cursor), limit + 1);
      const { page, next: cursorAfter } = pageOf(rows, limit, ({ seq }) => String(seq));
      return c.json({ rows: page, next: cursorAfter }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/audit/export',
      operationId: 'exportAudit',
      tags,
      security,
      summary: "The audit with the platform's own columns.",
      description: 'As the command line writes it. Scope `audit`.',
      middleware,
      request: {
        query: z.strictObject({ ...narrowed, format: z.enum(['csv', 'json']).default('csv') }),
      },
      responses: {
        200: {
          description: 'CSV of RFC 4180, or JSON.',
          content: {
            'text/csv': { schema: z.string() },
            'application/json': { schema: z.array(z.record(z.string(), z.string())) },
          },
        },
        ...problems(),
      },
    }),
    (c) => {
      const { format, ...narrow } = c.req.valid('query');
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json';
      c.header('Content-Type', type);
      const text = reportText(deps.store, filterOf(narrow), format);
      return c.body(ReadableStream.from(bytesOf(deps, text))) as never;
    },
  );
}

/** What fails on the way breaks the connection off: a part of the audit must not look like all of it. */
async function* bytesOf({ log }: Deps, text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  try {
    for await (const each of text) yield encoder.encode(each);
  } catch (error) {
    log.alarm('audit-export-failed', errorFields(error));
    // Said to whoever exports, if nothing was sent yet: so without the query in it.
    throw new Error('The export was cut short.');
  }
}

import { timingSafeEqual } from 'node:crypto';
import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { findAccounts } from '../domain/find-accounts.ts';
import { checkHealth } from '../domain/health.ts';
import { openCase } from '../domain/reset-cases.ts';
import {
  environmentKey,
  findSupporter,
  hashSupportKey,
  type Scope,
  type Supporter,
  scopes,
} from '../domain/support-keys.ts';
import { errorFields } from '../log.ts';
import { body, limitBody } from './guard.ts';
import { isNoJson, problem } from './problem.ts';

const said = z.string().trim().min(3).max(500);

type Env = { Variables: { supporter: Supporter } };

/** The second listener, for this machine only: health, and what support may do with a key. */
export function createSupport(deps: Deps, supportKey: string | undefined) {
  const support = new Hono<Env>()
    .use(requireKey(deps, supportKey))
    .use(limitBody(deps))

    .get(
      '/accounts',
      requireScope(deps, 'read'),
      zValidator(
        'query',
        z.object({ realm: z.string().max(256), name: z.string().min(1).max(256) }),
        (result, c) => {
          if (result.success) return;
          return problem(c, { reason: 'bad-request' }, deps.now(), 'Give realm and name.');
        },
      ),
      async (c) => {
        const { realm, name } = c.req.valid('query');
        const accounts = await findAccounts(deps, realm, name);
        return c.json({ accounts }, 200);
      },
    )

    .post(
      '/accounts/:accountId/reset-cases',
      requireScope(deps, 'reset'),
      body(deps, z.strictObject({ reason: said, ticket: said, identifiedBy: said })),
      async (c) => {
        const actor = `support:${c.var.supporter.name}` as const;
        const accountId = c.req.param('accountId');
        const key = c.req.header('idempotency-key') ?? null;
        const result = await openCase(deps, actor, accountId, c.req.valid('json'), key);
        if (!result.ok) return problem(c, result, deps.now());
        return c.json({ case: result.resetCase, setupCode: result.setupCode }, 201);
      },
    );

  const app = new Hono()
    .get('/healthz', async (c) => {
      await checkHealth(deps);
      return c.json({ ok: true }, 200);
    })
    .route('/support/v1', support);
  app.notFound((c) => problem(c, { reason: 'not-found' }, deps.now()));
  app.onError((error, c) => {
    if (isNoJson(error)) return problem(c, { reason: 'bad-request' }, deps.now(), error.message);
    deps.log.alarm('support-request-failed', errorFields(error));
    return problem(c, { reason: 'internal' }, deps.now());
  });
  return app;
}

/**
 * Whose bearer key it is: that of the environment, which has every scope, or one that an operator made.
 * A key in the address is none: addresses end up in logs.
 */
function requireKey(deps: Deps, supportKey: string | undefined) {
  const expected = supportKey === undefined ? null : Buffer.from(hashSupportKey(supportKey));
  const isEnvironments = (key: string) =>
    expected !== null && timingSafeEqual(expected, Buffer.from(hashSupportKey(key)));
  return createMiddleware<Env>(async (c, next) => {
    const [, key] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    const supporter =
      key === undefined
        ? null
        : isEnvironments(key)
          ? { name: environmentKey, scopes: new Set(scopes) }
          : await findSupporter(deps, key);
    if (!supporter) {
      c.header('WWW-Authenticate', 'Bearer');
      return problem(c, { reason: 'bad-support-key' }, deps.now());
    }
    c.set('supporter', supporter);
    return next();
  });
}

function requireScope(deps: Deps, scope: Scope) {
  return createMiddleware<Env>(async (c, next) => {
    if (c.var.supporter.scopes.has(scope)) return next();
    c.header('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
    return problem(
      c,
      { reason: 'missing-scope' },
      deps.now(),
      `This call needs the scope ${scope}.`,
    );
  });
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { findAccounts } from '../domain/find-accounts.ts';
import { checkHealth } from '../domain/health.ts';
import { reset } from '../domain/reset.ts';
import { errorFields } from '../log.ts';
import { body, limitBody } from './guard.ts';
import { isNoJson, problem } from './problem.ts';

/** The one key that comes from the environment; it has every scope. */
const keyName = 'environment';

/** The second listener, for this machine only: health, and what support may do with a key. */
export function createSupport(deps: Deps, supportKey: string | undefined) {
  const support = new Hono()
    .use(requireKey(deps, supportKey))
    .use(limitBody(deps))

    .get(
      '/accounts',
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
      '/accounts/:accountId/reset',
      body(deps, z.strictObject({ reason: z.string().trim().min(3).max(500) })),
      async (c) => {
        const { reason } = c.req.valid('json');
        const result = await reset(deps, c.req.param('accountId'), reason, keyName);
        return result.ok
          ? c.json({ setupCode: result.setupCode }, 200)
          : problem(c, result, deps.now());
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

/** Bearer key, compared by hash in constant time; without a configured key nobody has one. */
function requireKey(deps: Deps, supportKey: string | undefined) {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const expected = supportKey === undefined ? null : hash(supportKey);
  return createMiddleware(async (c, next) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    const right = expected !== null && timingSafeEqual(expected, hash(given ?? ''));
    if (!right || given === undefined) {
      c.header('WWW-Authenticate', 'Bearer');
      return problem(c, { reason: 'bad-support-key' }, deps.now());
    }
    return next();
  });
}

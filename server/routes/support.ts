import { OpenAPIHono } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { Deps } from '../deps.ts';
import { checkHealth } from '../domain/health.ts';
import { errorFields } from '../log.ts';
import { complaintOf, isJson, limitBody } from './guard.ts';
import { isNoJson, problem } from './problem.ts';
import { supportAccounts } from './support/accounts.ts';
import { supportAudit } from './support/audit.ts';
import { requireKey, type SupportEnv } from './support/guard.ts';
import { supportCases } from './support/reset-cases.ts';

/**
 * The second listener, for this machine only: health, what support may do with a key, and the description
 * of that, made from the very schemas that validate.
 */
export function createSupport(deps: Deps, supportKey: string | undefined) {
  const requireJson = createMiddleware(async (c, next) => {
    const hasBody = c.req.method === 'POST' && !c.req.path.endsWith('/approve');
    if (!hasBody || isJson(c.req.header('content-type'))) return next();
    return problem(c, { reason: 'unsupported-media-type' }, deps.now());
  });

  const support = new OpenAPIHono<SupportEnv>({
    defaultHook: (result, c) => {
      if (result.success) return;
      return problem(c, { reason: 'bad-request' }, deps.now(), complaintOf(result.error));
    },
  });
  support.use(requireKey(deps, supportKey)).use(limitBody(deps)).use(requireJson);
  supportAccounts(deps, support);
  supportCases(deps, support);
  supportAudit(deps, support);

  const app = new OpenAPIHono();
  app.get('/healthz', async (c) => {
    await checkHealth(deps);
    return c.json({ ok: true }, 200);
  });
  app.route('/support/v1', support);
  app.openAPIRegistry.registerComponent('securitySchemes', 'supportKey', {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key that `support-key create` made. Scopes: read, reset, approve, bypass, audit.',
  });
  app.doc31('/openapi.json', (c) => ({
    openapi: '3.1.0',
    info: {
      title: 'Doorcode for support',
      version: '1',
      description: 'For this machine alone. Times are epoch milliseconds.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: new URL(c.req.url).origin }],
    tags: [
      { name: 'accounts', description: 'Who needs help, and small help.' },
      { name: 'reset cases', description: 'A lost factor, from the question to the reset.' },
      { name: 'audit', description: 'What everybody did.' },
    ],
  }));
  app.notFound((c) => problem(c, { reason: 'not-found' }, deps.now()));
  app.onError((error, c) => {
    if (isNoJson(error)) return problem(c, { reason: 'bad-request' }, deps.now(), error.message);
    deps.log.alarm('support-request-failed', errorFields(error));
    return problem(c, { reason: 'internal' }, deps.now());
  });
  return app;
}

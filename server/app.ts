import { Hono } from 'hono';
import type { Deps } from './deps.ts';
import type { SignOut } from './gate/sign-out.ts';
import { errorFields } from './log.ts';
import { createApi, type Meet } from './routes/api.ts';
import { createPages } from './routes/pages.ts';
import { isNoJson, problem } from './routes/problem.ts';

/** The API's type, from which the extension infers its client; nothing else crosses. */
export type AppType = ReturnType<typeof createApi>;

/** Everything under `/.two-factor`; all other paths are the gate's. */
export function createApp(deps: Deps, meet: Meet, signOut: SignOut) {
  const app = new Hono({ strict: false })
    .route('/.two-factor/v1', createApi(deps, meet, signOut))
    .route('/.two-factor', createPages(deps, meet, signOut));
  app.notFound((c) => problem(c, { reason: 'not-found' }, deps.now()));
  app.onError((error, c) => {
    if (isNoJson(error)) return problem(c, { reason: 'bad-request' }, deps.now(), error.message);
    deps.log.alarm('request-failed', { path: c.req.path, ...errorFields(error) });
    return problem(c, { reason: 'internal' }, deps.now());
  });
  return app;
}

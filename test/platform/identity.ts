import { type Handler, type Routes, sendJson, type Visit } from './visit.ts';

/** How the identity call behaves: well, or in one of the ways that real ones misbehave. */
export type IdentityMood =
  | 'ok'
  | 'down'
  | 'slow'
  | 'html'
  | 'truncated'
  | 'sets-cookie'
  | 'redirects';

const SLOW_MS = 10_000;

/** `GET /api/me`, in the mood that the platform is in at that moment. */
export function identityRoutes(mood: () => IdentityMood): Routes {
  const moods: Record<IdentityMood, Handler> = {
    ok: answer,
    down: (visit) => {
      visit.request.socket.destroy();
    },
    slow: (visit) => {
      const timer = setTimeout(() => answer(visit), SLOW_MS);
      visit.response.once('close', () => clearTimeout(timer));
    },
    html: (visit) => {
      visit.response.writeHead(200, { 'Content-Type': 'text/html' });
      visit.response.end('<!doctype html><title>Maintenance</title><p>Back soon.</p>');
    },
    truncated: (visit) => {
      const body = JSON.stringify(identityOf(visit) ?? { error: 'not logged in' });
      visit.response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      });
      visit.response.write(body.slice(0, body.length / 2), () => visit.request.socket.destroy());
    },
    'sets-cookie': (visit) => {
      visit.response.appendHeader('Set-Cookie', 'session=planted; Path=/');
      visit.response.appendHeader('Set-Cookie', 'seen=by-identity; Path=/');
      answer(visit);
    },
    redirects: (visit) => {
      visit.response.writeHead(302, { Location: '/api/me/moved' });
      visit.response.end();
    },
  };

  return {
    'GET /api/me': (visit) => moods[mood()](visit),
    // Where the redirect leads: whoever follows it is given away by the log.
    'GET /api/me/moved': answer,
  };
}

function answer(visit: Visit): void {
  const identity = identityOf(visit);
  if (identity) sendJson(visit, 200, identity);
  else sendJson(visit, 401, { error: 'not logged in' });
}

function identityOf({ account, session }: Visit) {
  if (!account || !session?.login) return undefined;
  const { id, realm, email, name } = account;
  return { id, realm, email, name, session: { method: session.login.method } };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Account, newAccounts } from './accounts.ts';
import { apiRoutes } from './api.ts';
import { assetRoutes } from './assets.ts';
import { doorRoutes } from './door.ts';
import { type IdentityMood, identityRoutes } from './identity.ts';
import { createLogins } from './login.ts';
import { notFoundPage } from './pages.ts';
import { note, type Received } from './received.ts';
import { roomRoutes } from './rooms.ts';
import { createSessions } from './sessions.ts';
import { LANGUAGE_COOKIE, languageOf } from './texts.ts';
import { accountOf, type Routes, sendPage, type World } from './visit.ts';
import { echo, refuseUpgrade } from './websocket.ts';

export type PlatformOptions = {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: string;
  /** Epoch milliseconds. */
  now?: () => number;
  /** The session keeps its id when it logs in, which is a hole: a control for tests. */
  keepsSessionIdAtLogin?: boolean;
  /** Its pages may make no requests: where a script would, the page does without. */
  forbidsRequests?: boolean;
};

export type Platform = {
  readonly url: string;
  readonly port: number;
  /** What reached the platform, oldest first; tests may empty it. */
  readonly received: Received[];
  /** How `GET /api/me` behaves from now on. */
  identity: IdentityMood;
  readonly accounts: readonly Readonly<Account>[];
  changeAccount(id: string, change: { email?: string; name?: string }): void;
  /** What the realm's administrator does after too many failed logins. */
  unlock(id: string): void;
  /** Ends every session of the account, as after a day of doing nothing. */
  endSessions(id: string): void;
  close(): Promise<void>;
};

const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

/** Starts the stand-in platform: a small web application that has never heard of Doorcode. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { port = 0, host = '127.0.0.1', now = Date.now, keepsSessionIdAtLogin = false } = options;
  const policy = options.forbidsRequests ? "; connect-src 'none'" : '';
  const accounts = newAccounts();
  const world: World = {
    accounts,
    sessions: createSessions(keepsSessionIdAtLogin),
    logins: createLogins(accounts, now),
  };
  const received: Received[] = [];
  const sockets = new Set<Duplex>();
  const routes: Routes = {
    ...roomRoutes,
    ...doorRoutes,
    ...apiRoutes,
    ...assetRoutes,
    ...identityRoutes(() => platform.identity),
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A visitor who hangs up in the middle of a body is no fault of ours.
      if (!request.destroyed || request.complete) console.error('stand-in platform:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = target(request);
    const session = world.sessions.ofCookies(request.headers.cookie);
    const account = accountOf(world, session);
    const entry = note(received, request, account?.id ?? null, now());
    const language = languageOf(request, query);
    const visit = { world, request, response, query, language, session, account, entry };

    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', `${POLICY}${policy}`);
    if (query.has('lang')) {
      response.appendHeader('Set-Cookie', `${LANGUAGE_COOKIE}=${language}; SameSite=Lax; Path=/`);
    }

    const methods = ['GET', 'POST'].filter((method) => `${method} ${path}` in routes);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const handler = routes[`${method} ${path}`];
    if (handler) return handler(visit);
    if (methods.length === 0) return sendPage(visit, 404, notFoundPage(language));
    response.writeHead(request.method === 'OPTIONS' ? 204 : 405, { Allow: methods.join(', ') });
    response.end();
  }

  server.on('upgrade', (request, socket: Duplex, head) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const account = accountOf(world, world.sessions.ofCookies(request.headers.cookie));
    note(received, request, account?.id ?? null, now());
    if (target(request).path !== '/ws') refuseUpgrade(socket, '404 Not Found');
    else if (!account) refuseUpgrade(socket, '401 Unauthorized');
    else echo(request, socket, head);
  });

  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  const { port: takenPort } = server.address() as AddressInfo;

  const platform: Platform = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${takenPort}`,
    port: takenPort,
    received,
    identity: 'ok',
    accounts,
    changeAccount: (id, change) => {
      Object.assign(known(accounts, id), change);
    },
    unlock: (id) => world.logins.unlock(known(accounts, id)),
    endSessions: (id) => world.sessions.endAllOf(id),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
  return platform;
}

function known(accounts: readonly Account[], id: string): Account {
  const account = accounts.find((each) => each.id === id);
  if (!account) throw new TypeError(`The stand-in platform has no account ${id}.`);
  return account;
}

/**
 * Reads the request target as forgivingly as platforms do: `//home`, `/./home`, `/%68ome`, `/HOME`,
 * `/home/` and `/home;x` all are `/home`, and an absolute address counts by its path.
 */
function target(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const raw = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const [rawPath = '', rawQuery = ''] = raw.split('?', 2);
  const segments: string[] = [];
  for (const part of decode(rawPath).split(/[/\\]/)) {
    const segment = part.split(';', 1)[0]?.toLowerCase() ?? '';
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return { path: `/${segments.join('/')}`, query: new URLSearchParams(rawQuery) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

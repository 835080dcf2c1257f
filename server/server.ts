import { randomBytes } from 'node:crypto';
import { Agent, createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { startSealing } from './domain/audit-sealing.ts';
import { createAnswers } from './gate/answers.ts';
import { createGate } from './gate/gate.ts';
import { problemHeaders, problemOf } from './gate/problem.ts';
import { createProxy } from './gate/proxy.ts';
import { createSignOut } from './gate/sign-out.ts';
import { meetVisitor } from './gate/visitor.ts';
import { createWhoami } from './gate/whoami.ts';
import { errorFields, type Log } from './log.ts';
import { createSupport } from './routes/support.ts';
import { checkCanary } from './store/canary.ts';
import { openStore } from './store/database.ts';
import { removeExpired } from './store/expired.ts';
import { createSeal } from './store/seal.ts';

export type Running = {
  /** Where the gate listens, such as `http://127.0.0.1:4000`. */
  readonly gate: string;
  readonly support: string;
  readonly deps: Deps;
  close(): Promise<void>;
};

const hour = 60 * 60 * 1000;

/**
 * Starts gate and support listener.
 *
 * @throws when the database, a key or a port is not to be had; nothing is left open then.
 */
export async function startServer(
  config: Config,
  log: Log,
  now: () => number = Date.now,
): Promise<Running> {
  const seal = createSeal(config.keys, randomBytes);
  const store = await openStore(config.databaseUrl, config.databaseToken);
  const agent = new Agent({ keepAlive: true });
  const servers: { server: Server; sockets: ReadonlySet<Socket> }[] = [];
  const deps: Deps = {
    store,
    seal,
    now,
    random: randomBytes,
    log,
    profile: config.profile,
    origin: config.origin.origin,
    window: config.window,
    freshLogin: config.freshLogin,
  };
  const cleaning = setInterval(() => {
    store
      .commit(removeExpired(now()))
      .catch((error) => log.alarm('cleaning-failed', errorFields(error)));
  }, hour);

  let stopSealing = async () => {};

  async function close(): Promise<void> {
    clearInterval(cleaning);
    await Promise.all(servers.map(({ server, sockets }) => stop(server, sockets)));
    await stopSealing();
    agent.destroy();
    store.close();
  }

  try {
    await checkCanary(store, seal);
    const door = createDoor(deps, config.upstream, agent);
    const support = createServer(getRequestListener(createSupport(deps, config.supportKey).fetch));
    for (const server of [door, support]) servers.push({ server, sockets: trackSockets(server) });
    const addresses = {
      gate: await listen(door, config.host, config.port),
      support: await listen(support, '127.0.0.1', config.supportPort),
    };
    stopSealing = startSealing(deps);
    return { ...addresses, deps, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One listener for both: `/.two-factor/` is ours, every other path is the gate's. */
function createDoor(deps: Deps, upstream: URL, agent: Agent): Server {
  const origin = new URL(deps.origin);
  const whoami = createWhoami(deps.profile, upstream, agent, origin.host, deps.now);
  const proxy = createProxy(upstream, agent, origin, (error, from, to) => {
    if (from.destroyed && to?.destroyed) return;
    deps.log.alarm('platform-unavailable', errorFields(error));
    if (!to || to.headersSent) {
      to?.destroy();
      return;
    }
    const body = problemOf({ reason: 'platform-unavailable' });
    to.writeHead(body.status, problemHeaders(body, deps.now())).end(JSON.stringify(body));
  });
  const gate = createGate(deps, whoami, proxy);
  const meet = (headers: Record<string, string>) => meetVisitor(deps, whoami, headers);
  const app = createApp(deps, meet, createSignOut(deps, whoami));
  const ours = getRequestListener(app.fetch);

  const server = createServer((from, to) => {
    if (isOurs(from.url)) ours(from, to);
    else gate.handle(from, to);
  });
  server.on('upgrade', (from, socket, head) => {
    if (isOurs(from.url)) createAnswers(deps).upgradeProblem(socket, 'not-found');
    else gate.upgrade(from, socket, head);
  });
  return server;
}

function isOurs(target: string | undefined): boolean {
  return /^\/\.two-factor(?:[/?]|$)/.test(target ?? '');
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { address, port: bound, family } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`);
    });
  });
}

/** Milliseconds in which what was accepted may end; streams and WebSockets never would. */
const endingPatience = 2_000;

function stop(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, endingPatience).unref();
  });
}

/** The open connections of a server, upgraded ones too, which it forgets itself. */
function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

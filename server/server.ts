import { randomBytes } from 'node:crypto';
import { Agent, createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { startSealing } from './domain/audit-sealing.ts';
import { startOutbox } from './domain/outbox-work.ts';
import { carryOutDueCases } from './domain/reset-cases.ts';
import { createDoor } from './door.ts';
import { errorFields, type Log } from './log.ts';
import { createMail } from './messages/mail.ts';
import { createWebhook } from './messages/webhook.ts';
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
  /** Ends the open connections whose session would not be let in any more; done by itself, too. */
  recheck(): Promise<void>;
  close(): Promise<void>;
};

const hour = 60 * 60 * 1000;
/** Milliseconds: whatever ends a session ends its open connections within a minute. */
const betweenRechecks = 25_000;
/** Milliseconds between looks for resets whose cooling-off is over. */
const betweenResets = 5_000;

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
    trustedFronts: config.trustedFronts,
    window: config.window,
    freshLogin: config.freshLogin,
    policyOf: config.policyOf,
  };
  const cleaning = setInterval(() => {
    store
      .commit(removeExpired(now()))
      .catch((error) => log.alarm('cleaning-failed', errorFields(error)));
  }, hour);

  const carryingOut = setInterval(() => {
    carryOutDueCases(deps).catch((error) => log.alarm('resets-failed', errorFields(error)));
  }, betweenResets);

  let stopSealing = async () => {};
  const outboxes: (() => Promise<void>)[] = [];
  let rechecking: NodeJS.Timeout | undefined;

  async function close(): Promise<void> {
    clearInterval(cleaning);
    clearInterval(carryingOut);
    clearInterval(rechecking);
    await Promise.all(servers.map(({ server, sockets }) => stop(server, sockets)));
    await Promise.race([
      Promise.all(outboxes.map((stopOutbox) => stopOutbox())),
      sleep(endingPatience, undefined, { ref: false }),
    ]);
    await stopSealing();
    agent.destroy();
    store.close();
  }

  try {
    await checkCanary(store, seal);
    const { name, unverified } = config.profile;
    if (unverified !== undefined) log.alarm('profile-unverified', { profile: name, unverified });
    const { server: door, recheck } = createDoor(deps, config, agent);
    const support = createServer(getRequestListener(createSupport(deps, config.supportKey).fetch));
    for (const server of [door, support]) servers.push({ server, sockets: trackSockets(server) });
    const addresses = {
      gate: await listen(door, config.host, config.port, config.tls ? 'https' : 'http'),
      support: await listen(support, '127.0.0.1', config.supportPort, 'http'),
    };
    stopSealing = startSealing(deps);
    const { mail, webhook, language } = config.messages;
    if (mail) outboxes.push(startOutbox(deps, 'mail', createMail(deps, mail, language)));
    if (webhook) outboxes.push(startOutbox(deps, 'webhook', createWebhook(deps, webhook)));
    rechecking = setInterval(() => {
      recheck().catch((error) => log.alarm('recheck-failed', errorFields(error)));
    }, betweenRechecks);
    return { ...addresses, deps, recheck, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(
  server: Server,
  host: string,
  port: number,
  scheme: 'http' | 'https',
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { address, port: bound, family } = server.address() as AddressInfo;
      resolve(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${bound}`);
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

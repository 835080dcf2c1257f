import {
  type Agent,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { createAnswers } from './gate/answers.ts';
import { createGate } from './gate/gate.ts';
import { ForbiddenPart } from './gate/parts.ts';
import { createProxy } from './gate/proxy.ts';
import { createSignOut } from './gate/sign-out.ts';
import { meetVisitor } from './gate/visitor.ts';
import { createWhoami } from './gate/whoami.ts';
import { errorFields } from './log.ts';

export type Door = {
  readonly server: Server;
  /** Ends the open connections whose session would not be let in any more. */
  recheck(): Promise<void>;
};

/**
 * One listener for both: `/.two-factor/` is ours, every other path is the gate's; behind a front that
 * asks for verdicts, every other path is nobody's.
 */
export function createDoor(
  deps: Deps,
  { upstream, front, tls }: Pick<Config, 'upstream' | 'front' | 'tls'>,
  agent: Agent,
): Door {
  const { profile, trustedFronts } = deps;
  const origin = new URL(deps.origin);
  const answers = createAnswers(deps);
  const whoami = createWhoami(profile, upstream, agent, origin, deps.now);
  const settings = { upstream, agent, origin, profile, trustedFronts };
  const proxy = createProxy(settings, (error, from, to) => {
    if (from.destroyed && to?.destroyed) return;
    if (error instanceof ForbiddenPart && to && !to.headersSent) {
      return answers.problem(to, 'forbidden-way');
    }
    deps.log.alarm('platform-unavailable', errorFields(error));
    if (!to || to.headersSent) to?.destroy();
    else answers.unavailable(from, to);
  });
  const gate = createGate(deps, whoami, proxy);
  const meet = (headers: Record<string, string>) => meetVisitor(deps, whoami, { headers });
  const ours = getRequestListener(createApp(deps, meet, createSignOut(deps, whoami)).fetch);

  const serve = (from: IncomingMessage, to: ServerResponse) => {
    // A front that passes the client's query on with its question means no harm by it.
    const path = from.url?.replace(/\?.*$/s, '');
    if (front && path === '/.two-factor/gate') gate.forwardAuth.verdict(from.headers, to);
    else if (front && path === '/.two-factor/gate/refusal') {
      gate.forwardAuth.refusal(from.headers, to);
    } else if (isOurs(from.url)) ours(from, to);
    else if (front) answers.problem(to, 'not-found');
    else gate.handle(from, to);
  };
  // An upload may take as long as it takes; but what comes before it must be there within a minute.
  const options = { shouldUpgradeCallback, requestTimeout: 0, headersTimeout: 60_000 };
  const server = tls
    ? createTlsServer({ ...tls, ...options }, serve)
    : createServer(options, serve);
  server.on('upgrade', (from, socket, head) => {
    // From here on Node leaves it to us: unheard, a client that hangs up would end the process.
    socket.on('error', () => socket.destroy());
    if (front || isOurs(from.url)) answers.upgradeProblem(socket, 'not-found');
    else gate.upgrade(from, socket, head);
  });
  return { server, recheck: gate.recheck };
}

/**
 * To any other protocol nobody changes: behind `Upgrade: h2c` a platform that speaks HTTP/2 would take
 * requests that nobody has decided about. Such a request is served as one without the header
 * (RFC 9110 §7.8).
 */
function shouldUpgradeCallback({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function isOurs(target: string | undefined): boolean {
  return /^\/\.two-factor(?:[/?]|$)/.test(target ?? '');
}

import { Agent, createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Passage } from '../../server/gate/passage.ts';
import { createProxy } from '../../server/gate/proxy.ts';
import { readProfile } from '../../server/profile/profile.ts';

export type Upgrade = (from: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The proxy on a port, before an upstream that does as it is told; both go when the test ends. */
export type Proxied = {
  /** Where the proxy listens. */
  readonly url: string;
  /** What reached the upstream. */
  readonly requests: readonly IncomingMessage[];
  /** What the proxy could not pass on. */
  readonly failures: readonly Error[];
  /** Ends the upstream at once. */
  close(): void;
};

/** Starts both; every request gets `passage`, as if the gate had said so. */
export async function startProxied(
  upstream: {
    request?: RequestListener;
    upgrade?: Upgrade;
    /** In place of an upstream that speaks HTTP as it should: its every byte is the test's. */
    raw?: NetServer;
  },
  passage: Partial<Passage> = {},
  patience?: number,
): Promise<Proxied> {
  const requests: IncomingMessage[] = [];
  const failures: Error[] = [];
  const platform = createServer((from, to) => {
    requests.push(from);
    if (upstream.request) upstream.request(from, to);
    else from.resume().on('end', () => to.end());
  });
  const { upgrade } = upstream;
  if (upgrade) {
    platform.on('upgrade', (from, socket, head) => {
      requests.push(from);
      upgrade(from, socket, head);
    });
  }
  const platformUrl = await listen(upstream.raw ?? platform);
  const agent = new Agent({ keepAlive: true });
  const settings = {
    upstream: platformUrl,
    agent,
    origin: new URL('https://flows.example'),
    profile: readProfile('stand-in'),
    trustedFronts: [],
    ...(patience === undefined ? {} : { patience }),
  };
  const proxy = createProxy(settings, (error, _, to) => {
    failures.push(error);
    if (!to || to.headersSent) to?.destroy();
    else to.writeHead(503).end('unavailable');
  });
  const whole = ({ url = '/' }: IncomingMessage): Passage => ({
    cookie: null,
    headers: [],
    target: url,
    body: null,
    watch: null,
    onAnswer: async () => [],
    onBody: null,
    ...passage,
  });
  const door = createServer((from, to) => proxy.forward(from, to, whole(from)));
  door.on('upgrade', (from, socket, head) =>
    proxy.forwardUpgrade(from, socket, head, whole(from), null),
  );
  const url = await listen(door);

  const close = () => {
    platform.closeAllConnections();
    platform.close();
    upstream.raw?.close();
  };
  onTestFinished(() => {
    door.closeAllConnections();
    door.close();
    agent.destroy();
    close();
  });
  return { url: url.origin, requests, failures, close };
}

/** Sends these bytes to a server and answers all that comes back until it hangs up. */
export function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

function listen(server: NetServer): Promise<URL> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
  });
}

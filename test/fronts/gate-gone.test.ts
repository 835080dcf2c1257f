import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'vitest';
import { type Door, startDoor } from '../harness/door.ts';
import { newPerson, type Person } from '../harness/person.ts';
import { freePort } from '../harness/ports.ts';
import { navigation, send } from '../harness/request.ts';
import { startPlatform } from '../platform/platform.ts';
import { newVisitor } from '../platform/visitor.ts';
import { type Front, fronts } from './front-door.ts';
import { type FrontName, startFrontProcess } from './front-process.ts';
import { openSocket } from './socket.ts';

/* A front that gets no clear yes from the gate lets nobody in. */

const asking = ['nginx', 'caddy'] as const satisfies readonly FrontName[];

/** The server in a process of its own, so that it can be ended or stopped, behind a front. */
async function startProcesses(
  front: Front,
  { onTestFinished }: TestContext,
): Promise<{ door: Door; origin: string }> {
  if (front === 'built-in') {
    const door = await startDoor();
    onTestFinished(() => door.stop());
    return { door, origin: door.origin };
  }
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const settings = { DOORCODE_ORIGIN: origin, DOORCODE_FRONT: front };
  const door = await startDoor({ settings });
  onTestFinished(() => door.stop());
  const gate = Number(door.settings.DOORCODE_PORT);
  const before = await startFrontProcess(front, {
    front: port,
    gate,
    platform: door.platform.port,
  });
  onTestFinished(() => before.stop());
  return { door, origin };
}

/** The status that came, or 0 for no answer at all. */
function statusOf(answer: Promise<{ readonly status: number }>): Promise<number> {
  return answer.then(
    ({ status }) => status,
    () => 0,
  );
}

/** Everything that might come through, all at once. */
async function attempts(origin: string, cookie: string): Promise<number[]> {
  const headers = cookie ? { Cookie: cookie } : {};
  const sent = [
    send(origin, { path: '/home', headers: { ...navigation, ...headers } }),
    send(origin, { path: '/api/me', headers }),
    send(origin, { path: '/', method: 'HEAD', headers }),
    send(origin, { path: '/api/upload', method: 'POST', headers, body: 'a'.repeat(100_000) }),
    send(origin, { path: '/.two-factor/v1/state', headers }),
    openSocket(origin, cookie),
  ];
  return Promise.all(sent.map(statusOf));
}

const isRefusal = (status: number) => status === 0 || status >= 500;

it.concurrent.for(fronts)(
  'A82 behind %s nobody comes in while the gate’s process is dead or stands still',
  { timeout: 120_000 },
  async (front, context) => {
    const { expect } = context;
    const { door, origin } = await startProcesses(front, context);
    const clock = { now: Date.now, advance: () => {} };
    const owner: Person = newPerson(origin, clock);
    await owner.logIn('ada@acme.example');
    await owner.activate();
    const login = newPerson(origin, clock);
    await login.logIn('ada@acme.example');
    const everybody = [owner, login].map(({ visitor }) => visitor.cookieHeader());
    expect((await owner.fetch('/api/me')).status).toBe(200);
    expect((await login.fetch('/api/me')).status).toBe(403);

    const whileGone = async () => {
      const before = door.platform.received.length;
      const statuses = (
        await Promise.all([...everybody, ''].map((cookie) => attempts(origin, cookie)))
      ).flat();
      expect(statuses.filter((status) => !isRefusal(status))).toEqual([]);
      expect(door.platform.received.slice(before)).toEqual([]);
    };
    await door.server.kill();
    await whileGone();
    await door.restart('kill');
    expect((await owner.fetch('/api/me')).status, 'heals by itself').toBe(200);
    expect((await login.fetch('/api/me')).status).toBe(403);

    // Where the gate is the proxy, a process that stands still answers nobody anyway.
    if (front === 'built-in') return;
    process.kill(door.server.pid, 'SIGSTOP');
    try {
      await whileGone();
    } finally {
      process.kill(door.server.pid, 'SIGCONT');
    }
    await expect.poll(() => owner.fetch('/api/me').then(({ status }) => status)).toBe(200);
  },
);

type Stand = (from: IncomingMessage, to: ServerResponse) => void;

/** What the gate says of a session that may come in. */
const yes = ({ headers }: IncomingMessage) => ({
  'X-Two-Factor-Cookie': headers.cookie ?? '',
  'X-Two-Factor-Authorization': '',
});

/** What answers in place of the gate, and what a client gets for it. */
const inPlaceOfTheGate: Readonly<Record<string, Stand>> = {
  'answers 500': (_, to) => to.writeHead(500).end(),
  'answers 500 with the headers of a yes': (from, to) => to.writeHead(500, yes(from)).end(),
  'answers 404, being no gate for fronts': (_, to) => to.writeHead(404).end(),
  'answers 401': (_, to) => to.writeHead(401).end(),
  redirects: (_, to) => to.writeHead(302, { Location: '/home' }).end(),
  'hangs up': (from) => from.socket.destroy(),
  'breaks off in its headers': (from) => from.socket.end('HTTP/1.1 200 OK\r\nX-Two-Fa'),
  'speaks no HTTP': (from) => from.socket.end('200 OK\r\n\r\n'),
};

it.concurrent.for(asking)(
  'A82 behind %s nobody comes in by an answer that is no yes of the gate',
  { timeout: 120_000 },
  async (front, { expect, onTestFinished }) => {
    const platform = await startPlatform();
    onTestFinished(() => platform.close());
    let stand: Stand = () => {};
    const gate = createServer((from, to) => stand(from, to));
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      gate.closeAllConnections();
      gate.close();
    });
    const port = await freePort();
    const before = await startFrontProcess(front, {
      front: port,
      gate: (gate.address() as AddressInfo).port,
      platform: platform.port,
    });
    onTestFinished(() => before.stop());
    const origin = `http://localhost:${port}`;
    const visitor = newVisitor(platform.url);
    await visitor.logIn('ada@acme.example');
    platform.received.length = 0;
    const paths = ['/home', '/api/me', '/api/upload'];
    const ask = async (path: string) => {
      const method = path === '/api/upload' ? 'POST' : 'GET';
      const headers = { Cookie: visitor.cookieHeader(), Authorization: 'Bearer x' };
      return statusOf(send(origin, { method, path, headers }));
    };

    for (const [how, answer] of Object.entries(inPlaceOfTheGate)) {
      stand = answer;
      const statuses = await Promise.all(paths.map(ask));
      expect(
        statuses.filter((status) => status >= 200 && status < 300),
        how,
      ).toEqual([]);
      expect(platform.received, how).toEqual([]);
    }

    // A yes that names no credential lets nobody in as somebody, whatever the client has.
    stand = (_, to) => to.writeHead(200).end();
    expect(await ask('/api/me')).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(platform.received)).not.toMatch(/"(cookie|authorization)"/i);

    // The control: the gate's word is what counts.
    stand = (from, to) => to.writeHead(200, yes(from)).end();
    expect(await ask('/api/me')).toBe(200);
  },
);

import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import { expect, it, onTestFailed, onTestFinished } from 'vitest';
import { freePort } from '../harness/ports.ts';
import { exchange } from '../harness/proxied.ts';
import { send } from '../harness/request.ts';
import { leavingBodiesUnread } from '../harness/unread-bodies.ts';
import { startFrontProcess } from './front-process.ts';

/* What platforms answer, and what fronts make of it, behind a gate that lets everybody in. */

const fronts = ['nginx', 'caddy'] as const;
const cookie = 'session=for-no-script';
const setByTheGate = '__Host-two-factor-device=known; Path=/; Secure; HttpOnly';

function started(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** The front's origin, and how often the gate was asked. */
async function start(front: (typeof fronts)[number], platform: RequestListener | Server | 'none') {
  const asked: string[] = [];
  const gate = createServer((from, to) => {
    asked.push(from.url ?? '');
    to.writeHead(200, {
      'X-Two-Factor-Cookie': from.headers.cookie ?? '',
      'X-Two-Factor-Authorization': '',
      'Set-Cookie': setByTheGate,
    }).end();
  });
  const ports = {
    front: await freePort(),
    gate: await started(gate),
    platform:
      platform === 'none'
        ? await freePort()
        : await started(platform instanceof Server ? platform : createServer(platform)),
  };
  const running = await startFrontProcess(front, ports);
  onTestFailed(() => console.error(running.log()));
  onTestFinished(() => running.stop());
  return { origin: `http://127.0.0.1:${ports.front}`, asked };
}

it.each(fronts)('through %s the platform’s own refusals and errors are its own', async (front) => {
  const { origin, asked } = await start(front, ({ url }, to) => {
    to.writeHead(Number(url?.slice(1)), { 'X-Own': 'yes' }).end(`own ${url}`);
  });
  const numbers = [400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504];
  for (const number of numbers) {
    const { status, headers, body } = await send(origin, { path: `/${number}` });
    expect([status, headers['x-own'], body]).toEqual([number, 'yes', `own /${number}`]);
  }
  expect(asked).toEqual(numbers.map(() => '/.two-factor/gate'));
});

it.each(fronts)(
  'through %s every cookie of the platform arrives, and the gate’s',
  async (front) => {
    const { origin } = await start(front, (_, to) => {
      to.writeHead(302, { 'Set-Cookie': ['a=1; Path=/', 'b=2'], Location: '/there' }).end();
    });
    const { status, headers } = await send(origin, { path: '/' });
    expect([status, headers.location]).toEqual([302, '/there']);
    expect([...(headers['set-cookie'] ?? [])].sort()).toEqual([setByTheGate, 'a=1; Path=/', 'b=2']);
  },
);

it.each(fronts)(
  'through %s a platform that is down is an error, and so is half an answer',
  async (front) => {
    const down = await start(front, 'none');
    expect((await send(down.origin, { path: '/' })).status).toBe(502);
    const half = await start(front, (_, to) => {
      to.writeHead(200, { 'Content-Length': '10' }).write('half');
      setTimeout(() => to.destroy(), 50);
    });
    await expect(send(half.origin, { path: '/' })).rejects.toThrow();
  },
);

it.each(fronts)('through %s no header of an answer leads to what the gate said', async (front) => {
  const { origin } = await start(front, (_, to) => {
    to.writeHead(200, { 'X-Accel-Redirect': '/gate-verdict' }).end('the platform’s');
  });
  const answer = await send(origin, { path: '/', headers: { Cookie: cookie } });
  expect([answer.status, answer.body]).toEqual([200, 'the platform’s']);
  expect(JSON.stringify(answer.headers)).not.toContain('for-no-script');
});

it.each(fronts)('through %s a request changes to no other protocol', async (front) => {
  const heard: (string | undefined)[] = [];
  const { origin } = await start(front, (from, to) => {
    heard.push(from.headers.upgrade);
    to.end('plain');
  });
  for (const other of ['h2c', 'websocket, h2c', 'h2c, websocket', 'TLS/1.0', 'websocketx']) {
    const answer = await exchange(
      origin,
      `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: ${other}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    );
    expect(answer, other).toMatch(/^HTTP\/1\.1 200 .*plain/s);
  }
  expect(heard).toEqual(Array(5).fill(undefined));
});

it.each(fronts)(
  'through %s what a platform leaves unread of a body is no request of its own',
  async (front) => {
    const heads: string[] = [];
    const { origin } = await start(front, leavingBodiesUnread(heads));
    const inner = `GET /inner HTTP/1.1\r\nHost: a\r\nCookie: ${cookie}\r\n\r\n`;
    for (const method of ['POST', 'GET']) {
      await send(origin, { method, path: '/outer', body: inner });
      await send(origin, { path: '/next' });
    }
    expect(heads).toEqual(['POST /outer', 'GET /next', 'GET /outer', 'GET /next']);
  },
);

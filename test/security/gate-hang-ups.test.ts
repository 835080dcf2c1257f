import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startDoor } from '../harness/door.ts';
import { startDoorBefore } from '../harness/inner-door.ts';
import { send } from '../harness/request.ts';

/* Clients hang up whenever they like: it must cost nobody else anything, and get them nothing. */

async function say(origin: string, path: string, lines: readonly string[]): Promise<Socket> {
  const { port } = new URL(origin);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}

const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: a'];

it.each(['/ws', '/.two-factor/'])(
  'a client that hangs up while it asks for a WebSocket at %s does not end the server',
  async (path) => {
    const door = await startDoor();
    onTestFinished(() => door.stop());
    const visitor = door.visitor();
    await visitor.logIn('ada@acme.example');
    const Cookie = visitor.cookieHeader();
    for (let ms = 0; ms < 40; ms++) {
      const socket = await say(door.origin, path, [...upgrade, `Cookie: ${Cookie}`]);
      await new Promise((resolve) => setTimeout(resolve, ms % 8));
      socket.resetAndDestroy();
    }
    expect((await visitor.send('/api/me')).status).toBe(200);
  },
);

/** Says whose a session is only when it is told to. */
async function startSlowPlatform() {
  const reached: string[] = [];
  const questions: (() => void)[] = [];
  let asked = () => {};
  let isSlow = true;
  const server = createServer(({ url = '', headers }, to) => {
    const answer = () =>
      to
        .setHeader('Content-Type', 'application/json')
        .end(JSON.stringify({ id: '1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' }));
    reached.push(`${url} ${headers.cookie}`);
    if (url === '/api/me' && isSlow) questions.push(answer);
    else answer();
    asked();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached,
    /** Resolves with the next request. */
    next: () =>
      new Promise<void>((resolve) => {
        asked = resolve;
      }),
    answerAll() {
      isSlow = false;
      for (const answer of questions) answer();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

it.each([[['X: y']], [upgrade]])(
  'a request (%s) whose client is gone before the verdict goes no further, and nobody watches over it',
  async (lines) => {
    const door = await startDoorBefore(startSlowPlatform, {});
    onTestFinished(() => door.stop());
    const { platform } = door;
    let next = platform.next();
    const socket = await say(door.origin, '/gone', [...lines, 'Cookie: session=one']);
    await next;
    socket.resetAndDestroy();
    // When the gate asks about this one, it has seen the other one go.
    next = platform.next();
    const stays = send(door.origin, { path: '/stays', headers: { Cookie: 'session=two' } });
    await next;
    platform.answerAll();
    expect((await stays).status, 'the control').toBe(200);
    expect(platform.reached).toEqual([
      '/api/me session=one',
      '/api/me session=two',
      '/stays session=two',
    ]);
    door.clock.advance(10_000);
    await door.recheck();
    expect(platform.reached).toHaveLength(3);
  },
);

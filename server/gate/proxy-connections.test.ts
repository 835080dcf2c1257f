import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDoorBefore } from '../../test/harness/inner-door.ts';
import { reasonOf } from '../../test/harness/person.ts';
import { freePort } from '../../test/harness/ports.ts';
import { startProxied } from '../../test/harness/proxied.ts';
import { send } from '../../test/harness/request.ts';

describe('a connection', () => {
  it('carries one request of a client after the other, also those sent before the answer', async () => {
    const peers = new Set<number | undefined>();
    const { url } = await startProxied({
      request(from, to) {
        peers.add(from.socket.remotePort);
        from.resume().on('end', () => to.end(`<${from.url}>`));
      },
    });
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let text = '';
    const hears = (wanted: string) =>
      new Promise<void>((heard) => {
        socket.on('data', () => text.includes(wanted) && heard());
      });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    for (const path of ['/1', '/2']) {
      const answer = hears(`<${path}>`);
      socket.write(get(path));
      await answer;
    }
    expect(peers.size, 'connections to the platform').toBe(1);
    const last = hears('</4>');
    socket.write(get('/3') + get('/4'));
    await last;
    expect(text.match(/<\/\d>/g)).toEqual(['</1>', '</2>', '</3>', '</4>']);
  });
});

describe('a platform that says nothing', () => {
  const patience = 1_000;

  it('is waited for until neither side has said anything for so long', async () => {
    const { url, failures } = await startProxied({ request: () => {} }, {}, patience);
    const [get, post] = await Promise.all([
      send(url, { path: '/' }),
      send(url, { method: 'POST', path: '/', body: 'all that it says' }),
    ]);
    expect([get.status, post.status]).toEqual([503, 503]);
    expect(failures.map(({ message }) => message)).toEqual(Array(2).fill('no answer in time'));
  });

  it('may do so once its answer has begun', async () => {
    const { url, failures } = await startProxied(
      {
        request(_, to) {
          to.write('data: 1\n\n');
          setTimeout(() => to.end('data: 2\n\n'), 2 * patience);
        },
      },
      {},
      patience,
    );
    const { body } = await send(url, { path: '/events' });
    expect([body, failures]).toEqual(['data: 1\n\ndata: 2\n\n', []]);
  });

  it('may do so on a WebSocket that it opened', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];
    const { url } = await startProxied(
      {
        upgrade(_, socket) {
          const head = ['HTTP/1.1 101 Switching Protocols', ...upgrade];
          socket.write(`${head.join('\r\n')}\r\n\r\n`);
          setTimeout(() => socket.end('late'), 2 * patience);
        },
      },
      {},
      patience,
    );
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`${['GET /live HTTP/1.1', 'Host: a', ...upgrade].join('\r\n')}\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect([text.slice(0, 12), text.slice(-8)]).toEqual(['HTTP/1.1 101', '\r\n\r\nlate']);
  });
});

describe('a platform that is not there', () => {
  it('is a page for a person and a problem for everybody else, until it is back', async () => {
    const port = await freePort();
    const door = await startDoorBefore(
      async () => ({ url: `http://127.0.0.1:${port}`, close: async () => {} }),
      {},
    );
    onTestFinished(() => door.stop());
    const headers = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    const page = await send(door.origin, { path: '/home', headers });
    expect(page.status).toBe(503);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain('The platform does not answer');
    const problem = await send(door.origin, { path: '/api/pipelines' });
    expect([problem.status, reasonOf(problem)]).toEqual([503, 'platform-unavailable']);

    const platform = createServer((_, to) => void to.end('home'));
    onTestFinished(() => void platform.close());
    await new Promise<void>((resolve) => platform.listen(port, '127.0.0.1', resolve));
    const back = await send(door.origin, { path: '/home', headers });
    expect([back.status, back.body]).toEqual([200, 'home']);
  });
});

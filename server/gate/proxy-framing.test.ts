import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startInnerDoor } from '../../test/harness/inner-door.ts';
import { exchange, startProxied } from '../../test/harness/proxied.ts';
import { send } from '../../test/harness/request.ts';
import { leavingBodiesUnread } from '../../test/harness/unread-bodies.ts';

/*
 * Where a request ends must be the same for the gate and for the platform: otherwise the rest of one
 * is a request of its own, which nobody has decided about. `Connection: content-length` did that once:
 * the length was taken off as a header of one connection, and the body stayed.
 */

describe('where a request ends', () => {
  it.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST'])(
    'no header takes the length off the body of a %s',
    async (method) => {
      const { url, requests } = await startProxied({
        request: (from, to) => from.resume().on('end', () => to.end('ok')),
      });
      const inner = 'GET /inner HTTP/1.1\r\nHost: a\r\n\r\n';
      await exchange(
        url,
        `${method} /outer HTTP/1.1\r\nHost: a\r\nConnection: content-length, close\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
      );
      await send(url, { path: '/next' });
      expect(requests.map((request) => request.url)).toEqual(['/outer', '/next']);
    },
  );

  it('a request hidden in the body of another reaches the platform as nobody’s', async () => {
    const door = await startInnerDoor();
    onTestFinished(() => door.stop());
    const owner = door.person();
    await owner.logIn('user1@acme.example');
    await owner.activate();
    const thief = door.person();
    await thief.logIn('user1@acme.example');
    door.platform.received.length = 0;
    const inner = `GET /api/pipelines HTTP/1.1\r\nHost: a\r\nCookie: ${thief.visitor.cookieHeader()}\r\n\r\n`;
    const outer = `GET /login HTTP/1.1\r\nHost: a\r\nConnection: content-length, close\r\nContent-Length: ${inner.length}\r\n\r\n`;
    await exchange(door.origin.replace('localhost', '127.0.0.1'), outer + inner);
    expect(door.platform.received.map(({ url }) => url)).toEqual(['/login']);
  });

  it.each(['POST', 'GET'])(
    'what a platform leaves unread of the body of a %s is no request of its own',
    async (method) => {
      const heads: string[] = [];
      const inner = 'GET /inner HTTP/1.1\r\nHost: a\r\nCookie: session=owes\r\n\r\n';
      const { url } = await startProxied({ raw: leavingBodiesUnread(heads) });
      await send(url, { method, path: '/outer', body: inner });
      await send(url, { path: '/next' });
      expect(heads).toEqual([`${method} /outer`, 'GET /next']);
    },
  );

  it('an upgrade with a length leaves no connection behind that waits for a body', async () => {
    const { url, requests } = await startProxied({ request: (_, to) => void to.end('ok') });
    await exchange(
      url,
      'GET /no-socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\n',
    );
    expect((await send(url, { path: '/next' })).status).toBe(200);
    expect(requests.map((request) => request.url)).toEqual(['/no-socket', '/next']);
    expect(requests[0]?.headers['content-length']).toBeUndefined();
  });

  it('a length and chunks in one request are refused before anything is decided', async () => {
    const { url, requests } = await startProxied({});
    const answer = await exchange(
      url,
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(requests).toEqual([]);
  });
});

describe('a connection that the platform has closed', () => {
  it('is replaced without a word to the user, for a request that changes nothing', async () => {
    let connections = 0;
    // Answers once on each connection and then hangs up without having said so.
    const platform = createServer((socket) => {
      connections += 1;
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    const { url, failures } = await startProxied({ raw: platform });
    for (let i = 0; i < 3; i++) expect((await send(url, { path: '/' })).body).toBe('ok');
    expect(connections).toBe(3);
    expect(failures).toEqual([]);
  });

  it('is not for a DELETE: it may have been carried out', async () => {
    const platform = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    const { url, failures } = await startProxied({ raw: platform });
    await send(url, { path: '/' });
    expect((await send(url, { method: 'DELETE', path: '/' })).status).toBe(503);
    expect(failures).toHaveLength(1);
  });
});

describe('a status text that cannot be passed on', () => {
  it('is left out, and harms nobody', async () => {
    const platform = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n'));
    });
    const { url, failures } = await startProxied({ raw: platform });
    expect((await send(url, { path: '/' })).status).toBe(200);
    expect(failures).toEqual([]);
  });
});

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDoor } from '../../server/door.ts';
import { type InnerDoor, type Protected, startDoorBefore } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { exchange } from '../harness/proxied.ts';
import { openRawSocket } from '../harness/raw-socket.ts';
import { send } from '../harness/request.ts';

/*
 * What a request is made of changes nothing of the decision, and what is let in is streamed. The
 * platform here knows the session `NAME.NUMBER` as that name's, and does with all else as a test says.
 */

type Plain = Protected & { readonly reached: IncomingMessage[]; serve: RequestListener };

async function startPlain(): Promise<Plain> {
  const reached: IncomingMessage[] = [];
  const plain: Plain = {
    url: '',
    reached,
    serve: (from, to) => from.resume().on('end', () => to.end('served')),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  const server = createServer((from, to) => {
    const [, name] = /\bsession=(\w+)\./.exec(from.headers.cookie ?? '') ?? [];
    if (from.url === '/api/me') {
      const person = { id: `id of ${name}`, realm: 'acme', name, email: `${name}@acme.example` };
      to.writeHead(name ? 200 : 401, { 'Content-Type': 'application/json' });
      to.end(JSON.stringify(name ? person : {}));
      return;
    }
    reached.push(from);
    plain.serve(from, to);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return Object.assign(plain, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
}

let door: InnerDoor<Plain>;
let owner: Person;
let thief: Person;

beforeAll(async () => {
  door = await startDoorBefore(startPlain, { settings: { DOORCODE_PROFILE: 'stand-in' } });
  [owner, thief] = [door.person(), door.person()];
  owner.jar.set('session', 'ada.1');
  thief.jar.set('session', 'ada.2');
  await owner.meet();
  await owner.activate();
});
afterAll(() => door.stop());

const cookieOf = (person: Person) => ({ Cookie: person.visitor.cookieHeader() });

/** Opens a request at the gate; the body is the caller's. */
function begin(person: Person, method: string, path: string, headers = {}) {
  const { hostname, port } = new URL(door.origin);
  const all = { ...cookieOf(person), ...headers };
  const outgoing = request({ hostname, port, method, path, headers: all, agent: false });
  outgoing.on('error', () => {});
  return { outgoing, answered: once(outgoing, 'response') as Promise<[IncomingMessage]> };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The platform does this for one test. */
function serving(serve: RequestListener): void {
  door.platform.reached.length = 0;
  door.platform.serve = serve;
}

describe('the method', () => {
  const methods = [
    'OPTIONS',
    'HEAD',
    'TRACE',
    'PUT',
    'PATCH',
    'DELETE',
    'PROPFIND',
    'MKCOL',
    'LOCK',
  ];
  const odd = ['REPORT', 'SEARCH', 'PURGE', 'M-SEARCH', 'LINK', 'QUERY'];

  it.each([...methods, ...odd])('A80 %s is decided like any other', async (method) => {
    serving((from, to) => from.resume().on('end', () => to.end('served')));
    const preflight = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' };
    for (const headers of [{}, preflight, { 'X-HTTP-Method-Override': 'GET' }]) {
      const refused = await send(door.origin, {
        method,
        path: '/x',
        headers: { ...cookieOf(thief), ...headers },
      });
      expect(refused.status).toBe(403);
    }
    expect(door.platform.reached).toEqual([]);
    const served = await send(door.origin, { method, path: '/x', headers: cookieOf(owner) });
    expect(served.status).toBe(200);
    expect(door.platform.reached.map((each) => each.method)).toEqual([method]);
  });

  it.each(['CONNECT', 'PRI', 'get', 'GE T', 'X'.repeat(100)])(
    'A80 %s is none: the platform hears nothing of it',
    async (method) => {
      serving((_, to) => void to.end('served'));
      const answer = await exchange(
        door.origin.replace('localhost', '127.0.0.1'),
        `${method} /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: session=ada.1\r\n\r\n`,
      );
      expect(answer).not.toMatch(/^HTTP\/1\.1 200/);
      expect(door.platform.reached).toEqual([]);
    },
  );
});

describe('a body', () => {
  it('A80 that asks first is told so, or refused, before it is sent', async () => {
    serving(async (from, to) => void to.end(await bytesOf(from)));
    const headers = { Expect: '100-continue', 'Content-Length': '5' };
    const refused = begin(thief, 'POST', '/x', headers);
    refused.outgoing.flushHeaders();
    const [no] = await refused.answered;
    expect(no.statusCode).toBe(403);
    refused.outgoing.destroy();
    expect(door.platform.reached).toEqual([]);

    const served = begin(owner, 'POST', '/x', headers);
    served.outgoing.flushHeaders();
    await once(served.outgoing, 'continue');
    served.outgoing.end('hello');
    const [yes] = await served.answered;
    expect(String(await bytesOf(yes))).toBe('hello');
  });

  it('A80 of a session that owes its code reaches nobody, however long it is', async () => {
    serving((from, to) => from.resume().on('end', () => to.end('served')));
    const { outgoing, answered } = begin(thief, 'POST', '/x', { 'Transfer-Encoding': 'chunked' });
    outgoing.write('a'.repeat(100_000));
    const [refused] = await answered;
    expect(refused.statusCode).toBe(403);
    outgoing.end('b');
    expect(JSON.parse(String(await bytesOf(refused))).reason).toBe('code-required');
    expect(door.platform.reached).toEqual([]);
  });

  it('A80 may take as long as it takes, but for its head', () => {
    const upstream = new URL(door.platform.url);
    const { server } = createDoor(door.deps, { upstream, front: null, tls: null }, new Agent());
    expect(server.requestTimeout).toBe(0);
    expect(server.headersTimeout).toBeGreaterThan(0);
  });

  it('A80 of 100 MB waits for a platform that does not read it, and then arrives whole', async () => {
    let read = 0;
    let start = () => {};
    const started = new Promise<void>((go) => {
      start = go;
    });
    serving(async (from, to) => {
      await started;
      for await (const chunk of from) read += (chunk as Buffer).length;
      to.end(String(read));
    });
    const block = randomBytes(1024 * 1024);
    const { outgoing, answered } = begin(owner, 'POST', '/x', {
      'Content-Length': String(100 * block.length),
    });
    let sent = 0;
    let isFull = false;
    const sending = (async () => {
      for (; sent < 100; sent++) {
        isFull = !outgoing.write(block);
        if (isFull) await once(outgoing, 'drain');
      }
      outgoing.end();
    })();
    // Nobody reads, so that all of it that is on its way lies in buffers: ours, and the system's.
    await vi.waitFor(() => expect(door.platform.reached).toHaveLength(1));
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((go) => setTimeout(go, 300));
    }
    expect(isFull).toBe(true);
    expect(sent).toBeLessThan(50);
    start();
    await sending;
    const [answer] = await answered;
    expect(String(await bytesOf(answer))).toBe(String(100 * block.length));
  });
});

describe('an answer', () => {
  it('A80 that is compressed is passed on byte for byte, with its encoding', async () => {
    const zipped = gzipSync('a,b\n'.repeat(1000));
    serving((from, to) => {
      expect(from.headers['accept-encoding']).toBe('gzip;q=1.0, br');
      to.writeHead(200, { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }).end(zipped);
    });
    const accept = { 'Accept-Encoding': 'gzip;q=1.0, br' };
    const { outgoing, answered } = begin(owner, 'GET', '/x', accept);
    outgoing.end();
    const [answer] = await answered;
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect((await bytesOf(answer)).equals(zipped)).toBe(true);
    const refused = await send(door.origin, {
      path: '/x',
      headers: { ...cookieOf(thief), ...accept },
    });
    expect([refused.status, reasonOf(refused)]).toEqual([403, 'code-required']);
  });

  it('A80 that is a stream of events comes event by event, and is asked for again like any other', async () => {
    let emit = (_: string) => {};
    serving((_, to) => {
      to.writeHead(200, { 'Content-Type': 'text/event-stream' });
      emit = (event) => void to.write(event);
      to.flushHeaders();
    });
    const plain = { Connection: 'keep-alive', Upgrade: '' };
    const stream = await openRawSocket(door.origin, '/x', { ...cookieOf(owner), ...plain });
    for (const event of ['data: 1\n\n', 'data: 2\n\n', ': ping\n\n']) {
      emit(event);
      await stream.hears(event);
    }
    stream.destroy();
    const headers = { ...cookieOf(thief), Accept: 'text/event-stream', 'Last-Event-ID': '2' };
    expect((await send(door.origin, { path: '/x', headers })).status).toBe(403);
    expect(door.platform.reached).toHaveLength(1);
  });
});

const framings: readonly [string, string, string][] = [
  [
    'a length, then chunks',
    'Content-Length: 4\r\nTransfer-Encoding: chunked',
    '0\r\n\r\nGET /in HTTP/1.1\r\nHost: a\r\n\r\n',
  ],
  [
    'chunks, then a length',
    'Transfer-Encoding: chunked\r\nContent-Length: 44',
    '0\r\n\r\nGET /in HTTP/1.1\r\nHost: a\r\n\r\n',
  ],
  ['two lengths', 'Content-Length: 0\r\nContent-Length: 32', 'GET /in HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['two lengths in one line', 'Content-Length: 0, 32', 'GET /in HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a length with a sign', 'Content-Length: +4', 'abcd'],
  ['a length below nothing', 'Content-Length: -4', 'abcd'],
  ['a length in hexadecimals', 'Content-Length: 0x4', 'abcd'],
  ['an empty length', 'Content-Length: ', 'abcd'],
  ['a coding that nobody knows', 'Transfer-Encoding: xchunked', '0\r\n\r\n'],
  ['chunks that are no last coding', 'Transfer-Encoding: chunked, identity', '0\r\n\r\n'],
  ['chunks twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', '0\r\n\r\n'],
  ['a space before the colon', 'Transfer-Encoding : chunked\r\nContent-Length: 4', '0\r\n\r\n'],
  ['a folded line', 'Transfer-Encoding:\r\n chunked\r\nContent-Length: 4', '0\r\n\r\n'],
  ['a bare line feed', 'X: y\nTransfer-Encoding: chunked\r\nContent-Length: 4', '0\r\n\r\n'],
  ['a chunk whose size is none', 'Transfer-Encoding: chunked', 'x\r\nab\r\n0\r\n\r\n'],
  ['a chunk whose size has a sign', 'Transfer-Encoding: chunked', '+2\r\nab\r\n0\r\n\r\n'],
  ['a chunk that is longer than it says', 'Transfer-Encoding: chunked', '1\r\nabc\r\n0\r\n\r\n'],
];

describe('where a request ends', () => {
  it.each(framings)('A81 %s is refused with 400', async (_, headers, body) => {
    serving((from, to) => from.resume().on('end', () => to.end('served')));
    const bytes = `POST /out HTTP/1.1\r\nHost: a\r\nCookie: session=ada.1\r\n${headers}\r\n\r\n${body}`;
    const answer = await exchange(door.origin.replace('localhost', '127.0.0.1'), bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const whole = door.platform.reached.filter(({ url, complete }) => url !== '/out' || complete);
    expect(whole).toEqual([]);
  });

  it('A81 the control: with one length, or with chunks, it is served', async () => {
    serving(async (from, to) => void to.end(await bytesOf(from)));
    for (const [headers, body] of [
      ['Content-Length: 4', 'abcd'],
      ['Transfer-Encoding: chunked', '4\r\nabcd\r\n0\r\n\r\n'],
    ]) {
      const bytes = `POST /out HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: session=ada.1\r\n${headers}\r\n\r\n${body}`;
      const answer = await exchange(door.origin.replace('localhost', '127.0.0.1'), bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 200 .*abcd/s);
    }
  });
});

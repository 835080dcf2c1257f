import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { exchange, startProxied, type Upgrade } from '../../test/harness/proxied.ts';

/** Accepts, says hello and then repeats what it hears. */
const echo: Upgrade = (from, socket, head) => {
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${from.headers.upgrade}\r\nSec-WebSocket-Accept: yes\r\n\r\nhello `,
  );
  socket.write(head);
  socket.on('error', () => socket.destroy());
  socket.pipe(socket);
};

const asking = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'a key',
  'Sec-WebSocket-Version': '13',
};

async function open(
  url: string,
): Promise<{ answer: IncomingMessage; socket: Duplex; heard(): string }> {
  const question = request(url, {
    path: '/socket?x=1',
    headers: { ...asking, Cookie: 'session=evil' },
  });
  const upgraded = once(question, 'upgrade');
  question.end();
  const [answer, socket, head] = (await upgraded) as [IncomingMessage, Duplex, Buffer];
  let text = String(head);
  socket.on('data', (chunk: Buffer) => {
    text += String(chunk);
  });
  socket.on('error', () => {});
  return { answer, socket, heard: () => text };
}

describe('a WebSocket', () => {
  it('speaks with the platform in both directions', async () => {
    const { url } = await startProxied({ upgrade: echo });
    const { answer, socket, heard } = await open(url);
    expect(answer.statusCode).toBe(101);
    expect(answer.headers).toMatchObject({
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-accept': 'yes',
    });
    socket.write('ping');
    await vi.waitFor(() => expect(heard()).toBe('hello ping'));
    socket.write('pong');
    await vi.waitFor(() => expect(heard()).toBe('hello pingpong'));
    socket.destroy();
  });

  it('carries a megabyte each way without a byte lost', async () => {
    const { url } = await startProxied({ upgrade: echo });
    const { socket, heard } = await open(url);
    const text = 'abcdefghijklmnop'.repeat(2 ** 16);
    socket.write(text);
    await vi.waitFor(() => expect(heard().length).toBe('hello '.length + text.length), {
      timeout: 10_000,
    });
    expect(heard().endsWith(text)).toBe(true);
    socket.destroy();
  });

  it('is asked for with the headers of the gate, not with those of the client', async () => {
    const { url, requests } = await startProxied({ upgrade: echo }, { cookie: 'session=mine' });
    const { socket } = await open(url);
    expect(requests[0]).toMatchObject({ method: 'GET', url: '/socket?x=1' });
    expect(requests[0]?.headers).toMatchObject({
      cookie: 'session=mine',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'a key',
    });
    socket.destroy();
  });

  it('passes on what the client said before it was accepted', async () => {
    const { url } = await startProxied({
      upgrade: (_, socket) => {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        );
        socket.on('data', (chunk: Buffer) => socket.end(`heard ${chunk}`));
      },
    });
    const lines = Object.entries(asking).map(([name, value]) => `${name}: ${value}\r\n`);
    const answer = await exchange(url, `GET / HTTP/1.1\r\nHost: a\r\n${lines.join('')}\r\nearly`);
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer).toMatch(/heard early$/);
  });

  it('gets the Set-Cookie lines of the gate with its acceptance', async () => {
    const { url } = await startProxied({ upgrade: echo }, { onAnswer: async () => ['a=1'] });
    const { answer, socket } = await open(url);
    expect(answer.headers['set-cookie']).toEqual(['a=1']);
    socket.destroy();
  });

  it('ends at the platform when the client leaves, and here when the platform leaves', async () => {
    const ends: string[] = [];
    let platformSide: Duplex | undefined;
    const { url } = await startProxied({
      upgrade: (from, socket, head) => {
        echo(from, socket, head);
        platformSide = socket;
        socket.on('close', () => ends.push('platform'));
      },
    });
    const one = await open(url);
    one.socket.destroy();
    await vi.waitFor(() => expect(ends).toEqual(['platform']));
    const other = await open(url);
    other.socket.on('close', () => ends.push('client'));
    platformSide?.destroy();
    await vi.waitFor(() => expect(ends.toSorted()).toEqual(['client', 'platform', 'platform']));
  });
});

describe('an upgrade', () => {
  it('that the platform refuses is answered with its refusal', async () => {
    const { url } = await startProxied({
      upgrade: (_, socket) => {
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\nX-Why: 1\r\n\r\nrefused');
      },
    });
    const question = request(url, { headers: asking }).end();
    const [answer] = (await once(question, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['x-why']).toBe('1');
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect(text).toBe('refused');
  });

  it('to a platform that is not there is answered with 503', async () => {
    const { url, failures, close } = await startProxied({ upgrade: echo });
    close();
    const question = request(url, { headers: asking }).end();
    const [answer] = (await once(question, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(503);
    expect(failures).toHaveLength(1);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { exchange, startProxied } from '../../test/harness/proxied.ts';
import { send } from '../../test/harness/request.ts';

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('an upload', () => {
  const block = randomBytes(1024 * 1024);
  const blocks = 48;

  for (const [how, headers] of [
    ['of known length', { 'Content-Length': String(block.length * blocks) }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }],
  ] as const) {
    it(`${how} of 48 MB arrives byte for byte`, async () => {
      const { url, requests } = await startProxied({
        request: async (from, to) => {
          const hash = createHash('sha256');
          let size = 0;
          for await (const chunk of from) {
            size += (chunk as Buffer).length;
            hash.update(chunk as Buffer);
          }
          to.end(`${size} ${hash.digest('hex')}`);
        },
      });
      const sent = createHash('sha256');
      const upload = request(url, { method: 'POST', path: '/upload', headers });
      const answered = once(upload, 'response');
      for (let i = 0; i < blocks; i++) {
        sent.update(block);
        if (!upload.write(block)) await once(upload, 'drain');
      }
      upload.end();
      const [answer] = (await answered) as [IncomingMessage];
      const expected = `${block.length * blocks} ${sent.digest('hex')}`;
      expect(String(await bytesOf(answer))).toBe(expected);
      const name = Object.keys(headers)[0]?.toLowerCase() ?? '';
      expect(requests[0]?.headers[name]).toBe(Object.values(headers)[0]);
    });
  }

  it('is passed on while it is still being sent', async () => {
    const arrived: string[] = [];
    const { url } = await startProxied({
      request: (from, to) => {
        from.on('data', (chunk: Buffer) => arrived.push(String(chunk)));
        from.on('end', () => to.end());
      },
    });
    const upload = request(url, { method: 'POST' });
    const answered = once(upload, 'response');
    upload.write('first');
    await vi.waitFor(() => expect(arrived).toEqual(['first']));
    upload.end('last');
    await answered;
    expect(arrived.join()).toBe('first,last');
  });

  it('that asks first is told to go on, and the platform never sees the question', async () => {
    const { url, requests } = await startProxied({
      request: async (from, to) => {
        to.end(await bytesOf(from));
      },
    });
    const answer = await exchange(
      url,
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('hello');
    expect(requests[0]?.headers).not.toHaveProperty('expect');
  });

  it('that its sender breaks off is broken off at the platform too', async () => {
    const ends: string[] = [];
    const { url, requests } = await startProxied({
      request: (from) => {
        from.on('error', () => ends.push('cut'));
        from.on('end', () => ends.push('whole'));
        from.resume();
      },
    });
    const upload = request(url, { method: 'POST', headers: { 'Content-Length': '1000' } });
    upload.on('error', () => {});
    upload.write('only this');
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    upload.destroy();
    await vi.waitFor(() => expect(ends).toEqual(['cut']));
  });
});

describe('an answer', () => {
  it('keeps its status, reason, and every header in its order and number', async () => {
    const { url } = await startProxied({
      request: (_, to) => {
        const headers = ['X-One', '1', 'Set-Cookie', 'a=1', 'x-two', '2', 'Set-Cookie', 'b=2'];
        to.writeHead(418, 'Short And Stout', headers);
        to.end();
      },
    });
    const answer = await exchange(url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 418 Short And Stout\r\n/);
    expect(answer).toContain('X-One: 1\r\nSet-Cookie: a=1\r\nx-two: 2\r\nSet-Cookie: b=2\r\n');
  });

  it('gets the lines that the gate adds, behind those of the platform', async () => {
    const { url } = await startProxied(
      { request: (_, to) => to.setHeader('Set-Cookie', 'a=1').end() },
      { onAnswer: async () => ['b=2', 'c=3'] },
    );
    const { headers } = await send(url, { path: '/' });
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2', 'c=3']);
  });

  it('is not passed on before the gate is done with it', async () => {
    const { url } = await startProxied(
      { request: (_, to) => to.end('done') },
      { onAnswer: () => Promise.reject(new Error('the database is full')) },
    );
    expect(await send(url, { path: '/' })).toMatchObject({ status: 503, body: 'unavailable' });
  });

  it('that is compressed stays as it is', async () => {
    const packed = gzipSync('many words '.repeat(1000));
    const { url } = await startProxied({
      request: (_, to) => to.setHeader('Content-Encoding', 'gzip').end(packed),
    });
    const question = request(url).end();
    const [answer] = (await once(question, 'response')) as [IncomingMessage];
    expect(answer.headers['content-encoding']).toBe('gzip');
    const bytes = await bytesOf(answer);
    expect(bytes.equals(packed)).toBe(true);
    expect(String(gunzipSync(bytes))).toContain('many words');
  });

  for (const status of [200, 204, 301, 304, 404, 500, 502]) {
    it(`of status ${status} is passed on, also when it is an error`, async () => {
      const body = status === 204 || status === 304 ? '' : `this is ${status}`;
      const { url, failures } = await startProxied({
        request: (_, to) => to.writeHead(status, { Location: '/elsewhere' }).end(body),
      });
      const answer = await send(url, { path: '/' });
      expect(answer).toMatchObject({ status, body });
      expect(answer.headers.location).toBe('/elsewhere');
      expect(failures).toEqual([]);
    });
  }

  it('to HEAD has its length and no body', async () => {
    const { url } = await startProxied({
      request: (_, to) => to.setHeader('Content-Length', '1234').end(),
    });
    const answer = await send(url, { path: '/', method: 'HEAD' });
    expect(answer.headers['content-length']).toBe('1234');
    expect(answer.body).toBe('');
  });

  it('that never ends comes event by event, and ends at the platform when its reader leaves', async () => {
    const left: boolean[] = [];
    const { url, failures } = await startProxied({
      request: (_, to) => {
        to.writeHead(200, { 'Content-Type': 'text/event-stream' });
        to.write('data: one\n\n');
        to.on('close', () => left.push(true));
      },
    });
    const question = request(url).end();
    question.on('error', () => {});
    const [answer] = (await once(question, 'response')) as [IncomingMessage];
    answer.on('error', () => {});
    const [event] = (await once(answer, 'data')) as [Buffer];
    expect(String(event)).toBe('data: one\n\n');
    expect(left).toEqual([]);
    question.destroy();
    await vi.waitFor(() => expect(left).toEqual([true]));
    expect(failures.filter(({ message }) => message !== 'socket hang up')).toEqual([]);
  });

  for (const [how, headers] of [
    ['of known length', { 'Content-Length': '1000' }],
    ['in chunks', {}],
  ] as const) {
    it(`${how} that is cut looks cut`, async () => {
      const { url } = await startProxied({
        request: (_, to) => {
          to.writeHead(200, headers);
          to.write('half of it', () => to.destroy());
        },
      });
      await expect(send(url, { path: '/' })).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    });
  }
});

describe('a platform that is not there', () => {
  it('is reported, once for each request', async () => {
    const { url, failures, close } = await startProxied({});
    close();
    expect(await send(url, { path: '/' })).toMatchObject({ status: 503, body: 'unavailable' });
    expect(await send(url, { path: '/', method: 'POST', body: 'x' })).toMatchObject({
      status: 503,
    });
    expect(failures).toHaveLength(2);
  });

  it('that hangs up before it answers is reported', async () => {
    const { url, failures } = await startProxied({ request: (from) => from.socket.destroy() });
    expect(await send(url, { path: '/' })).toMatchObject({ status: 503 });
    expect(failures).toHaveLength(1);
  });
});

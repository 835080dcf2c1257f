import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUsers } from '../harness/enrolled.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import type { Answer } from '../harness/request.ts';
import { type FrontDoor, fronts, startFrontDoor } from './front-door.ts';
import { openSocket } from './socket.ts';

/* Bodies, answers and connections that are large, long or compressed, through each front. */

const megabyte = 1024 * 1024;

describe.each(fronts)('through %s', (front) => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await startFrontDoor(front);
  });
  afterAll(() => door.stop());
  const { enrolled, loggedIn } = newUsers(() => door);

  /** Sends this as a body of unknown length, or of a known one; answers what came, as bytes. */
  async function upload(
    person: Person,
    body: readonly Buffer[],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const outgoing = request(new URL('/api/upload', door.origin), {
      method: 'POST',
      agent: false,
      headers: { Cookie: person.visitor.cookieHeader(), ...headers },
    });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    const failed = new Promise<never>((_, reject) => outgoing.once('error', reject));
    if (headers.Expect) {
      await Promise.race([once(outgoing, 'continue'), answered, failed]);
    }
    for (const chunk of body) outgoing.write(chunk);
    outgoing.end();
    const [answer] = await Promise.race([answered, failed]);
    outgoing.on('error', () => {});
    const text = (await answer.setEncoding('utf8').toArray()).join('');
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: text };
  }

  it.each(['of a known length', 'in chunks', 'that asks first'])(
    '20 MB %s arrive byte by byte',
    async (how) => {
      const person = await loggedIn();
      const body = Array.from({ length: 20 }, () => randomBytes(megabyte));
      const sha256 = createHash('sha256').update(Buffer.concat(body)).digest('hex');
      const answer = await upload(person, body, {
        ...(how === 'in chunks' ? {} : { 'Content-Length': String(20 * megabyte) }),
        ...(how === 'that asks first' ? { Expect: '100-continue' } : {}),
      });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({ bytes: 20 * megabyte, sha256 });
    },
  );

  it('an upload is passed on while it comes', async () => {
    const person = await loggedIn();
    const outgoing = request(new URL('/api/upload', door.origin), {
      method: 'POST',
      agent: false,
      headers: { Cookie: person.visitor.cookieHeader() },
    });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    outgoing.write(randomBytes(megabyte));
    const uploads = () => door.platform.received.filter(({ url }) => url === '/api/upload').length;
    const before = uploads();
    await expect.poll(uploads, { timeout: 10_000 }).toBe(before + 1);
    outgoing.end();
    const [answer] = await answered;
    expect(answer.resume().statusCode).toBe(200);
  });

  it('an upload that is refused gets the problem, and the platform nothing', async () => {
    const { login } = await enrolled();
    const before = door.platform.received.length;
    const answer = await upload(login, [randomBytes(1000)], { 'Content-Length': '1000' });
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'code-required']);
    // A larger one may see the connection end before its answer, but never a success.
    const body = Array.from({ length: 5 }, () => randomBytes(megabyte));
    const large = await upload(login, body).then(
      ({ status }) => status,
      () => 'cut',
    );
    expect([403, 'cut']).toContain(large);
    const uploads = door.platform.received.slice(before).filter(({ method }) => method === 'POST');
    expect(uploads).toEqual([]);
  });

  it('events come as they are sent', async () => {
    const person = await loggedIn();
    const asking = request(new URL('/api/events', door.origin), {
      agent: false,
      headers: { Cookie: person.visitor.cookieHeader(), 'Accept-Encoding': 'gzip' },
    }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(answer.headers['content-type']).toBe('text/event-stream');
    answer.setEncoding('utf8');
    const [first] = await once(answer, 'data');
    expect(first).toBe('event: tick\ndata: 1\n\n');
    const [second] = await once(answer, 'data');
    expect(second).toBe('event: tick\ndata: 2\n\n');
    answer.destroy();
  });

  it('what the platform compresses arrives as it is, and nothing else is compressed', async () => {
    const person = await loggedIn();
    const asking = request(new URL('/api/export', door.origin), {
      agent: false,
      headers: { Cookie: person.visitor.cookieHeader(), 'Accept-Encoding': 'gzip' },
    }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(answer.headers['content-encoding']).toBe('gzip');
    const plain = gunzipSync(Buffer.concat(await answer.toArray())).toString();
    expect(plain).toBe((await person.fetch('/api/export')).body);
    const page = await person.fetch('/home', { 'Accept-Encoding': 'gzip, br, zstd' });
    expect(page.headers['content-encoding']).toBeUndefined();
  });

  it('a WebSocket opens for whoever may come in, and for nobody else', async () => {
    const { owner, login } = await enrolled();
    const { received } = door.platform;
    const before = received.length;
    expect((await openSocket(door.origin, login.visitor.cookieHeader())).status).toBe(403);
    expect(received.slice(before).filter(({ url }) => url === '/ws')).toEqual([]);
    expect((await openSocket(door.origin, '')).status).toBe(401);

    const socket = await openSocket(door.origin, owner.visitor.cookieHeader());
    expect(socket.status).toBe(101);
    expect(await socket.say('hello')).toBe('hello');
    expect(await socket.say('again')).toBe('again');
    socket.close();
  });

  it('12 kB of cookies pass to the platform, and an address of 6 kB', async () => {
    const person = await loggedIn();
    const long = 'a'.repeat(12_000);
    const cookies = `${person.visitor.cookieHeader()}; long=${long}`;
    expect((await person.fetch('/api/tile/2', { Cookie: cookies })).status).toBe(200);
    const arrived = door.platform.received.findLast(({ url }) => url === '/api/tile/2');
    expect(arrived?.headers.find(([name]) => name === 'Cookie')?.[1]).toContain(`long=${long}`);
    expect((await person.fetch(`/api/tile/3?q=${'b'.repeat(6_000)}`)).status).toBe(200);
  });
});

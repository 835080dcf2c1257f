import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SelfMade, selfMadeCertificate } from '../harness/certificate.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { freePort } from '../harness/ports.ts';
import { send } from '../harness/request.ts';
import { startServer } from '../harness/server-process.ts';
import { newVisitor } from '../platform/visitor.ts';
import { openSocket } from './socket.ts';

/* The built-in proxy with a certificate of its own: no front before it at all. */

let made: SelfMade;
let door: InnerDoor;
let origin: string;
let cookie: string;
beforeAll(async () => {
  made = await selfMadeCertificate();
  const port = await freePort();
  origin = `https://localhost:${port}`;
  door = await startInnerDoor({
    settings: {
      DOORCODE_ORIGIN: origin,
      DOORCODE_PORT: String(port),
      DOORCODE_TLS_CERT: made.cert,
      DOORCODE_TLS_KEY: made.key,
    },
  });
  const visitor = newVisitor(door.platform.url);
  await visitor.logIn('ada@acme.example');
  cookie = visitor.cookieHeader();
});
afterAll(async () => {
  await door.stop();
  await made.remove();
});

async function get(path: string, headers: Record<string, string> = {}, ca: string = made.ca) {
  const asking = request(new URL(path, origin), { agent: false, ca, headers }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const body = (await answer.setEncoding('utf8').toArray()).join('');
  return { status: answer.statusCode, headers: answer.headers, body };
}

describe('https', () => {
  it('serves the platform and our own room', async () => {
    const home = await get('/home', { Cookie: cookie });
    expect(home.status).toBe(200);
    expect(home.body).toContain('Northwind Flows');
    const state = await get('/.two-factor/v1/state', { Cookie: cookie });
    expect(JSON.parse(state.body)).toMatchObject({ session: 'free' });
  });

  it('is what the platform hears of', async () => {
    await get('/api/tile/1', { Cookie: cookie, 'X-Forwarded-Proto': 'http' });
    const arrived = door.platform.received.findLast(({ url }) => url === '/api/tile/1');
    const { host } = new URL(origin);
    expect(arrived?.headers).toContainEqual(['X-Forwarded-Proto', 'https']);
    expect(arrived?.headers).toContainEqual(['X-Forwarded-Host', host]);
    expect(
      arrived?.headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-proto'),
    ).toHaveLength(1);
  });

  it('carries WebSockets', async () => {
    expect((await openSocket(origin, '', made.ca)).status).toBe(401);
    const socket = await openSocket(origin, cookie, made.ca);
    expect(socket.status).toBe(101);
    expect(await socket.say('hello')).toBe('hello');
    socket.close();
  });

  it('is with this certificate, and plain http is not served beside it', async () => {
    const other = await selfMadeCertificate();
    await expect(get('/home', {}, other.ca)).rejects.toThrow(/self-signed/);
    await other.remove();
    await expect(fetch(origin.replace('https:', 'http:'))).rejects.toThrow();
  });
});

describe('behind a front that ends https', () => {
  it('the platform hears of the client from trusted addresses only', async () => {
    const heard = async (settings: Record<string, string>) => {
      const behind = await startInnerDoor({ settings });
      const headers = { 'X-Forwarded-For': '192.0.2.9' };
      await send(behind.origin, { path: '/support', headers });
      const arrived = behind.platform.received.at(-1)?.headers ?? [];
      await behind.stop();
      return arrived.find(([name]) => name === 'X-Forwarded-For')?.[1];
    };
    expect(await heard({})).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(await heard({ DOORCODE_TRUSTED_FRONTS: '192.0.2.1' })).not.toContain('192.0.2.9');
    const trusted = await heard({ DOORCODE_TRUSTED_FRONTS: '127.0.0.1, ::1' });
    expect(trusted).toMatch(/^192\.0\.2\.9, (127\.0\.0\.1|::1)$/);
  });
});

describe('a server process', () => {
  const settings = async (more: Record<string, string>) => ({
    DOORCODE_PROFILE: 'stand-in',
    DOORCODE_UPSTREAM: 'http://127.0.0.1:4001',
    DOORCODE_ORIGIN: 'https://localhost:4000',
    DOORCODE_PORT: String(await freePort()),
    DOORCODE_SUPPORT_PORT: String(await freePort()),
    DOORCODE_DATABASE_URL: 'file:/dev/null/none',
    DOORCODE_KEYS: `1:${Buffer.alloc(32, 1).toString('base64')}`,
    DOORCODE_TLS_CERT: made.cert,
    ...more,
  });

  it('does not start with a key that does not fit, and says so in a sentence', async () => {
    const other = await selfMadeCertificate();
    const start = async () => startServer(await settings({ DOORCODE_TLS_KEY: other.key }));
    await expect(start()).rejects.toThrow(
      /:\nDOORCODE_TLS_KEY: the key does not belong to the certificate\.\n$/,
    );
    await other.remove();
  });
});

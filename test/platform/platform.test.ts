import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type Platform, type PlatformOptions, startPlatform } from './platform.ts';
import { newVisitor, type Visitor } from './visitor.ts';

const MINUTE = 60_000;
const running: Platform[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((platform) => platform.close()));
});

async function start(options: PlatformOptions = {}): Promise<[Platform, Visitor]> {
  const platform = await startPlatform(options);
  running.push(platform);
  return [platform, newVisitor(platform.url)];
}

async function whoIs(visitor: Visitor): Promise<unknown> {
  const response = await visitor.send('/api/me');
  return response.status === 200 ? response.json() : response.status;
}

test('a stranger is sent to the login page', async () => {
  const [, visitor] = await start();
  for (const path of ['/', '/home', '/pipelines', '/change-password']) {
    const response = await visitor.send(path);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/login']);
  }
  expect(await whoIs(visitor)).toBe(401);
});

test('after a login the platform says who it is, and by which door', async () => {
  const [, visitor] = await start();
  const response = await visitor.logIn('ada@acme.example');
  expect([response.status, response.headers.get('location')]).toEqual([303, '/home']);
  expect(await whoIs(visitor)).toEqual({
    id: 'u-7f3a91d2',
    realm: 'acme',
    email: 'ada@acme.example',
    name: 'Ada Nunes',
    session: { method: 'password' },
  });
});

test('realm and e-mail are compared without regard to case', async () => {
  const [, visitor] = await start();
  expect((await visitor.logIn('ADA@Acme.Example', 'ACME')).status).toBe(303);
});

test('a login without the token of its own form fails', async () => {
  const [platform, visitor] = await start();
  const fields = { realm: 'acme', email: 'ada@acme.example', password: 'correct horse' };
  expect((await visitor.postForm('/login', { ...fields, token: 'x' })).status).toBe(403);
  const token = await newVisitor(platform.url).loginToken();
  expect((await visitor.postForm('/login', { ...fields, token })).status).toBe(403);
  expect(await whoIs(visitor)).toBe(401);
});

test('the session id changes at login, and the old one stays nobody for ever', async () => {
  const [platform, visitor] = await start();
  await visitor.loginToken();
  const before = visitor.jar.get('session');
  await visitor.logIn('ada@acme.example');
  expect(visitor.jar.get('session')).not.toBe(before);

  const old = newVisitor(platform.url);
  old.jar.set('session', before ?? '');
  expect(await whoIs(old)).toBe(401);
});

test('with keepsSessionIdAtLogin the id from before the login becomes somebody', async () => {
  const [, visitor] = await start({ keepsSessionIdAtLogin: true });
  await visitor.loginToken();
  const before = visitor.jar.get('session');
  await visitor.logIn('ada@acme.example');
  expect(visitor.jar.get('session')).toBe(before);
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-7f3a91d2' });
});

test('the older cookie name is still accepted and never set', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const other = newVisitor(platform.url);
  other.jar.set('session_legacy', visitor.jar.get('session') ?? '');
  expect(await whoIs(other)).toMatchObject({ id: 'u-7f3a91d2' });
  expect([...visitor.jar.keys()]).toEqual(['session']);
});

test('three failed logins bring a wait of five minutes, two more a lock', async () => {
  let now = 1_700_000_000_000;
  const [platform, visitor] = await start({ now: () => now });
  const attempt = async (password: string) =>
    (await visitor.logIn('ada@acme.example', 'acme', password)).status;

  expect([await attempt('a'), await attempt('b'), await attempt('c')]).toEqual([401, 401, 429]);
  expect(await attempt('correct horse')).toBe(429);
  now += 5 * MINUTE;
  expect([await attempt('d'), await attempt('e')]).toEqual([401, 423]);
  now += 60 * MINUTE;
  expect(await attempt('correct horse')).toBe(423);
  platform.unlock('u-7f3a91d2');
  expect(await attempt('correct horse')).toBe(303);
});

test('a login that succeeds forgets the failures before it', async () => {
  const [, visitor] = await start();
  for (let round = 0; round < 3; round += 1) {
    await visitor.logIn('ada@acme.example', 'acme', 'a');
    await visitor.logIn('ada@acme.example', 'acme', 'b');
    expect((await visitor.logIn('ada@acme.example')).status).toBe(303);
    await visitor.postForm('/logout', {});
  }
});

test('one account may come by either door, another by the identity provider only', async () => {
  const [, visitor] = await start();
  await visitor.logIn('bob@acme.example');
  expect(await whoIs(visitor)).toMatchObject({ session: { method: 'password' } });
  await visitor.postForm('/logout', {});
  await visitor.logInByIdentityProvider('u-2c60e5b8');
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-2c60e5b8', session: { method: 'saml' } });
  await visitor.postForm('/logout', {});

  expect((await visitor.logIn('carol@acme.example')).status).toBe(401);
  await visitor.logInByIdentityProvider('u-9d14c7f0');
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-9d14c7f0', session: { method: 'saml' } });
});

test('the identity provider lets nobody in who has only a password', async () => {
  const [, visitor] = await start();
  await visitor.logInByIdentityProvider('u-7f3a91d2');
  expect(await whoIs(visitor)).toBe(401);
});

test('one e-mail in two realms is two accounts', async () => {
  const [, visitor] = await start();
  await visitor.logIn('dora@shared.example', 'acme');
  const first = await whoIs(visitor);
  await visitor.postForm('/logout', {});
  await visitor.logIn('dora@shared.example', 'globex');
  expect(first).toMatchObject({ id: 'u-51be8a3c', realm: 'acme' });
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-e80f2d67', realm: 'globex' });
});

test('Alice and alice are two accounts, told apart by ids that differ only in case', async () => {
  const [, visitor] = await start();
  await visitor.logIn('alice@acme.example');
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-A11CE04B', name: 'Alice' });
  await visitor.postForm('/logout', {});
  await visitor.logIn('alice.moor@acme.example');
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-a11ce04b', name: 'alice' });
});

test('an account whose e-mail changes keeps its id and its session', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  platform.changeAccount('u-7f3a91d2', { email: 'ada@elsewhere.example' });
  expect(await whoIs(visitor)).toMatchObject({
    id: 'u-7f3a91d2',
    email: 'ada@elsewhere.example',
  });
});

test('logout ends the session at the platform, not only in the browser', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const session = visitor.jar.get('session') ?? '';
  await visitor.postForm('/logout', {});
  expect(visitor.jar.has('session')).toBe(false);
  const thief = newVisitor(platform.url);
  thief.jar.set('session', session);
  expect(await whoIs(thief)).toBe(401);
});

test('the single-page application logs in and out by fetch', async () => {
  const [, visitor] = await start();
  const { token } = (await (await visitor.send('/spa/start')).json()) as { token: string };
  const logIn = (password: string) =>
    visitor.send('/spa/login', {
      method: 'POST',
      body: JSON.stringify({ realm: 'acme', email: 'ada@acme.example', password, token }),
    });
  expect((await logIn('wrong')).status).toBe(401);
  expect((await logIn('correct horse')).status).toBe(200);
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-7f3a91d2' });
  await visitor.send('/spa/logout', { method: 'POST' });
  expect(await whoIs(visitor)).toBe(401);
});

test('twenty calls are answered for a session, none for a stranger', async () => {
  const [, visitor] = await start();
  const statuses = () =>
    Promise.all(
      Array.from(
        { length: 20 },
        async (_, index) => (await visitor.send(`/api/tile/${index + 1}`)).status,
      ),
    );
  expect(new Set(await statuses())).toEqual(new Set([401]));
  await visitor.logIn('ada@acme.example');
  expect(new Set(await statuses())).toEqual(new Set([200]));
});

test('a change of password renews the session under a new id', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const before = visitor.jar.get('session') ?? '';
  const change = { current: 'correct horse', new: 'battery staple', repeat: 'battery staple' };
  expect((await visitor.postForm('/change-password', { ...change, current: 'x' })).status).toBe(
    400,
  );
  expect((await visitor.postForm('/change-password', change)).status).toBe(200);
  expect(visitor.jar.get('session')).not.toBe(before);
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-7f3a91d2' });
  const old = newVisitor(platform.url);
  old.jar.set('session', before);
  expect(await whoIs(old)).toBe(401);
});

test('pages speak the language asked for and remember it', async () => {
  const [, visitor] = await start();
  const read = async (path: string, accept: string) =>
    (await visitor.send(path, { headers: { 'accept-language': accept } })).text();
  expect(await read('/login', 'pt-BR,pt;q=0.9')).toContain('Esqueceu a sua senha ?');
  expect(await read('/login', 'de')).toContain('Forgot your password ?');
  expect(await read('/login?lang=pt-BR', 'en')).toContain('<html lang="pt-BR">');
  expect(await read('/login', 'en')).toContain('<html lang="pt-BR">');
});

test('every answer forbids inline scripts, frames and guessing of types', async () => {
  const [, visitor] = await start();
  for (const path of ['/login', '/support', '/spa', '/assets/spa.js', '/api/me', '/nowhere']) {
    const { headers } = await visitor.send(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('what a visitor typed comes back as text, never as markup', async () => {
  const [, visitor] = await start();
  const typed = '"><script>alert(1)</script>';
  const page = await (await visitor.logIn('ada@acme.example', typed, 'x')).text();
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('&quot;&gt;&lt;script&gt;');
});

test('the log tells each request, raw, and whom the platform took the sender for', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  await visitor.send('/api//me?x=%41', { headers: { 'X-Odd': 'Yes' } });
  const login = platform.received.find(({ method }) => method === 'POST');
  expect(login).toMatchObject({ url: '/login', account: null });
  expect(login?.body).toMatch(
    /^realm=acme&email=ada%40acme.example&password=correct\+horse&token=/,
  );
  const last = platform.received.at(-1);
  expect(last).toMatchObject({ url: '/api//me?x=%41', account: 'u-7f3a91d2' });
  expect(last?.headers.some(([name, value]) => /x-odd/i.test(name) && value === 'Yes')).toBe(true);
});

test('many spellings of a path lead to the same page', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const statusOf = (requestTarget: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(platform.port, '127.0.0.1');
      const cookie = visitor.cookieHeader();
      socket.write(
        `GET ${requestTarget} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      );
      text(socket).then((answer) => resolve(answer.slice(9, 12)));
    });
  const spellings = [
    '//home',
    '/./home',
    '/x/../home',
    '/%68ome',
    '/%2e/home',
    '/HOME',
    '/home/',
    '/home;x=1',
    'http://other.example/home',
  ];
  for (const spelling of spellings)
    expect([spelling, await statusOf(spelling)]).toEqual([spelling, '200']);
  expect(await statusOf('/hom')).toBe('404');
});

test('an upload is answered with its size and hash', async () => {
  const [, visitor] = await start();
  const body = Buffer.alloc(3_000_000, 7);
  const upload = () => visitor.send('/api/upload', { method: 'POST', body });
  expect((await upload()).status).toBe(401);
  await visitor.logIn('ada@acme.example');
  expect(await (await upload()).json()).toEqual({
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  });
});

test('an upload is judged when its body ends, so a session that kept its id has become somebody', async () => {
  const statusWhen = async (keepsSessionIdAtLogin: boolean) => {
    const [platform, visitor] = await start({ keepsSessionIdAtLogin });
    await visitor.loginToken();
    const cookie = visitor.cookieHeader();
    const { promise: loggedIn, resolve } = Promise.withResolvers<void>();
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from('first'));
        await loggedIn;
        controller.close();
      },
    });
    const slow = fetch(`${platform.url}/api/upload`, {
      method: 'POST',
      headers: { cookie },
      body,
      duplex: 'half',
    });
    await expect.poll(() => platform.received.at(-1)?.url).toBe('/api/upload');
    await visitor.logIn('ada@acme.example');
    resolve();
    return (await slow).status;
  };
  expect([await statusWhen(true), await statusWhen(false)]).toEqual([200, 401]);
});

test('server-sent events go on until the reader leaves', async () => {
  const [, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const leave = new AbortController();
  const { body } = await visitor.send('/api/events', { signal: leave.signal });
  let read = '';
  for await (const chunk of body ?? []) {
    read += Buffer.from(chunk).toString();
    if (read.includes('data: 2')) break;
  }
  leave.abort();
  expect(read).toBe('event: tick\ndata: 1\n\nevent: tick\ndata: 2\n\n');
});

test('an export is packed for those who take gzip', async () => {
  const [, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const ask = (encoding: string) =>
    visitor.send('/api/export', { headers: { 'accept-encoding': encoding } });
  const [packed, plain] = [await ask('gzip'), await ask('identity')];
  expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual([
    'gzip',
    null,
  ]);
  expect(await packed.text()).toBe(await plain.text());
});

test('the WebSocket sends back what it gets, and opens only for a session', async () => {
  const [platform, visitor] = await start();
  const address = `${platform.url.replace('http', 'ws')}/ws`;
  const talk = (message: string) =>
    new Promise<string>((resolve) => {
      const headers = { cookie: visitor.cookieHeader() };
      // Node's WebSocket (undici) takes headers, which its browser-like type does not know.
      const socket = new WebSocket(address, { headers } as never);
      socket.onopen = () => socket.send(message);
      socket.onmessage = ({ data }) => {
        resolve(String(data));
        socket.close();
      };
      socket.onerror = () => resolve('refused');
    });
  expect(await talk('hello')).toBe('refused');
  await visitor.logIn('ada@acme.example');
  for (const length of [5, 126, 70_000]) {
    expect(await talk('ü'.repeat(length))).toBe('ü'.repeat(length));
  }
  expect(platform.received.at(-1)).toMatchObject({ url: '/ws', account: 'u-7f3a91d2' });
});

test('the identity call can misbehave in each of its ways, and recovers', async () => {
  const [platform, visitor] = await start();
  await visitor.logIn('ada@acme.example');

  platform.identity = 'down';
  await expect(visitor.send('/api/me')).rejects.toThrow();
  platform.identity = 'truncated';
  await expect(visitor.send('/api/me').then((response) => response.text())).rejects.toThrow();
  platform.identity = 'html';
  expect((await visitor.send('/api/me')).headers.get('content-type')).toBe('text/html');
  platform.identity = 'redirects';
  expect((await visitor.send('/api/me')).headers.get('location')).toBe('/api/me/moved');
  platform.identity = 'slow';
  const impatient = visitor.send('/api/me', { signal: AbortSignal.timeout(300) });
  await expect(impatient).rejects.toThrow(/timeout/);

  platform.identity = 'ok';
  expect(await whoIs(visitor)).toMatchObject({ id: 'u-7f3a91d2' });
  platform.identity = 'sets-cookie';
  await visitor.send('/api/me');
  expect(visitor.jar.get('session')).toBe('planted');
});

test('a method that a page does not know is refused by name', async () => {
  const [, visitor] = await start();
  await visitor.logIn('ada@acme.example');
  const put = await visitor.send('/home', { method: 'PUT' });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET']);
  expect((await visitor.send('/home', { method: 'OPTIONS' })).status).toBe(204);
  const head = await visitor.send('/home', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

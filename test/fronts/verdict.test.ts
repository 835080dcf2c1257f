import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { reasonOf } from '../harness/person.ts';
import { type Answer, navigation, send } from '../harness/request.ts';
import { type FrontDoor, startFrontDoor } from './front-door.ts';
import { openSocket } from './socket.ts';

/* The two questions of a front, asked of the gate as a front does. */

type Asked = { method?: string; uri?: string; headers?: Record<string, string> };

/** Asks as a front that has this request before it. */
function ask(
  gate: string,
  question: 'gate' | 'gate/refusal',
  { method = 'GET', uri = '/home', headers = {} }: Asked,
): Promise<Answer> {
  const told = { 'X-Forwarded-Method': method, 'X-Forwarded-Uri': uri };
  return send(gate, { path: `/.two-factor/${question}`, headers: { ...headers, ...told } });
}

describe('the verdict', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await startFrontDoor('nginx');
  });
  afterAll(() => door.stop());
  const { enrolled, loggedIn } = newUsers(() => door);

  it('of a yes names the cookies that may travel, and no others', async () => {
    const { owner } = await enrolled();
    const Cookie = `a=1; ${owner.visitor.cookieHeader()}; session_legacy=made-up; b=2`;
    const answer = await ask(door.gate, 'gate', { headers: { Cookie } });
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('');
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-two-factor-cookie': `a=1; b=2; session=${owner.jar.get('session')}`,
      'x-two-factor-authorization': '',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('of a no is the page or the problem, and names no cookie', async () => {
    const { login } = await enrolled();
    const headers = { Cookie: login.visitor.cookieHeader() };
    const page = await ask(door.gate, 'gate', { headers: { ...headers, ...navigation } });
    const problem = await ask(door.gate, 'gate', { headers });
    expect([page.status, problem.status]).toEqual([403, 403]);
    expect(page.body).toContain('one-time-code');
    expect(reasonOf(problem)).toBe('code-required');
    for (const { headers } of [page, problem]) {
      expect(JSON.stringify(headers)).not.toContain(login.jar.get('session'));
      expect(headers).not.toHaveProperty('x-two-factor-cookie');
    }
  });

  it('that consumes a sealed code has one Set-Cookie, the one that lasts', async () => {
    const { login } = await enrolled();
    await login.call('login-code', { code: login.code() });
    const headers = { Cookie: login.visitor.cookieHeader() };
    const answer = await ask(door.gate, 'gate', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-two-factor-device=.*HttpOnly/),
    ]);
  });

  it('is about the method and the address that the front tells', async () => {
    const { owner } = await enrolled();
    const headers = { Cookie: owner.visitor.cookieHeader() };
    const login = await ask(door.gate, 'gate', { method: 'POST', uri: '/login', headers });
    expect([login.status, login.headers['x-two-factor-cookie']]).toEqual([200, '']);
    const other = await ask(door.gate, 'gate', { method: 'POST', uri: '/login/x', headers });
    expect(other.headers['x-two-factor-cookie']).not.toBe('');
  });

  it('is none where the front does not tell what it is about', async () => {
    const path = '/.two-factor/gate';
    for (const headers of [
      {},
      { 'X-Forwarded-Method': 'GET' },
      { 'X-Forwarded-Uri': '/home' },
      { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': 'http://elsewhere.example/' },
      { 'X-Forwarded-Method': 'OPTIONS', 'X-Forwarded-Uri': '*' },
    ] as Record<string, string>[]) {
      expect((await send(door.gate, { path, headers })).status).toBe(400);
    }
  });

  it('comes whatever query the front adds to its question', async () => {
    const headers = { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/support?a=b' };
    const answer = await send(door.gate, { path: '/.two-factor/gate?a=b', headers });
    expect(answer.status).toBe(200);
  });

  it('and our own room are all that a gate behind a front serves', async () => {
    const person = await loggedIn();
    const Cookie = person.visitor.cookieHeader();
    for (const path of ['/', '/home', '/api/me', '/.two-factorx', '/.two-factor/gate/x']) {
      expect((await send(door.gate, { path, headers: { Cookie } })).status, path).toBe(404);
    }
    expect((await openSocket(door.gate, Cookie)).status).toBe(404);
    expect((await person.state()).session).toBe('free');
  });
});

describe('the refusal', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await startFrontDoor('nginx');
  });
  afterAll(() => door.stop());
  const { enrolled } = newUsers(() => door);

  it('is the page or the problem once more', async () => {
    const { login } = await enrolled();
    const headers = { Cookie: login.visitor.cookieHeader() };
    const problem = await ask(door.gate, 'gate/refusal', { headers });
    expect([problem.status, reasonOf(problem)]).toEqual([403, 'code-required']);
    const page = await ask(door.gate, 'gate/refusal', { headers: { ...headers, ...navigation } });
    expect(page.body).toContain('name="return" value="/home"');
  });

  it('repeats what the verdict said of a sealed code, and trusts no other word', async () => {
    const { login } = await enrolled();
    await login.call('login-code', { code: login.wrongCode() });
    const headers = { Cookie: login.visitor.cookieHeader(), ...navigation };
    const verdict = await ask(door.gate, 'gate', { headers });
    const told = String(verdict.headers['x-two-factor-failure']);
    expect(JSON.parse(told)).toMatchObject({ reason: 'wrong-code' });
    const refusal = async (failure: string) => {
      const more = { ...headers, 'X-Two-Factor-Failure': failure };
      return (await ask(door.gate, 'gate/refusal', { headers: more })).body;
    };
    expect(await refusal(told)).toContain('This code is not right');
    for (const nonsense of ['', '{', 'null', '{}', '{"reason":"toString"}', '{"reason":["x"]}']) {
      expect(await refusal(nonsense)).toContain('one-time-code');
      expect(await refusal(nonsense)).not.toContain('This code is not right');
    }
    const verdicts = await ask(door.gate, 'gate', {
      headers: { ...headers, 'X-Two-Factor-Failure': told },
    });
    expect(verdicts.body).not.toContain('This code is not right');
  });

  it('of what would be let in now sends a reader there again, and tells anybody else to try again', async () => {
    const { owner } = await enrolled();
    const headers = { Cookie: owner.visitor.cookieHeader() };
    const reader = await ask(door.gate, 'gate/refusal', { uri: '/home?a=b', headers });
    expect([reader.status, reader.headers.location]).toEqual([303, '/home?a=b']);
    const elsewhere = await ask(door.gate, 'gate/refusal', {
      uri: '//elsewhere.example/',
      headers,
    });
    expect(elsewhere.headers.location).toBe('/');
    const writer = await ask(door.gate, 'gate/refusal', { method: 'POST', headers });
    expect([writer.status, reasonOf(writer)]).toEqual([503, 'platform-unavailable']);
    for (const answer of [reader, elsewhere, writer]) {
      expect(JSON.stringify(answer.headers)).not.toContain(owner.jar.get('session'));
    }
  });
});

describe('a platform with tokens', () => {
  let platform: Server;
  let folder: string;
  let door: InnerDoor;
  beforeAll(async () => {
    platform = createServer((from, to) => {
      const isSomebody = from.headers.authorization === 'Bearer good';
      to.writeHead(isSomebody ? 200 : 401, { 'Content-Type': 'application/json' });
      to.end(JSON.stringify(isSomebody ? { id: '1', realm: 'acme', name: 'Ada' } : {}));
    });
    await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
    folder = await mkdtemp(join(tmpdir(), 'doorcode-verdict-'));
    const file = join(folder, 'profile.json');
    const headers = [{ name: 'authorization', scheme: 'Bearer' }];
    const profile = { ...standIn, credential: { headers, query: ['token'] } };
    await writeFile(file, JSON.stringify(profile));
    const upstream = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
    door = await startInnerDoor({
      settings: {
        DOORCODE_PROFILE: file,
        DOORCODE_UPSTREAM: upstream,
        DOORCODE_FRONT: 'caddy',
      },
    });
  });
  afterAll(async () => {
    await door.stop();
    platform.close();
    await rm(folder, { recursive: true });
  });
  const given = async (Authorization: string) => {
    const { status, headers } = await ask(door.origin, 'gate', { headers: { Authorization } });
    return [status, headers['x-two-factor-authorization']];
  };

  it('gets the token that it knows, as its scheme wants it, and none else', async () => {
    expect(await given('Bearer good')).toEqual([200, 'Bearer good']);
    expect(await given('bearer  good ')).toEqual([200, 'Bearer good']);
    for (const other of ['Bearer bad', 'Basic Z29vZDo=', 'good', 'Bearer good good']) {
      expect(await given(other), other).toEqual([200, '']);
    }
  });

  it('gets no address with a token in it that must be taken out: no front can do that', async () => {
    const answer = await ask(door.origin, 'gate', { uri: '/home?token=bad' });
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'forbidden-way']);
    expect((await ask(door.origin, 'gate', { uri: '/home?other=bad' })).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { fillIn } from '../harness/forms.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { navigation } from '../harness/request.ts';
import { newVisitor } from '../platform/visitor.ts';
import { type FrontDoor, fronts, startFrontDoor } from './front-door.ts';

/* What users see of the door is the same through each front. */

describe.each(fronts)('through %s', (front) => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await startFrontDoor(front);
  });
  afterAll(() => door.stop());
  const { enrolled, loggedIn, loginOf } = newUsers(() => door);

  async function count(table: string, person: Person, what = 'count(*)'): Promise<number> {
    const [row] = await door.deps.store.read({
      sql: `SELECT coalesce(${what}, 0) AS n FROM ${table} WHERE account_id = :id`,
      args: { id: person.accountId },
    });
    return Number(row?.n);
  }

  it('strangers see the login page, and whoever has no factor works as before', async () => {
    expect((await door.person().navigate('/login')).body).toContain('name="password"');
    const person = await loggedIn();
    const home = await person.navigate('/home');
    expect([home.status, home.headers['set-cookie']]).toEqual([200, undefined]);
    expect((await person.fetch('/no-such-page')).status).toBe(404);
  });

  it('a session that owes its code gets the gate’s page or problem, with its status', async () => {
    const { login } = await enrolled();
    const page = await login.navigate('/home?a=b');
    expect(page.status).toBe(403);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers['cache-control']).toContain('no-store');
    expect(page.body).toContain('one-time-code');
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await login.fetch('/api/me', {}, method);
      expect([answer.status, reasonOf(answer)], method).toEqual([403, 'code-required']);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect(login.jar.get('two-factor-owed')).toBe('1');
    expect((await login.fetch('/api/me', {}, 'HEAD')).status).toBe(403);
  });

  it('the hosted page takes the code and leads back to where the user was going', async () => {
    const { login } = await enrolled();
    const page = await login.navigate('/pipelines?sort=name');
    const after = await fillIn(login, page, 'code', login.code());
    expect([after.status, after.headers.location]).toEqual([303, '/pipelines?sort=name']);
    expect((await login.navigate('/pipelines?sort=name')).status).toBe(200);
    expect(login.jar.has('two-factor-owed')).toBe(false);
  });

  it('the code of the login form clears all of the first requests, and the browser is known', async () => {
    const { owner, email } = await enrolled();
    const login = door.person();
    login.useSecret(owner.secret);
    expect((await login.call('login-code', { code: login.code() })).status).toBe(204);
    await login.visitor.logIn(email);
    const tiles = Array.from({ length: 20 }, (_, i) => login.fetch(`/api/tile/${i + 1}`));
    const answers = await Promise.all(tiles);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await count('throttle', owner, 'sum(failures)')).toBe(0);
    // Of the cookies that the gate set with its verdict this one matters more, and it is relayed.
    expect(login.jar.has('__Host-two-factor-device')).toBe(true);
  });

  it('a wrong code of the login form is one failure, and the page says so', async () => {
    const { owner, login } = await enrolled();
    await login.call('login-code', { code: login.wrongCode() });
    expect((await login.navigate('/home')).body).toContain('This code is not right');
    expect(await count('throttle', owner, 'sum(failures)')).toBe(1);
    expect((await login.navigate('/home')).body).not.toContain('This code is not right');
  });

  it('a logout ends the clearance, and what the platform sets arrives', async () => {
    const { owner } = await enrolled();
    expect(await isIn(owner)).toBe(true);
    expect(await count('clearance', owner)).toBe(1);
    // Only the very request of the profile ends it, whatever a client says of its own.
    const claimed = { 'X-Forwarded-Method': 'POST', 'X-Forwarded-Uri': '/logout' };
    expect((await owner.fetch('/api/me', claimed)).status).toBe(200);
    expect(await count('clearance', owner)).toBe(1);
    const answer = await owner.fetch('/logout', {}, 'POST');
    expect([answer.status, answer.headers.location]).toEqual([303, '/login']);
    expect(owner.jar.has('session')).toBe(false);
    expect(await count('clearance', owner)).toBe(0);
  });

  it('a login re-uses nobody’s session, and the token of its form arrives', async () => {
    const { owner, email } = await enrolled();
    const again = await loginOf(owner, email);
    expect(await isIn(owner)).toBe(true);
    expect(await isIn(again)).toBe(false);
    const before = owner.jar.get('session');
    const { received } = door.platform;
    await owner.visitor.postForm('/login', { email, realm: 'acme', password: 'x', token: 'x' });
    const login = received.findLast(({ method, url }) => method === 'POST' && url === '/login');
    expect(login?.account).toBeNull();
    expect(JSON.stringify(login?.headers)).not.toContain(before);
  });

  it('credentials of two accounts, or one name twice, are refused with the page that leads out', async () => {
    const one = await loggedIn();
    const other = await loggedIn();
    const cookie = (person: Person) => person.jar.get('session');
    for (const name of ['session', 'session_legacy']) {
      const Cookie = `session=${cookie(one)}; ${name}=${cookie(other)}`;
      const call = await door.person().fetch('/api/me', { Cookie });
      expect([call.status, reasonOf(call)]).toEqual([400, 'ambiguous-credentials']);
      const page = await door.person().fetch('/home', { ...navigation, Cookie });
      expect(page.status).toBe(400);
      expect(page.body).toContain('action="/.two-factor/sign-out"');
    }
  });

  it('a credential that the platform does not recognise is taken off', async () => {
    const stranger = door.person();
    const headers = { Cookie: 'session_legacy=made-up; colour=blue', 'X-By-Hand': '1' };
    expect((await stranger.fetch('/support', headers)).status).toBe(200);
    const arrived = door.platform.received.at(-1)?.headers ?? [];
    expect(arrived.filter(([name]) => /^cookie$/i.test(name))).toEqual([['Cookie', 'colour=blue']]);
  });

  it('while the platform cannot say whose session it is, nobody who has one comes in', async () => {
    const person = await loggedIn();
    door.platform.identity = 'down';
    door.clock.advance(60_000);
    try {
      const call = await person.fetch('/api/tile/1');
      expect([call.status, reasonOf(call)]).toEqual([503, 'platform-unavailable']);
      expect((await person.navigate('/home')).status).toBe(503);
    } finally {
      door.platform.identity = 'ok';
    }
    expect((await person.fetch('/api/tile/1')).status).toBe(200);
  });

  it('a session opened behind the gate’s back owes its code as well', async () => {
    const { email } = await enrolled();
    const direct = newVisitor(door.platform.url);
    await direct.logIn(email);
    const Cookie = direct.cookieHeader();
    expect((await door.person().fetch('/api/me', { Cookie })).status).toBe(403);
  });

  it('the platform hears of its public address and of who is connected, and of no credential else', async () => {
    const person = await loggedIn();
    const answer = await person.fetch('/api/tile/1', { Authorization: 'Basic YTpi', 'X-Own': 'a' });
    expect(answer.status).toBe(200);
    const arrived = door.platform.received.findLast(({ url }) => url === '/api/tile/1');
    const headers = (arrived?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]);
    const { host } = new URL(door.origin);
    expect(Object.fromEntries(headers)).toMatchObject({
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
      'x-own': 'a',
    });
    expect(headers.filter(([name]) => name === 'authorization')).toEqual([]);
  });
});

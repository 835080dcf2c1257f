import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { readProfile } from '../../server/profile/profile.ts';
import { type InnerDoor, type InnerDoorOptions, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { navigation, send } from '../harness/request.ts';
import { scratchProfile } from '../harness/scratch-profile.ts';
import type { Received } from '../platform/received.ts';
import { newVisitor } from '../platform/visitor.ts';

let door: InnerDoor;
afterEach(() => door.stop());

async function open(options?: InnerDoorOptions): Promise<void> {
  door = await startInnerDoor(options);
}

async function enrolled(email: string): Promise<Person> {
  const owner = door.person();
  await owner.logIn(email);
  await owner.activate();
  return owner;
}

async function loginOf(email: string): Promise<Person> {
  const person = door.person();
  await person.logIn(email);
  return person;
}

/** What reached the platform, its own identity call aside. */
function reached(): Received[] {
  return door.platform.received.filter(({ url }) => url !== '/api/me');
}

const sessionOf = (person: Person) => person.jar.get('session') ?? '';

describe('whose session it is', () => {
  it('A72 one credential value that becomes another account’s is not cleared for it', async () => {
    await open({ platform: { keepsSessionIdAtLogin: true } });
    await enrolled('bob@acme.example');
    const ada = door.person();
    const token = await ada.visitor.loginToken();
    await ada.logIn('ada@acme.example');
    await ada.activate();
    expect((await ada.fetch('/api/me')).status).toBe(200);

    // Behind the gate's back the platform lets Bob into the very session that is cleared for Ada.
    const cookie = `session=${sessionOf(ada)}`;
    const login = { realm: 'acme', email: 'bob@acme.example', password: 'correct horse', token };
    await fetch(`${door.platform.url}/login`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams(login),
      redirect: 'manual',
    });
    const identity = await fetch(`${door.platform.url}/api/me`, { headers: { cookie } });
    expect(await identity.json()).toMatchObject({ email: 'bob@acme.example' });

    door.clock.advance(60_000);
    const answer = await ada.fetch('/api/me');
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'code-required']);
    expect((await ada.call('verify', { code: ada.code() })).status, 'the page showed Ada').toBe(
      409,
    );
  });

  it('A72 a clearance counts for its account and its session only', async () => {
    await open();
    const ada = await enrolled('ada@acme.example');
    await enrolled('user1@acme.example');
    const other = await loginOf('user1@acme.example');
    expect((await ada.fetch('/api/me')).status).toBe(200);
    expect((await other.fetch('/api/me')).status).toBe(403);
    // Ada's clearance moved to the other one's session hash: still Ada's account, hence worth nothing.
    const { credentialReader } = await import('../../server/gate/credential.ts');
    const [credential] = credentialReader(door.deps.profile).read({
      headers: { cookie: other.visitor.cookieHeader() },
    }).found;
    await door.deps.store.commit([
      {
        sql: `INSERT INTO clearance SELECT account_id, :hash, generation, expires_at, 0
          FROM clearance WHERE account_id = :ada`,
        args: { hash: credential?.hash ?? '', ada: ada.accountId },
      },
    ]);
    expect((await other.fetch('/api/me')).status).toBe(403);
  });

  it('A73 a clearance follows a credential that the answer to a cleared request renews', async () => {
    await open();
    const ada = await enrolled('ada@acme.example');
    const before = sessionOf(ada);
    const { clearanceUntil } = await ada.state();
    door.clock.advance(60_000);
    const change = { current: 'correct horse', new: 'battery staple', repeat: 'battery staple' };
    expect((await ada.visitor.postForm('/change-password', change)).status).toBe(200);
    expect(sessionOf(ada)).not.toBe(before);
    expect((await ada.fetch('/api/me')).status).toBe(200);
    expect((await ada.state()).clearanceUntil, 'no longer than before').toBe(clearanceUntil);
  });

  it('A73 a new login always owes a code, whatever session it is sent with', async () => {
    await open();
    const ada = await enrolled('ada@acme.example');
    const direct = newVisitor(door.platform.url);
    const token = await direct.loginToken();
    ada.jar.set('session_legacy', direct.jar.get('session') ?? '');
    expect((await ada.fetch('/api/me')).status).toBe(200);
    const form = { realm: 'acme', email: 'ada@acme.example', password: 'correct horse', token };
    await ada.visitor.postForm('/login', form);
    await ada.logIn('ada@acme.example');
    expect((await ada.fetch('/api/me')).status).toBe(403);
  });

  it('A73 a session set by anything but a cleared request owes its code', async () => {
    await open();
    await enrolled('ada@acme.example');
    const login = await loginOf('ada@acme.example');
    const change = { current: 'correct horse', new: 'battery staple', repeat: 'battery staple' };
    expect((await login.visitor.postForm('/change-password', change)).status).toBe(403);
    expect((await login.fetch('/api/me')).status).toBe(403);
  });

  it('A74 credentials of two accounts in one request are refused', async () => {
    await open();
    const ada = await loginOf('ada@acme.example');
    const bob = await loginOf('bob@acme.example');
    const Cookie = `session=${sessionOf(ada)}; session_legacy=${sessionOf(bob)}`;
    door.platform.received.length = 0;
    const answer = await send(door.origin, { path: '/api/tile/1', headers: { Cookie } });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'ambiguous-credentials']);
    expect(reached()).toEqual([]);
    // The control: two credentials of one account are fine.
    const twin = `session=${sessionOf(ada)}; session_legacy=${sessionOf(ada)}`;
    expect(
      (await send(door.origin, { path: '/api/tile/1', headers: { Cookie: twin } })).status,
    ).toBe(200);
  });

  it.each([
    ['with two values', (a: string, b: string) => `session=${a}; session=${b}`],
    ['with one value', (a: string) => `session=${a}; session=${a}`],
    ['with nothing in between', (a: string) => `session=; session=${a}`],
  ])('A74 one cookie name twice %s is refused', async (_, cookies) => {
    await open();
    const ada = await loginOf('ada@acme.example');
    const bob = await loginOf('bob@acme.example');
    door.platform.received.length = 0;
    const Cookie = cookies(sessionOf(ada), sessionOf(bob));
    const answer = await send(door.origin, { path: '/api/me', headers: { Cookie } });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'ambiguous-credentials']);
    expect(door.platform.received).toEqual([]);
  });

  it('A74 a navigation gets a page that expires the planted name and leads out', async () => {
    await open({ settings: { DOORCODE_ORIGIN: 'https://flows.acme.example' } });
    const Cookie = 'session=own; session=planted';
    const page = await send(door.origin, { path: '/home', headers: { Cookie, ...navigation } });
    expect(page.status).toBe(400);
    expect(page.body).toContain('two logins at once');
    const cookies = page.headers['set-cookie'] ?? [];
    for (const domain of ['flows.acme.example', 'acme.example']) {
      expect(cookies).toContain(`session=; Path=/; Domain=${domain}; Max-Age=0`);
    }
    expect(cookies.some((line) => line.startsWith('session=; Path=/; Max-Age'))).toBe(false);
    const form =
      /<form method="post" action="(\/\.two-factor\/sign-out)">/.exec(page.body)?.[1] ?? '';
    const out = await send(door.origin, {
      method: 'POST',
      path: form,
      headers: {
        Cookie,
        Origin: 'https://flows.acme.example',
        'Sec-Fetch-Site': 'same-origin',
        ...navigation,
      },
      body: '',
    });
    expect([out.status, out.headers.location]).toEqual([303, '/']);
    expect(out.headers['set-cookie']).toContain('session=; Path=/; Max-Age=0');
  });
});

describe('a credential that nobody recognises', () => {
  const credentialSeen = () =>
    reached().flatMap(({ headers }) =>
      headers.filter(([name]) => name.toLowerCase() === 'cookie').map(([, value]) => value),
    );

  it('A76 is taken off the request', async () => {
    await open();
    const Cookie = 'theme=dark; session_legacy=made-up';
    expect((await send(door.origin, { path: '/api/tile/1', headers: { Cookie } })).status).toBe(
      401,
    );
    expect(credentialSeen()).toEqual(['theme=dark']);
  });

  it('A76 is forwarded where the profile says that a login changes it, and the login form works', async () => {
    await open();
    const ada = door.person();
    const page = await ada.navigate('/login');
    expect(page.status).toBe(200);
    const anonymous = sessionOf(ada);
    await ada.logIn('ada@acme.example');
    expect(sessionOf(ada)).not.toBe(anonymous);
    expect(credentialSeen().some((cookies) => cookies.includes(anonymous))).toBe(true);
  });

  /** Logs a session in at the platform itself, so that the gate has no part in it. */
  async function logInDirectly(person: Person, token: string): Promise<void> {
    const form = { realm: 'acme', email: 'ada@acme.example', password: 'correct horse', token };
    await fetch(`${door.platform.url}/login`, {
      method: 'POST',
      headers: { cookie: `session=${sessionOf(person)}` },
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  }

  /**
   * Sends the headers of an upload with a session that is nobody's yet, logs that session in, and only
   * then ends the body. Answers whom the platform took the upload for once it was all there.
   */
  async function headersFirst(): Promise<string | null> {
    const thief = door.person();
    const direct = newVisitor(door.platform.url);
    const token = await direct.loginToken();
    thief.jar.set('session', direct.jar.get('session') ?? '');
    const { port } = new URL(door.origin);
    const status = await new Promise<number>((resolve, reject) => {
      const upload = httpRequest(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/api/upload',
          headers: { Cookie: `session=${sessionOf(thief)}`, 'Transfer-Encoding': 'chunked' },
        },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      upload.on('error', reject);
      upload.write('a');
      setTimeout(async () => {
        await logInDirectly(thief, token);
        upload.end('b');
      }, 200);
    });
    return status === 200 ? 'somebody' : null;
  }

  it('A76 sent headers first it is never somebody when its body ends', async () => {
    await open();
    expect(await headersFirst()).toBeNull();
  });

  it('A76 where a login keeps the value, only a profile that takes it off is safe', async () => {
    const takenOff = await scratchProfile({
      ...standIn,
      credential: { cookies: [{ name: 'session' }] },
    });
    // The control: forwarded as nobody's, the very same upload ends as somebody's.
    await open({ platform: { keepsSessionIdAtLogin: true } });
    expect(await headersFirst()).toBe('somebody');
    await door.stop();
    await open({
      platform: { keepsSessionIdAtLogin: true },
      settings: { DOORCODE_PROFILE: takenOff },
    });
    expect(await headersFirst()).toBeNull();
    const uploads = reached().filter(({ url }) => url === '/api/upload');
    expect(uploads).toHaveLength(1);
    expect(JSON.stringify(uploads)).not.toContain('session=');
  });
});

describe('whatever goes wrong', () => {
  it('A83 an exception on the way answers 5xx and lets nothing through', async () => {
    await open();
    const owner = await enrolled('ada@acme.example');
    const { store } = door.deps;
    const broken = () => Promise.reject(new Error('the database is gone'));
    const { read, commit, values } = store;
    door.platform.received.length = 0;
    Object.assign(store, { read: broken, commit: broken, values: broken });
    try {
      const answers = [
        await owner.fetch('/api/tile/1'),
        await owner.navigate('/home'),
        await owner.call('verify', { code: owner.code() }),
        await owner.call('deactivate', { code: owner.code() }),
        await owner.navigate('/.two-factor/'),
        await owner.fetch('/.two-factor/v1/state'),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(500);
        expect(answer.body).not.toContain('database');
      }
      expect(reached()).toEqual([]);
    } finally {
      Object.assign(store, { read, commit, values });
    }
    expect(door.log.join('')).toContain('"event":"gate-failed"');
    expect((await owner.fetch('/api/tile/1')).status).toBe(200);
  });

  it.each(['down', 'slow', 'html', 'truncated', 'redirects'] as const)(
    'A77 an identity endpoint that is %s answers 503, never a stale yes, and recovers by itself',
    async (mood) => {
      await open();
      const owner = await enrolled('ada@acme.example');
      expect((await owner.fetch('/api/tile/1')).status).toBe(200);
      door.clock.advance(60_000);
      door.platform.identity = mood;
      door.platform.received.length = 0;
      const answer = await owner.fetch('/api/tile/1');
      expect([answer.status, reasonOf(answer)]).toEqual([503, 'platform-unavailable']);
      expect((await owner.navigate('/home')).status).toBe(503);
      expect(reached()).toEqual([]);
      door.platform.identity = 'ok';
      expect((await owner.fetch('/api/tile/1')).status).toBe(200);
    },
  );

  it('A84 a wrong rule in a profile is refused at the start, with its place', async () => {
    await open();
    const wrong: [object, RegExp][] = [
      [{ ...standIn, loginz: [] }, /loginz/],
      [{ ...standIn, whoami: { ...standIn.whoami, path: 'api/me' } }, /whoami\.path/],
      [
        { ...standIn, credential: { cookies: [{ name: 'bad name' }] } },
        /credential\.cookies\.0\.name/,
      ],
      [
        { ...standIn, credential: { cookies: [{ name: 'session', anonymous: 'forwards' }] } },
        /anonymous/,
      ],
      [
        {
          ...standIn,
          whoami: { ...standIn.whoami, loginMethod: { at: 'x', scope: 'user', exempt: [] } },
        },
        /scope/,
      ],
      [{ ...standIn, login: [{ method: 'POST', path: '/login?x=1' }] }, /login\.0\.path/],
      [{ ...standIn, issuer: 'North:wind' }, /issuer/],
    ];
    for (const [profile, place] of wrong) {
      const file = await scratchProfile(profile);
      expect(() => readProfile(file)).toThrow(place);
      expect(() => readProfile(file)).toThrow(file);
    }
    const torn = await scratchProfile('{"name": ');
    expect(() => readProfile(torn)).toThrow(/is no JSON/);
    const right = await scratchProfile(standIn);
    expect(readProfile(right).name).toBe(standIn.name);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfile } from '../../server/profile/profile.ts';
import { type Answer, navigation, type Request } from '../harness/request.ts';
import { type CookieJar, newCookieJar } from './cookie-jar.ts';
import { bot, mediaWiki, mediaWikiMissing, userInfo, mediaWikiWays as ways } from './mediawiki.ts';
import { noteSkipped } from './not-here.ts';
import { type PlatformDoor, startPlatformDoor } from './platform-door.ts';
import { password, type UserName } from './platform-kind.ts';
import { sessionAt } from './session.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const session = 'doorwiki_session';
const userId = 'doorwikiUserID';
const token = 'doorwikiToken';

const missing = mediaWikiMissing();
if (missing) noteSkipped('MediaWiki behind the gate, by hand', missing);

test('the profile of MediaWiki is a valid one, wherever MediaWiki itself is', () => {
  expect(readProfile('mediawiki').name).toBe('MediaWiki');
});

describe.each(missing ? [] : ['MediaWiki'])('%s', () => {
  let door: PlatformDoor;
  beforeAll(async () => {
    door = await startPlatformDoor(mediaWiki);
  });
  afterAll(() => door?.stop());

  /** A browser's request with its jar. */
  async function ask(jar: CookieJar, request: Request): Promise<Answer> {
    const answer = await door.send({
      ...request,
      headers: { ...jar.header(), ...request.headers },
    });
    jar.keep(answer);
    return answer;
  }

  function post(path: string, fields: Record<string, string>): Request {
    return { method: 'POST', path, headers: form, body: new URLSearchParams(fields).toString() };
  }

  async function logInByForm(user: UserName, keep = false, jar = newCookieJar()) {
    const path = '/index.php?title=Special:UserLogin';
    const page = await ask(jar, { path });
    const [, wpLoginToken = ''] =
      /name="wpLoginToken" type="hidden" value="([^"]+)"/.exec(page.body) ?? [];
    const fields = { wpName: user, wpPassword: password, wpLoginToken, authAction: 'login' };
    const remember = keep ? { wpRemember: '1' } : {};
    const answer = await ask(jar, post(path, { ...fields, ...remember, wploginattempt: 'Log in' }));
    expect(answer.status, answer.body).toBe(302);
    expect(answer.headers.location).toMatch(new RegExp(`^${door.origin}/`));
    return jar;
  }

  /** By `action=login` or `action=clientlogin` of the API. */
  async function logInByApi(action: string, user: string, secret: string) {
    const jar = newCookieJar();
    const asked = await ask(jar, {
      path: '/api.php?action=query&meta=tokens&type=login&format=json',
    });
    const { logintoken } = JSON.parse(asked.body).query.tokens as { logintoken: string };
    const fields =
      action === 'login'
        ? { lgname: user, lgpassword: secret, lgtoken: logintoken }
        : { username: user, password: secret, logintoken, loginreturnurl: door.origin };
    const answer = await ask(jar, post('/api.php', { action, format: 'json', ...fields }));
    expect(answer.body).toMatch(/"Success"|"PASS"/);
    return jar;
  }

  /** Whose session these cookies are, as MediaWiki itself says; 0 for nobody. */
  async function idOf(headers: { Cookie?: string }, to = door.sendDirectly): Promise<number> {
    const answer = await to({ path: userInfo, headers });
    expect(answer.status, answer.body).toBe(200);
    return JSON.parse(answer.body).query.userinfo.id;
  }

  test('an account without a factor logs in by the form, reads and logs out', async () => {
    const jar = await logInByForm('ada');
    expect(jar.cookies.has(session)).toBe(true);
    expect(await idOf(jar.header(), door.send)).toBeGreaterThan(0);
    expect((await ask(jar, { path: '/index.php/Main_Page' })).body).toContain('pt-logout');
    const tokens = await ask(jar, { path: '/api.php?action=query&meta=tokens&format=json' });
    const { csrftoken } = JSON.parse(tokens.body).query.tokens as { csrftoken: string };
    await ask(jar, post('/api.php?action=logout', { token: csrftoken, format: 'json' }));
    expect(await idOf(jar.header(), door.send)).toBe(0);
  });

  test('a session that owes its code gets in nowhere, whichever way it was opened', async () => {
    const owner = await logInByForm('ben');
    const secret = await sessionAt(door, owner.header()).activate();
    const logins = {
      form: await logInByForm('ben'),
      'form, kept logged in': await logInByForm('ben', true),
      'action=login': await logInByApi('login', 'ben', password),
      'action=clientlogin': await logInByApi('clientlogin', 'ben', password),
    };
    for (const [name, jar] of Object.entries(logins)) {
      expect(await idOf(jar.header()), name).toBeGreaterThan(0);
      for (const way of ways) {
        const refused = await ask(jar, way);
        expect(refused.status, `${name}: ${way.path}`).toBe(403);
        expect(refused.body, way.path).toContain('code-required');
        expect((await ask(owner, way)).status, way.path).toBe(200);
      }
      const page = await ask(jar, { path: '/index.php/Main_Page', headers: navigation });
      expect(page.status).toBe(403);
      expect(page.body).toContain('/.two-factor/');
    }
    await sessionAt(door, logins.form.header()).verify(secret);
    for (const way of ways) expect((await ask(logins.form, way)).status, way.path).toBe(200);
    expect((await ask(logins['action=login'], { path: userInfo })).status).toBe(403);
  });

  test('the token that keeps a user logged in is worth nothing without a cleared session', async () => {
    const owner = await logInByForm('cleo', true);
    const secret = await sessionAt(door, owner.header()).activate();
    const kept = owner.header([userId, token]);
    const withOther = { Cookie: `${session}=of-my-own; ${kept.Cookie}` };
    expect(await idOf(kept)).toBeGreaterThan(0);
    expect(await idOf(withOther)).toBeGreaterThan(0);
    // Alone it is taken off; with a session of the holder's own choice it is a login that owes.
    expect(await idOf(kept, door.send)).toBe(0);
    expect((await door.send({ path: userInfo, headers: withOther })).status).toBe(403);
    expect(await idOf(owner.header(), door.send)).toBeGreaterThan(0);
    // Once it gave its code, MediaWiki makes another session of it, and the clearance follows.
    await sessionAt(door, withOther).verify(secret);
    owner.keep(await door.send({ path: userInfo, headers: withOther }));
    expect(await idOf(owner.header(), door.send)).toBeGreaterThan(0);
  });

  test('A76 a login form’s own session stays nobody’s after the login', async () => {
    const jar = newCookieJar();
    await ask(jar, { path: '/index.php?title=Special:UserLogin' });
    const before = jar.header([session]);
    await logInByForm('dora', false, jar);
    expect(jar.header([session])).not.toEqual(before);
    const withId = { Cookie: `${before.Cookie}; ${jar.header([userId]).Cookie}` };
    expect(await idOf(jar.header([session, userId]))).toBeGreaterThan(0);
    expect(await idOf(withId)).toBe(0);
  });

  test('no other spelling of the session’s cookie gets in', async () => {
    const owner = await logInByForm('emil');
    await sessionAt(door, owner.header()).activate();
    const owing = await logInByForm('emil');
    const id = owing.header([userId]).Cookie;
    const value = owing.cookies.get(session) ?? '';
    const encoded = `%${value.charCodeAt(0).toString(16)}${value.slice(1)}`;
    // PHP takes each of these for doorwiki_session, or decodes its value.
    for (const cookie of [
      `doorwiki.session=${value}`,
      `doorwiki session=${value}`,
      `${session}=${encoded}`,
    ]) {
      const headers = { Cookie: `${cookie}; ${id}` };
      expect(await idOf(headers), cookie).toBeGreaterThan(0);
      const answer = await door.send({ path: userInfo, headers });
      const nobody = answer.status === 200 && JSON.parse(answer.body).query.userinfo.id === 0;
      expect(nobody || answer.status === 403, `${cookie}: ${answer.body}`).toBe(true);
    }
  });

  test('a bot’s session is a way in like any other', async () => {
    const owner = await logInByForm(bot.owner);
    await sessionAt(door, owner.header()).activate();
    const program = await logInByApi('login', bot.name, bot.password);
    const alone = program.header(['doorwiki_BPsession']);
    expect(await idOf(alone)).toBe(await idOf(owner.header()));
    expect((await door.send({ path: userInfo, headers: alone })).status).toBe(403);
  });
});

import { describe, expect, it } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { exitCodeOf, reportText } from '../../server/check/report.ts';
import { check, holesOf, startWideDoor } from './owing-session.ts';
import { type Quirk, wideProfile } from './wide-platform.ts';

describe('the door holds', () => {
  it('A85 before the stand-in', async () => {
    const { door, enrolled } = await startWideDoor(wideProfile);
    const { login, email } = await enrolled();
    login.jar.set('theme', 'dark');
    const upstream = new URL(door.platform.url);
    const report = await check(door, login, { account: email, paths: ['/home'], upstream });
    expect(holesOf(report)).toEqual([]);
    expect(exitCodeOf(report)).toBe(0);
    expect(reportText(report, new URL(door.origin))).toMatch(/^The door holds: \d{3,} requests/m);
  });
});

const { message, ...quiet } = wideProfile.credential;
const { headers } = quiet;
/** The wide platform's profile with another part `credential`; who needs no WebSocket waits for none. */
const crediting = (change: object) => ({ ...wideProfile, credential: { ...quiet, ...change } });
const exempting = { at: 'realm', scope: 'session', exempt: ['acme'] };

type Broken = {
  profile: object;
  holes: readonly string[];
  quirks?: readonly Quirk[];
  sockets?: string[];
};
const broken: Readonly<Record<string, Broken>> = {
  'a cookie that the profile forgot': {
    profile: crediting({ cookies: [{ name: 'session', anonymous: 'forward' }] }),
    holes: ['the session as another cookie: cookie "session_legacy"'],
  },
  'a header that the profile forgot': {
    profile: crediting({ headers: headers.slice(0, 1) }),
    holes: ['the session as another header: header "X-Session-Token"'],
  },
  'Authorization that passes unasked': {
    profile: {
      ...crediting({ headers: headers.slice(1) }),
      nonBrowser: { forward: ['authorization'] },
    },
    holes: [
      'the session as Authorization: Authorization: Bearer',
      'the session as Basic: Authorization: Basic, as the password',
    ],
  },
  'a cookie that travels while only the identity endpoint says nobody': {
    profile: crediting({
      cookies: standIn.credential.cookies.map((each) => ({ ...each, anonymous: 'forward' })),
    }),
    holes: ['each way in that the profile names: cookie "session_legacy"'],
    quirks: ['whoami-knows-less'],
  },
  'a parameter that the profile forgot': {
    profile: crediting({ query: [] }),
    holes: ['the session in the address: parameter "access_token"'],
  },
  'a field of bodies that the profile forgot': {
    profile: crediting({ body: [] }),
    holes: ['the session in a body: field "access_token" of a body (form)'],
  },
  'a message that the profile forgot': {
    profile: crediting({}),
    holes: ['messages of a WebSocket: message {auth} at /live'],
    sockets: ['/live'],
  },
  'sessions in the path': {
    profile: crediting({}),
    holes: ['the session in the path (;jsessionid=): path parameter ;jsessionid='],
    quirks: ['path-parameter'],
  },
};

describe('a hole is found and named', () => {
  it.each(Object.entries(broken))(
    '%s',
    async (_, { profile, holes, quirks = [], sockets = [] }) => {
      const { door, enrolled } = await startWideDoor(profile, quirks);
      const { login } = await enrolled();
      const paths = quirks.includes('whoami-knows-less') ? ['/api/tile/1'] : [];
      const report = await check(door, login, { paths, sockets });
      const text = reportText(report, new URL(door.origin));
      expect(holesOf(report)).toEqual(expect.arrayContaining([...holes]));
      expect(holesOf(report).length, text).toBeLessThan(10);
      expect(exitCodeOf(report)).toBe(1);
      for (const hole of holes) expect(text).toContain(`OPEN: ${hole}`);
      expect(text).toMatch(/^The door does not hold: /m);
      expect(text).not.toContain(login.jar.get('session'));
    },
  );

  it('whoami that exempts by a field that says nothing of this login', async () => {
    const whoami = { ...wideProfile.whoami, loginMethod: exempting };
    const { door, loggedIn } = await startWideDoor({ ...crediting({}), whoami });
    const report = await check(door, await loggedIn());
    const hole = 'the session as the browser sends it: the gate calls it exempt';
    expect(holesOf(report)).toEqual([hole]);
    expect(exitCodeOf(report)).toBe(1);
    expect(reportText(report, new URL(door.origin))).toContain('whoami.loginMethod must name');
  });

  it('every cookie, where the profile names none that is used', async () => {
    const { door, newEmail } = await startWideDoor(crediting({ cookies: [{ name: 'sid' }] }));
    const person = door.person();
    await person.visitor.logIn(newEmail());
    person.jar.set('theme', 'dark');
    const report = await check(door, person);
    expect(holesOf(report)).toEqual([
      'each cookie of the browser alone: cookie "session" alone',
      'the browser without what the profile names: everything that the browser sends but the named credentials',
    ]);
    expect(exitCodeOf(report)).toBe(1);
  });

  it('the platform itself, where users can reach it', async () => {
    const { door, upstream, enrolled } = await startWideDoor(crediting({}));
    const { login } = await enrolled();
    const nobody = new URL('http://127.0.0.1:9');
    const report = await check(door, login, { upstream, unreachable: [upstream, nobody] });
    expect(holesOf(report)).toEqual([`the platform directly, past the gate: ${upstream.origin}`]);
    expect(exitCodeOf(report)).toBe(1);
  });
});

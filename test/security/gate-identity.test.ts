import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { bigCount } from '../harness/counts.ts';
import { newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startDoorBefore, startInnerDoor } from '../harness/inner-door.ts';
import { reasonOf } from '../harness/person.ts';
import { send } from '../harness/request.ts';
import { scratchProfile } from '../harness/scratch-profile.ts';
import { newVisitor } from '../platform/visitor.ts';

let door: InnerDoor;
const { enrolled, loggedIn } = newUsers(() => door);

async function open(profile: object = standIn): Promise<void> {
  const settings = { DOORCODE_PROFILE: await scratchProfile(profile) };
  const opened = await startInnerDoor({ settings });
  onTestFinished(() => opened.stop());
  door = opened;
}

/** What came through the gate: its own questions do not say where they come from. */
const forwarded = () =>
  door.platform.received.filter(({ headers }) =>
    headers.some(([name]) => name.toLowerCase() === 'x-forwarded-for'),
  );

describe('what the identity answer brings beside the identity', () => {
  it('A78 a cookie that it sets is passed on to nobody', async () => {
    await open();
    const { owner, login } = await enrolled();
    door.platform.identity = 'sets-cookie';
    for (const person of [owner, login]) {
      door.clock.advance(60_000);
      const before = person.visitor.cookieHeader();
      for (const answer of [await person.fetch('/api/tile/1'), await person.navigate('/home')]) {
        const cookies = answer.headers['set-cookie']?.join() ?? '';
        expect(cookies).not.toMatch(/planted|by-identity/);
      }
      const state = await send(door.origin, {
        path: '/.two-factor/v1/state',
        headers: person.pageHeaders(),
      });
      expect(state.headers['set-cookie']).toBeUndefined();
      expect(person.visitor.cookieHeader().replace('; two-factor-owed=1', '')).toBe(before);
    }
    expect((await owner.fetch('/api/tile/1')).status, 'and it counts').toBe(200);
    expect((await login.fetch('/api/tile/1')).status).toBe(403);
    // The control: asked for by the user, the very same answer is the platform's own.
    const asked = await owner.fetch('/api/me');
    expect(asked.headers['set-cookie']?.join()).toMatch(/planted/);
  });

  it('A78 a redirect is neither followed nor passed on', async () => {
    await open();
    const { owner } = await enrolled();
    door.platform.identity = 'redirects';
    door.clock.advance(60_000);
    door.platform.received.length = 0;
    const answer = await owner.fetch('/api/tile/1');
    expect([answer.status, reasonOf(answer)]).toEqual([503, 'platform-unavailable']);
    expect(answer.headers.location).toBeUndefined();
    expect(door.platform.received.map(({ url }) => url)).toEqual(['/api/me']);
    // The control: where it leads, the platform would have said who it is.
    const moved = await fetch(`${door.platform.url}/api/me/moved`, {
      headers: { cookie: owner.visitor.cookieHeader() },
    });
    expect(moved.status).toBe(200);
  });
});

const foreign: readonly [string, string][] = [
  ['Authorization', 'Basic YWRhQGFjbWUuZXhhbXBsZTpjb3JyZWN0IGhvcnNl'],
  ['authorization', 'Bearer abc.def.ghi'],
  ['AUTHORIZATION', 'bearer\tabc'],
  ['Authorization', 'Digest username="ada", response="x"'],
  ['Authorization', 'Negotiate YII='],
  ['Authorization', 'NTLM TlRMTVNTUAAB'],
  ['Authorization', 'AWS4-HMAC-SHA256 Credential=a'],
  ['Authorization', 'Token abc'],
  ['Authorization', 'abc'],
  ['Proxy-Authorization', 'Basic YTpi'],
  ['X-API-Key', 'abc'],
  ['X_Api_Key', 'abc'],
  ['X-Auth-Token', 'abc'],
  ['X-Auth-User', 'ada@acme.example'],
  ['X-Remote-User', 'ada@acme.example'],
  ['Remote-User', 'ada@acme.example'],
  ['X-WebAuth-User', 'ada@acme.example'],
  ['X-Forwarded-User', 'ada@acme.example'],
];

describe('what no profile names', () => {
  it.each(foreign)('A85 %s: %s is taken off', async (name, value) => {
    await open();
    const person = await loggedIn();
    const headers = { Cookie: person.visitor.cookieHeader(), [name]: value, 'X-Other': 'stays' };
    door.platform.received.length = 0;
    expect((await send(door.origin, { path: '/api/tile/1', headers })).status).toBe(200);
    const values = forwarded().flatMap((request) => request.headers.map(([, each]) => each));
    expect(values).toContain('stays');
    expect(values).not.toContain(value);
    // The control: the platform itself sees it.
    await send(door.platform.url, { path: '/api/tile/1', headers });
    expect(JSON.stringify(door.platform.received.at(-1)?.headers)).toContain(JSON.stringify(value));
  });

  it('A85 a header that the profile lets pass does, and no other', async () => {
    await open({ ...standIn, nonBrowser: { forward: ['x-api-key'] } });
    const headers = { 'X-API-Key': 'abc', Authorization: 'Basic YTpi' };
    await send(door.origin, { path: '/', headers });
    const names = forwarded()[0]?.headers.map(([name]) => name.toLowerCase());
    expect(names).toContain('x-api-key');
    expect(names).not.toContain('authorization');
  });

  it.each(['cookie', 'authorization'])('A85 no profile may let %s pass unseen', async (name) => {
    const bearer = {
      ...standIn,
      credential: { headers: [{ name: 'authorization', scheme: 'Bearer' }] },
      nonBrowser: { forward: [name] },
    };
    await expect(open(bearer)).rejects.toThrow(/nonBrowser\.forward/);
  });

  it('A85 the cookies of somebody who is logged in, less the credentials, are nobody’s', async () => {
    await open();
    const visitor = newVisitor(door.origin);
    await visitor.logIn('ada@acme.example');
    await visitor.send('/home?lang=pt-BR');
    await visitor.send('/home?theme=dark');
    visitor.jar.set('theme', 'dark');
    for (const { name } of standIn.credential.cookies) visitor.jar.delete(name);
    expect(visitor.jar.size).toBeGreaterThan(0);
    door.platform.received.length = 0;
    for (const path of ['/home', '/api/me', '/api/tile/1', '/pipelines', '/ws', '/api/export']) {
      await visitor.send(path);
    }
    expect(forwarded()).toHaveLength(6);
    expect(forwarded().filter(({ account }) => account)).toEqual([]);
  });
});

/** Knows one session, and takes its time over every question. */
async function slowPlatform() {
  const asked = { now: 0, most: 0, times: 0 };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const isAda = request.headers.cookie === 'session=ada';
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.url !== '/api/me') return answer(isAda ? 200 : 401, {});
    asked.now += 1;
    asked.times += 1;
    asked.most = Math.max(asked.most, asked.now);
    setTimeout(() => {
      asked.now -= 1;
      if (isAda) answer(200, { id: 'u-1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' });
      else answer(401, {});
    }, 20);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

describe('credentials never seen before', () => {
  it(
    'A86 are asked about a few at a time however many come, and known sessions are served',
    async () => {
      const slow = await startDoorBefore(slowPlatform, {
        settings: { DOORCODE_PROFILE: 'stand-in' },
      });
      onTestFinished(() => slow.stop());
      const { asked } = slow.platform;
      const ada = slow.person();
      ada.jar.set('session', 'ada');
      await ada.meet();
      await ada.activate();

      const flood = bigCount(2_000, 10_000);
      const lines = slow.log.length;
      let next = 0;
      const statuses = new Map<number, number>();
      const known: number[] = [];
      // It goes on until a known session was served again and again meanwhile, however slow that is.
      const goesOn = () => next < flood || known.length < 6;
      async function garbage(): Promise<void> {
        while (goesOn()) {
          const Cookie = `session_legacy=garbage-${next++}`;
          const { status } = await send(slow.origin, { path: '/x', headers: { Cookie } });
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }
      async function serve(): Promise<void> {
        while (goesOn()) {
          // Nothing is remembered any more: the platform is asked about this one, too.
          slow.clock.advance(6_000);
          known.push((await ada.fetch('/api/tile/1')).status);
        }
      }
      await Promise.all([serve(), ...Array.from({ length: 500 }, garbage)]);

      expect(asked.most).toBeLessThanOrEqual(16 + 1);
      expect(known.filter((status) => status !== 200)).toEqual([]);
      // Forwarded without the credential, or told to come again.
      expect([...statuses.keys()].sort()).toEqual([401, 503]);
      expect(asked.times).toBeLessThan(next);
      // A line for the operator now and then, not one for each.
      expect(slow.log.length - lines).toBeLessThan(known.length + 5);
    },
    bigCount(60_000, 300_000),
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { newUsers } from '../harness/enrolled.ts';
import type { Person } from '../harness/person.ts';
import { navigation, type Request, send } from '../harness/request.ts';
import { randomSpellings } from '../security/spellings.ts';
import { claims, spellingsOf, tellingClaims } from './claims.ts';
import { type FrontDoor, fronts, startFrontDoor } from './front-door.ts';

const abreast = 20;
const mark = { 'X-By-Hand': '1' };

describe.each(fronts)('through %s', (front) => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await startFrontDoor(front);
  });
  afterAll(() => door.stop());
  const { enrolled, loggedIn } = newUsers(() => door);

  /** Sends all of these with the person's session; the statuses, in the same order. */
  async function sendAll(person: Person, requests: readonly Request[]): Promise<number[]> {
    const statuses: number[] = [];
    for (let first = 0; first < requests.length; first += abreast) {
      const some = requests.slice(first, first + abreast).map((request) => {
        const headers = { Cookie: person.visitor.cookieHeader(), ...mark, ...request.headers };
        return send(door.origin, { ...request, headers });
      });
      statuses.push(...(await Promise.all(some)).map(({ status }) => status));
    }
    return statuses;
  }

  /** What of it reached the platform, the gate's own questions aside. */
  function arrived(since: number) {
    return door.platform.received
      .slice(since)
      .filter(({ headers }) => headers.some(([name]) => name.toLowerCase() === 'x-by-hand'));
  }

  it('A70 two hundred spellings of protected addresses show the platform no session that owes its code', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const methods = ['GET', 'GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE'];
    const requests = randomSpellings(seed, bigCount(200, 2_000)).map((path, i) => ({
      path,
      method: methods[i % methods.length] ?? 'GET',
      headers: i % 2 === 0 ? navigation : {},
    }));
    const { owner, login } = await enrolled();
    const before = door.platform.received.length;
    const statuses = await sendAll(login, requests);
    const seen = JSON.stringify(arrived(before));
    expect(seen, `seed ${seed}`).not.toContain(login.jar.get('session'));
    expect(
      statuses.filter((status) => status < 400),
      `seed ${seed}`,
    ).toEqual([]);

    // The control: the same requests of a session that showed its code arrive with it, most of them.
    const cleared = door.platform.received.length;
    await sendAll(owner, requests);
    const asSomebody = arrived(cleared).filter(({ account }) => account !== null);
    expect(asSomebody.length).toBeGreaterThan(requests.length / 2);
  });

  it('A71 no header by which somebody claims something arrives or changes a decision', async () => {
    const { owner, login } = await enrolled();
    const stranger = door.person();
    const requests = claims.flatMap((claim) =>
      [...new Set(spellingsOf(claim))].flatMap((name) =>
        ['forged', ['forged', 'forged too']].map(
          (value): Request => ({ path: '/api/tile/1', headers: { [name]: value } }),
        ),
      ),
    );
    for (const [person, status] of [
      [owner, 200],
      [login, 403],
      [stranger, 401],
    ] as const) {
      const before = door.platform.received.length;
      const statuses = await sendAll(person, requests);
      expect(requests.filter((_, i) => statuses[i] !== status)).toEqual([]);
      expect(arrived(before).filter((each) => JSON.stringify(each).includes('forged'))).toEqual([]);
      expect(arrived(before)).toHaveLength(status === 403 ? 0 : requests.length);
    }
  });

  it('A71 nor do claims that would mean something to whoever believed them', async () => {
    const { owner, login } = await enrolled();
    const stranger = await loggedIn();
    const session = `session=${owner.jar.get('session')}`;
    const requests = [...tellingClaims, { 'X-Two-Factor-Cookie': session }].flatMap((headers) => [
      { path: '/home', headers: { ...navigation, ...headers } },
      { path: '/api/tile/1', headers },
      { path: '/api/me', method: 'POST', headers },
    ]);
    const expected = (person: Person) => sendAll(person, requests.map(withoutClaims));
    for (const person of [owner, login, stranger]) {
      expect(await sendAll(person, requests)).toEqual(await expected(person));
    }
    expect((await sendAll(login, requests)).filter((status) => status < 400)).toEqual([]);
    expect((await owner.fetch('/api/me')).status, 'nobody was logged out').toBe(200);
  });

  it('A71 a header that is called one of this connection only is no way round', async () => {
    const { login } = await enrolled();
    const names = [
      'cookie',
      'x-forwarded-uri',
      'x-forwarded-method',
      'x-two-factor-cookie',
      'host',
    ];
    const requests = [...names, names.join(', ')].map((name) => ({
      path: '/api/tile/1',
      headers: { Connection: `close, ${name}` },
    }));
    const before = door.platform.received.length;
    const statuses = await sendAll(login, requests);
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    expect(JSON.stringify(arrived(before))).not.toContain(login.jar.get('session'));
  });

  it('what the gate answers to a front is not to be had from outside', async () => {
    const { owner } = await enrolled();
    const asked = { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/home' };
    const paths = ['gate', 'gate?x', 'gate/', 'GATE', '%67ate', '/gate', './gate', 'x/../gate'];
    const others = ['/%2etwo-factor/gate', '/x/../.two-factor/gate', '//.two-factor/gate'];
    for (const path of [
      ...paths.flatMap((path) => [`/.two-factor/${path}`, `/.two-factor/${path}/refusal`]),
      ...others,
      `${door.origin}/.two-factor/gate`,
    ]) {
      for (const method of ['GET', 'POST', 'HEAD']) {
        const headers = { Cookie: owner.visitor.cookieHeader(), ...asked };
        const answer = await send(door.origin, { method, path, headers });
        expect([404, 405, 403], `${method} ${path}`).toContain(answer.status);
        const said = JSON.stringify([answer.headers, answer.body]);
        expect(said, `${method} ${path}`).not.toContain(owner.jar.get('session'));
      }
    }
    expect((await owner.fetch('/.two-factor/v1/state')).status).toBe(200);
  });
});

function withoutClaims({ path, method, headers }: { method?: string } & Request): Request {
  const isNavigation = 'Sec-Fetch-Mode' in (headers ?? {});
  return { path, ...(method ? { method } : {}), headers: isNavigation ? navigation : {} };
}

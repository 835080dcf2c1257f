import { afterAll, beforeAll, expect, test } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import type { Person } from '../harness/person.ts';
import { navigation, send } from '../harness/request.ts';
import { randomSpellings } from './spellings.ts';

let door: InnerDoor;

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

const methods = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'OPTIONS', 'PUT'] as const;
const abreast = 20;

/** Asks for all of these with the person's session; the statuses that came. */
async function askForAll(person: Person, paths: readonly string[]): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let first = 0; first < paths.length; first += abreast) {
    const some = paths.slice(first, first + abreast).map(async (path, index) => {
      const headers = {
        Cookie: person.visitor.cookieHeader(),
        'X-By-Hand': '1',
        ...(index % 2 === 0 ? navigation : {}),
      };
      const method = methods[(first + index) % methods.length] ?? 'GET';
      statuses.add((await send(door.origin, { method, path, headers })).status);
    });
    await Promise.all(some);
  }
  return statuses;
}

/** What of it arrived at the platform as somebody's. */
function arrived(since: number) {
  return door.platform.received
    .slice(since)
    .filter(({ account, headers }) => account && headers.some(([name]) => name === 'X-By-Hand'));
}

test(
  'random spellings of addresses with a session that owes its code reach nothing',
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const paths = randomSpellings(seed, bigCount(300, 2_000));
    const owner = door.person();
    await owner.logIn('ada@acme.example');
    await owner.activate();
    const login = door.person();
    login.useSecret(owner.secret);
    await login.logIn('ada@acme.example');

    const before = door.platform.received.length;
    const statuses = await askForAll(login, paths);
    expect(arrived(before), `seed ${seed}`).toEqual([]);
    expect(
      [...statuses].filter((status) => status < 400),
      `seed ${seed}`,
    ).toEqual([]);

    // The control: with its code the same session reaches the platform by most of them.
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    const cleared = door.platform.received.length;
    await askForAll(login, paths);
    expect(arrived(cleared).length).toBeGreaterThan(paths.length / 2);
  },
  bigCount(60_000, 600_000),
);

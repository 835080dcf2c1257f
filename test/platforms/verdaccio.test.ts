import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Request } from '../harness/request.ts';
import { type PlatformDoor, startPlatformDoor } from './platform-door.ts';
import { password, type UserName } from './platform-kind.ts';
import { sessionAt } from './session.ts';
import { verdaccio, verdaccioWays } from './verdaccio.ts';

const json = { 'Content-Type': 'application/json' };

let door: PlatformDoor;
beforeAll(async () => {
  door = await startPlatformDoor(verdaccio);
});
afterAll(() => door?.stop());

function bearer(token: string) {
  return { Authorization: `Bearer ${token}` };
}

function basic(user: UserName) {
  return { Authorization: `Basic ${btoa(`${user}:${password}`)}` };
}

/** Only the second in which a token was made tells it from another one of the same user. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function logIn(username: UserName): Promise<string> {
  await nextSecond();
  const answer = await door.send({
    method: 'POST',
    path: '/-/verdaccio/sec/login',
    headers: json,
    body: JSON.stringify({ username, password }),
  });
  expect(answer.status, answer.body).toBe(200);
  return (JSON.parse(answer.body) as { token: string }).token;
}

/** What `npm login` sends. */
function npmLogin(user: UserName): Request {
  return {
    method: 'PUT',
    path: `/-/user/org.couchdb.user:${user}`,
    headers: { ...json, ...basic(user) },
    body: JSON.stringify({ name: user, password }),
  };
}

/** What only somebody may do, with a token. */
const inside = verdaccioWays.map(
  (way) =>
    (headers: Record<string, string>): Request => ({
      ...way,
      headers: { ...way.headers, ...headers },
    }),
);

describe('Verdaccio', () => {
  test('a session that owes its code gets in nowhere, and everywhere once it gave it', async () => {
    const owner = await logIn('ada');
    const secret = await sessionAt(door, bearer(owner)).activate();
    const owing = await logIn('ada');
    for (const scheme of ['Bearer', 'bearer']) {
      for (const way of inside) {
        const request = way({ Authorization: `${scheme} ${owing}` });
        expect((await door.sendDirectly(request)).status, request.path).toBe(200);
        const refused = await door.send(request);
        expect(refused.status, request.path).toBe(403);
        expect(refused.body).toContain('code-required');
        expect((await door.send(way(bearer(owner)))).status, request.path).toBe(200);
      }
    }
    await sessionAt(door, bearer(owing)).verify(secret);
    for (const way of inside) expect((await door.send(way(bearer(owing)))).status).toBe(200);
  });

  test('A85 a name and password by Basic are nobody, and npm cannot log in by them', async () => {
    const whoami = { path: '/-/whoami', headers: basic('ben') };
    expect(JSON.parse((await door.sendDirectly(whoami)).body)).toEqual({ username: 'ben' });
    expect(JSON.parse((await door.send(whoami)).body)).toEqual({});
    expect((await door.sendDirectly(npmLogin('ben'))).status).toBe(201);
    expect((await door.send(npmLogin('ben'))).status).toBe(409);
  });

  test('a token for npm owes a code like any other, whoever made it', async () => {
    const owner = await logIn('cleo');
    await sessionAt(door, bearer(owner)).activate();
    const byLogin = (await door.sendDirectly(npmLogin('cleo'))).body;
    const [, , makeToken] = inside;
    const made = makeToken && (await door.send(makeToken(bearer(owner)))).body;
    for (const answer of [byLogin, made ?? '']) {
      const { token } = JSON.parse(answer) as { token: string };
      const user = { path: '/-/npm/v1/user', headers: bearer(token) };
      expect((await door.sendDirectly(user)).status).toBe(200);
      expect((await door.send(user)).status).toBe(403);
    }
  });

  test('a broken token is nobody, as without the gate', async () => {
    const answer = await door.send({ path: '/-/whoami', headers: bearer('no.such.token') });
    expect(JSON.parse(answer.body)).toEqual({});
  });
});

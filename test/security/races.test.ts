import { afterAll, beforeAll, expect, it } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import type { Person } from '../harness/person.ts';

/*
 * The races of codes.test.ts over and over, unarranged: whatever order the real sockets and the real
 * database make of them. One fixed order cannot show what all the others do.
 */

const stepMs = 30_000;

let door: InnerDoor;
let next = 1;

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

async function enrolled(): Promise<{ owner: Person; email: string }> {
  const email = `user${next++}@acme.example`;
  const owner = door.person();
  await owner.logIn(email);
  await owner.activate();
  return { owner, email };
}

async function loginOf(owner: Person, email: string): Promise<Person> {
  const login = door.person();
  login.useSecret(owner.secret);
  await login.logIn(email);
  return login;
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

it(
  'A05 for account after account, one code 50 times at once clears exactly one session',
  async () => {
    for (const _ of times(bigCount(2, 40))) {
      const { owner, email } = await enrolled();
      const sessions = await Promise.all(times(50).map(() => loginOf(owner, email)));
      const code = owner.code();
      const answers = await Promise.all(sessions.map((each) => each.call('verify', { code })));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      const inside = await Promise.all(sessions.map((each) => each.fetch('/api/me')));
      expect(inside.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(403)]);
    }
  },
  bigCount(60_000, 600_000),
);

it(
  'A10 for login after login, 30 first requests at once with one sealed code are one attempt',
  async () => {
    const { owner, email } = await enrolled();
    for (const index of times(bigCount(6, 100))) {
      const isRight = index % 2 === 1;
      const login = door.person();
      login.useSecret(owner.secret);
      await login.call('login-code', { code: isRight ? login.code() : login.wrongCode() });
      await login.visitor.logIn(email);
      const requests = times(30).map((tile) => login.fetch(`/api/tile/${(tile % 20) + 1}`));
      const statuses = (await Promise.all(requests)).map(({ status }) => status);
      expect(statuses).toEqual(Array(30).fill(isRight ? 200 : 403));
      // The wrong login before was one failure, and the right one tells of it.
      if (isRight) expect((await login.state()).failuresBefore).toBe(1);
      door.clock.advance(stepMs);
    }
  },
  bigCount(60_000, 600_000),
);

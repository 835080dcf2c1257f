import { expect, it } from 'vitest';
import { owing, postForm, startFixtureDoor } from '../fixtures/fixture-door.ts';
import { startFormToken } from '../fixtures/form-token.ts';
import type { Person } from '../harness/person.ts';
import { send } from '../harness/request.ts';

/*
 * A login must not turn a cleared session into somebody else's: for a few seconds the gate would still
 * take it for the one that was cleared. So it starts as nobody, in whatever spelling of its path; here
 * before a platform that reads paths forgivingly, and whose logins keep the session's id.
 */

const spellings = [
  '/login',
  '//login',
  '/./login',
  '/x/../login',
  '/login/',
  '/LOGIN',
  '/%6cogin',
  '/%6C%6F%67%69%6E',
  '/login;x',
  '/login;x=y/',
  '/%2e/login',
  '/x/%2e%2e/login',
  '\\login',
  'http://elsewhere.example/login',
  'HTTP://localhost//login',
  '/login?x=/home',
  '/login#x',
];

async function logIn(person: Person, email: string): Promise<void> {
  const page = await person.fetch('/login');
  const csrf = /value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  await postForm(person, '/login', { email, password: 'correct horse', csrf });
}

/** Ada, cleared, sends a login as Bob by this path; as whom the platform serves her cookie then. */
async function switched(path: string, direct = false) {
  const door = await startFixtureDoor('form-token', () => startFormToken(true));
  await owing(door, logIn, 'bob@acme.example');
  const { owner: ada } = await owing(door, logIn);
  expect((await ada.fetch('/things')).body).toContain('ada@acme.example');
  const headers = {
    Cookie: `sid=${ada.jar.get('sid')}`,
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const body = new URLSearchParams({ email: 'bob@acme.example', password: 'correct horse' });
  const login = { method: 'POST', path, headers, body: body.toString() };
  await send(direct ? door.platform.url : door.origin, login);
  return (await ada.fetch('/things')).body;
}

it.each(spellings)(
  'A73 a login by %s turns no cleared session into somebody else’s',
  async (path) => {
    expect(await switched(path)).toContain('ada@acme.example');
  },
);

it('A73 the control: sent to the platform itself, such a login does so for a few seconds', async () => {
  expect(await switched('/login', true)).toContain('bob@acme.example');
});

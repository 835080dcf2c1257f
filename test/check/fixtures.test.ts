import { expect, it } from 'vitest';
import { exitCodeOf, reportText } from '../../server/check/report.ts';
import { startCompanion } from '../fixtures/companion.ts';
import { startCookieSet } from '../fixtures/cookie-set.ts';
import {
  keepToken,
  type LogIn,
  owing,
  postForm,
  startFixtureDoor,
  tokenByForm,
  tokenByJson,
} from '../fixtures/fixture-door.ts';
import { startFormToken } from '../fixtures/form-token.ts';
import { startHtmlIdentity } from '../fixtures/html-identity.ts';
import { startParameters } from '../fixtures/parameters.ts';
import { startRefresh } from '../fixtures/refresh.ts';
import { startRotating } from '../fixtures/rotating.ts';
import type { Fixture } from '../fixtures/serve.ts';
import { startSocket } from '../fixtures/socket.ts';
import { check, holesOf } from './owing-session.ts';

type Tried = readonly [name: string, start: () => Promise<Fixture>, logIn: LogIn];

const password = 'correct horse';
const byForm: LogIn = (person, email) => postForm(person, '/login', { email, password });

const fixtures: readonly Tried[] = [
  [
    'companion',
    startCompanion,
    (person, email) => {
      person.carries['X-Browser'] = 'one';
      return byForm(person, email);
    },
  ],
  ['cookie-set', startCookieSet, byForm],
  ['html-identity', startHtmlIdentity, byForm],
  ['rotating', startRotating, byForm],
  [
    'form-token',
    () => startFormToken(false),
    async (person, email) => {
      const page = await person.fetch('/login');
      const [, csrf = ''] = /value="([^"]+)"/.exec(page.body) ?? [];
      return postForm(person, '/login', { email, password, csrf });
    },
  ],
  ['socket', startSocket, tokenByForm],
  ['parameters', startParameters, tokenByJson],
  [
    'refresh',
    startRefresh,
    async (person, email) => {
      const body = JSON.stringify({ email, password });
      const { status, body: said } = await person.fetch('/login', {}, 'POST', body);
      const { auth } = JSON.parse(said) as { auth: unknown };
      keepToken(person, { status, body: JSON.stringify(auth) });
    },
  ],
];

it.each(fixtures)('A85 check passes on the fixture %s', async (name, start, logIn) => {
  const door = await startFixtureDoor(name, start);
  const { thief } = await owing(door, logIn);
  const lines = Object.entries({ Cookie: thief.visitor.cookieHeader(), ...thief.carries });
  const held = lines.map(([header, value]) => `${header}: ${value}`).join('\n');
  const report = await check(door, held);
  const text = reportText(report, new URL(door.origin));
  expect(text).toMatch(/^The door holds: \d{3,} requests/m);
  expect(holesOf(report)).toEqual([]);
  expect(exitCodeOf(report)).toBe(0);
});

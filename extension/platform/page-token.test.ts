// @vitest-environment happy-dom

import { afterEach, expect, test, vi } from 'vitest';
import { forgetToken, type TokenPlace, tokenHeader } from './page-token.ts';

const plain: TokenPlace = { area: 'localStorage', key: 'token', header: 'x-session-token' };
const deep: TokenPlace = {
  area: 'sessionStorage',
  key: 'login',
  at: 'session.token',
  header: 'authorization',
  scheme: 'Bearer',
};

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

test('a token is read as it stands, or where it stands in JSON, and shown with its scheme', () => {
  localStorage.setItem('token', 't-1');
  sessionStorage.setItem('login', JSON.stringify({ session: { token: 't-2' } }));
  expect(tokenHeader(plain)).toEqual({ name: 'x-session-token', value: 't-1' });
  expect(tokenHeader(deep)).toEqual({ name: 'authorization', value: 'Bearer t-2' });
});

test('each time it is the one that stands there now', () => {
  localStorage.setItem('token', 'old');
  expect(tokenHeader(plain)?.value).toBe('old');
  localStorage.setItem('token', 'new');
  expect(tokenHeader(plain)?.value).toBe('new');
  forgetToken(plain);
  expect(tokenHeader(plain)).toBeNull();
});

test('forgetting takes the whole entry, and no other', () => {
  sessionStorage.setItem('login', '{}');
  sessionStorage.setItem('theme', 'dark');
  localStorage.setItem('login', 'kept');
  forgetToken(deep);
  expect([sessionStorage.getItem('login'), sessionStorage.getItem('theme')]).toEqual([
    null,
    'dark',
  ]);
  expect(localStorage.getItem('login')).toBe('kept');
});

test.each([
  ['nothing is stored', null],
  ['it is empty', ''],
  ['it has a line break', 'a\r\nX-Other: 1'],
  ['it has a space', 'a b'],
  ['it has letters that fit in no header', 'tokén'],
  ['it is longer than any header', 'a'.repeat(8193)],
])('nobody is logged in where %s', (_where, stored) => {
  if (stored !== null) localStorage.setItem('token', stored);
  expect(tokenHeader(plain)).toBeNull();
});

test.each([
  'no JSON',
  'null',
  '"t"',
  '{}',
  '{"session":null}',
  '{"session":{"token":7}}',
  '{"session":{"token":null}}',
  '{"session":{"token":["t"]}}',
  '{"session":"token"}',
])('nobody is logged in where the JSON is %s', (stored) => {
  sessionStorage.setItem('login', stored);
  expect(tokenHeader(deep)).toBeNull();
});

test('what an object has by inheritance is no token', () => {
  sessionStorage.setItem('login', '{}');
  expect(tokenHeader({ ...deep, at: 'constructor.name' })).toBeNull();
});

test('a page that may not use its storage has nobody logged in, and nothing to forget', () => {
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  expect(tokenHeader(plain)).toBeNull();
  expect(() => forgetToken(plain)).not.toThrow();
});

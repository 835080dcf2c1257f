import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer, State } from '../messages.ts';
import { insertLoginField } from '../platform/login-field.ts';
import { findLoginForms } from '../platform/login-form.ts';
import { en } from '../texts/en.ts';
import { newsAfterLogin, noteCode, watchForLogin } from './after-login.ts';

const cleared: State = {
  now: 0,
  account: { id: 'a1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' },
  factor: 'active',
  session: 'cleared',
  waitUntil: null,
  recoveryCodesLeft: 10,
  clearanceUntil: null,
  failuresBefore: 0,
  needsSetupCode: false,
  openCase: null,
};

let stop: AbortController;
let answer: Answer<State>;
let asked: number;
let logins: State[];
let tick: () => void;
let canSay: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  stop = new AbortController();
  answer = { ok: true, value: cleared };
  asked = 0;
  logins = [];
  canSay = true;
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.innerHTML = '';
});

async function watch(): Promise<void> {
  watchForLogin({
    state: async () => {
      asked += 1;
      return answer;
    },
    onLogin: (state) => {
      logins.push(state);
      return canSay;
    },
    every: (look) => {
      tick = look;
    },
    signal: stop.signal,
  });
  await vi.advanceTimersByTimeAsync(0);
}

async function look(): Promise<void> {
  tick();
  await vi.advanceTimersByTimeAsync(0);
}

test('the page after a login with a code is told of it, once', async () => {
  noteCode();
  await watch();
  expect(logins).toEqual([cleared]);
  await look();
  await watch();
  expect(logins).toHaveLength(1);
  expect(asked).toBe(1);
});

test('what cannot be said in this page is said in the next one', async () => {
  noteCode();
  canSay = false;
  await watch();
  await look();
  expect(logins).toHaveLength(2);
  canSay = true;
  await watch();
  expect(logins).toHaveLength(3);
  await look();
  expect(logins).toHaveLength(3);
});

test('nobody is asked where no code was given, or one long ago', async () => {
  await watch();
  noteCode();
  await vi.advanceTimersByTimeAsync(61_000);
  await look();
  expect(asked).toBe(0);
});

test.each([
  ['goes', () => document.body.replaceChildren()],
  ['is hidden', () => document.querySelector('form')?.setAttribute('style', 'display: none')],
])(
  'nobody is asked while the login form waits; on a single page it %s, and then the user is in',
  async (_how, leave) => {
    document.body.innerHTML =
      '<form method="post"><input type="email"><input type="password"><button>LOGIN</button></form>';
    const [form] = findLoginForms(document);
    if (form) insertLoginField(form, 'Code', 'en');
    await watch();
    noteCode();
    await look();
    expect(asked).toBe(0);
    leave();
    await look();
    expect(logins).toEqual([cleared]);
  },
);

test.each(['anonymous', 'code-required'] as const)(
  'a session that is %s is waited for',
  async (session) => {
    noteCode();
    answer = { ok: true, value: { ...cleared, session } };
    await watch();
    expect(logins).toEqual([]);
    answer = { ok: true, value: cleared };
    await look();
    expect(logins).toHaveLength(1);
  },
);

test('a login that owed no code is none to speak of', async () => {
  noteCode();
  answer = { ok: true, value: { ...cleared, factor: 'none', session: 'free' } };
  await watch();
  await look();
  expect(logins).toEqual([]);
  expect(asked).toBe(1);
});

test('a page without storage is left alone', async () => {
  vi.stubGlobal('sessionStorage', undefined);
  noteCode();
  await watch();
  vi.unstubAllGlobals();
  expect(asked).toBe(0);
});

test('there is news after failures and when recovery codes run low, else there is none', () => {
  const news = (over: Partial<State>) => newsAfterLogin({ ...cleared, ...over }, en);
  expect(news({ recoveryCodesLeft: 3 })).toEqual([]);
  expect(news({ recoveryCodesLeft: 0, factor: 'none' })).toEqual([]);
  expect(news({ failuresBefore: 7 })).toEqual([en.failuresBefore(7)]);
  expect(news({ failuresBefore: 1, recoveryCodesLeft: 2 })).toEqual([
    en.failuresBefore(1),
    `${en.recoveryCodesLeft(2)} ${en.getNewCodes}`,
  ]);
});

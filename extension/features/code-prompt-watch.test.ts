import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer, State } from '../messages.ts';
import { watchForOwedCode } from './code-prompt-watch.ts';

const owing: State = {
  now: 0,
  account: { id: 'a1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' },
  factor: 'active',
  session: 'code-required',
  waitUntil: null,
  recoveryCodesLeft: 0,
  clearanceUntil: null,
  failuresBefore: 0,
  needsSetupCode: false,
  openCase: null,
};

let stop: AbortController;
let answer: Answer<State>;
let asked: number;
let prompts: number;
let tick: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
  answer = { ok: true, value: owing };
  asked = 0;
  prompts = 0;
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  // biome-ignore lint/suspicious/noDocumentCookie: the gate's cookie is read from here
  document.cookie = 'two-factor-owed=; expires=Thu, 01 Jan 1970 00:00:00 GMT';
});

function watch() {
  return watchForOwedCode({
    state: async () => {
      asked += 1;
      return answer;
    },
    onOwed: () => {
      prompts += 1;
    },
    every: (look) => {
      tick = look;
    },
    signal: stop.signal,
  });
}

async function look(): Promise<void> {
  tick();
  await vi.advanceTimersByTimeAsync(0);
}

function owe(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: as the gate sets it
  document.cookie = 'two-factor-owed=1';
}

test('without the cookie nobody is asked', async () => {
  watch();
  await look();
  expect(asked).toBe(0);
});

test('a cookie that is there on load, or comes later, asks the server and then the user, once', async () => {
  owe();
  watch();
  await look();
  await look();
  expect([asked, prompts]).toEqual([1, 1]);
});

test('a cookie like it is not it', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: a cookie of somebody else
  document.cookie = 'not-two-factor-owed=1';
  watch();
  await look();
  expect(asked).toBe(0);
});

test('a hint that is not true prompts nobody', async () => {
  owe();
  answer = { ok: true, value: { ...owing, session: 'cleared' } };
  watch();
  await look();
  expect([asked, prompts]).toEqual([1, 0]);
});

test('a page that has not kept its token yet is asked about again', async () => {
  owe();
  answer = { ok: true, value: { ...owing, account: null, session: 'anonymous' } };
  watch();
  await look();
  expect(prompts).toBe(0);
  answer = { ok: true, value: owing };
  await look();
  expect(prompts).toBe(1);
});

test('a set-up that is owed prompts too', async () => {
  owe();
  answer = { ok: true, value: { ...owing, session: 'setup-required' } };
  watch();
  await look();
  expect(prompts).toBe(1);
});

test('when the server does not answer, it is asked again', async () => {
  owe();
  answer = { ok: false, reason: 'unreachable' };
  watch();
  await look();
  answer = { ok: true, value: owing };
  await look();
  expect(prompts).toBe(1);
});

test('whoever closed the prompt is left alone for a minute, then asked again', async () => {
  owe();
  const closed = watch();
  await look();
  closed();
  await vi.advanceTimersByTimeAsync(59_000);
  await look();
  expect(prompts).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await look();
  expect(prompts).toBe(2);
});

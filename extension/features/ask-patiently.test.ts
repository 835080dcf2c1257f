import { expect, test, vi } from 'vitest';
import type { Answer, State } from '../messages.ts';
import { askPatiently } from './ask-patiently.ts';

const state: State = {
  now: 0,
  account: null,
  factor: 'none',
  session: 'anonymous',
  waitUntil: null,
  recoveryCodesLeft: 0,
  clearanceUntil: null,
  failuresBefore: 0,
  needsSetupCode: false,
  openCase: null,
};
const silence: Answer<State> = { ok: false, reason: 'unreachable' };

/** A page that gives these answers, the last one again and again. */
function pageThatSays(first: Answer<State>, ...others: Answer<State>[]) {
  let last = first;
  return vi.fn(async () => {
    const answer = last;
    last = others.shift() ?? last;
    return answer;
  });
}

test('who does not answer is asked again until they do', async () => {
  vi.useFakeTimers();
  const page = pageThatSays(silence, silence, { ok: true, value: state });
  const asked = askPatiently(page);
  await vi.runAllTimersAsync();
  expect(await asked).toEqual({ ok: true, value: state });
  expect(page).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

test('the patience ends', async () => {
  vi.useFakeTimers();
  const page = pageThatSays(silence);
  const asked = askPatiently(page);
  await vi.runAllTimersAsync();
  expect(await asked).toEqual(silence);
  expect(page).toHaveBeenCalledTimes(41);
  vi.useRealTimers();
});

test('a page that refuses has answered', async () => {
  const refusing = pageThatSays({ ok: false, reason: 'platform-unavailable' });
  await askPatiently(refusing);
  expect(refusing).toHaveBeenCalledTimes(1);
});

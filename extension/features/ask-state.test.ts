import { expect, test, vi } from 'vitest';
import type { Answer, Ask, State } from '../messages.ts';
import { askState } from './ask-state.ts';

const state: State = {
  now: 0,
  account: null,
  factor: 'none',
  session: 'anonymous',
  waitUntil: null,
  recoveryCodesLeft: 0,
  clearanceUntil: null,
  failuresBefore: 0,
};
const silence: Answer<State> = { ok: false, reason: 'unreachable' };

/** A page that gives these answers, the last one again and again. */
function pageThatSays(...answers: Answer<State>[]) {
  return vi.fn(async () => (answers.length > 1 ? answers.shift() : answers[0]));
}

test('a page that is being reloaded is asked again until it answers', async () => {
  vi.useFakeTimers();
  const page = pageThatSays(silence, silence, { ok: true, value: state });
  const asked = askState(page as unknown as Ask, true);
  await vi.runAllTimersAsync();
  expect(await asked).toEqual({ ok: true, value: state });
  expect(page).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

test('its patience ends', async () => {
  vi.useFakeTimers();
  const page = pageThatSays(silence);
  const asked = askState(page as unknown as Ask, true);
  await vi.runAllTimersAsync();
  expect(await asked).toEqual(silence);
  expect(page).toHaveBeenCalledTimes(41);
  vi.useRealTimers();
});

test('a page that is not being reloaded is asked once, and so is one that refuses', async () => {
  const silent = pageThatSays(silence);
  expect(await askState(silent as unknown as Ask, false)).toEqual(silence);
  expect(silent).toHaveBeenCalledTimes(1);
  const refusing = pageThatSays({ ok: false, reason: 'platform-unavailable' });
  await askState(refusing as unknown as Ask, true);
  expect(refusing).toHaveBeenCalledTimes(1);
});

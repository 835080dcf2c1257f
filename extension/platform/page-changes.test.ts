import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onPageChange } from './page-changes.ts';

let stop: AbortController;
let clock: number;
let looks: number;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  stop = new AbortController();
  clock = 0;
  looks = 0;
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

/** Watches with looks that take so long. */
function watch(milliseconds: number): void {
  onPageChange(() => {
    looks += 1;
    clock += milliseconds;
  }, stop.signal);
}

async function changeAndWait(milliseconds: number): Promise<void> {
  document.body.append(document.createElement('p'));
  await vi.advanceTimersByTimeAsync(milliseconds);
  clock += milliseconds;
}

test('a change is looked at a moment later where a look takes no time', async () => {
  watch(0);
  expect(looks).toBe(1);
  await changeAndWait(200);
  expect(looks).toBe(2);
});

test('a page that takes long to look at is left alone twenty times as long', async () => {
  watch(50);
  await changeAndWait(900);
  expect(looks).toBe(1);
  await changeAndWait(200);
  expect(looks).toBe(2);
});

test('after its rest such a page is looked at as soon as any other', async () => {
  watch(50);
  clock += 2000;
  await changeAndWait(200);
  expect(looks).toBe(2);
});

test('a look that fails is not the last', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  onPageChange(() => {
    looks += 1;
    throw new Error('a strange page');
  }, stop.signal);
  await changeAndWait(200);
  vi.unstubAllGlobals();
  expect(looks).toBe(2);
  expect(reported).toHaveBeenCalledTimes(2);
});

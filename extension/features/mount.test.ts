import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ask } from '../messages.ts';
import { en } from '../texts/en.ts';
import { es } from '../texts/es.ts';
import { mountPanel } from './mount.tsx';

const said = () => document.body.textContent ?? '';
const soon = { timeout: 2000 };

/** Answers to `site` when it is let; nothing else is answered at all. */
function slowSite() {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const ask: Ask = (name) => (name === 'site' ? promise : new Promise(() => {})) as never;
  return { ask, answer: resolve };
}

beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>';
});
afterEach(() => vi.useRealTimers());

test('that it takes a moment is said to nobody who is answered at once, and then to who waits', async () => {
  vi.useFakeTimers();
  const { ask } = slowSite();
  void mountPanel({ ask, close: () => {} });
  await vi.advanceTimersByTimeAsync(290);
  expect(said()).toBe('');
  await vi.advanceTimersByTimeAsync(20);
  vi.useRealTimers();
  await vi.waitFor(() => expect(said()).toContain(en.loading), soon);
});

test('the page’s language is spoken, and said to be', async () => {
  const { ask, answer } = slowSite();
  void mountPanel({ ask, close: () => {} });
  const site = { origin: 'http://localhost', language: 'es', name: 'N', issuer: 'N', support: {} };
  answer({ ok: true, value: { ...site, missing: null } });
  await vi.waitFor(() => expect(said()).toContain(es.loading), soon);
  expect(document.documentElement.lang).toBe('es');
  expect(document.title).toBe(es.menuEntry);
});

test('a page that has no Doorcode is told from a server that does not answer', async () => {
  const titles = { 'not-here': en.noDoorcodeTitle, unreachable: en.unreachableTitle } as const;
  for (const reason of ['not-here', 'unreachable'] as const) {
    const { ask, answer } = slowSite();
    void mountPanel({ ask, close: () => {} });
    answer({ ok: false, reason });
    await vi.waitFor(() => expect(said()).toContain(titles[reason]), soon);
    expect(said()).toContain(en.tryAgain);
  }
});

test('a reason that is not known yet is a mistake of the server, with a way to try again', async () => {
  const site = { origin: 'http://localhost', language: 'en', name: 'N', issuer: 'N', support: {} };
  const ask: Ask = async (name) =>
    (name === 'site'
      ? { ok: true, value: { ...site, missing: null } }
      : { ok: false, reason: 'out-to-lunch' }) as never;
  void mountPanel({ ask, close: () => {} });
  await vi.waitFor(() => expect(said()).toContain(en.refusals.internal), soon);
  expect(said()).toContain(en.tryAgain);
});

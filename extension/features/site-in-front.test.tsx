import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { loadTexts } from '../texts/tables.ts';
import { withSite } from './site-in-front.tsx';

const texts = await loadTexts('en');
const origin = 'https://app.example.com';

let root: HTMLElement;
let orders: number;
let answer: PromiseWithResolvers<unknown>;

beforeEach(async () => {
  fakeBrowser.reset();
  await browser.storage.local.set({ added: [origin] });
  orders = 0;
  answer = Promise.withResolvers();
  vi.spyOn(browser.runtime, 'getManifest').mockReturnValue(
    {} as ReturnType<typeof browser.runtime.getManifest>,
  );
  vi.spyOn(browser.runtime, 'sendMessage').mockImplementation(() => {
    orders += 1;
    return answer.promise;
  });
  root = document.body.appendChild(document.createElement('div'));
  const tab = Promise.resolve({ id: 7, url: `${origin}/home` });
  const site = { ok: false, reason: 'unreachable' } as const;
  render(await withSite(<h1>the face</h1>, { texts, site, tab, again: () => {} }), root);
});

afterEach(() => {
  vi.restoreAllMocks();
  render(null, root);
  root.remove();
});

const button = () => root.querySelector('button');

test('a site that was added is forgotten once, however often the button is pressed', async () => {
  expect(button()?.textContent).toBe(texts.forgetSite);
  button()?.focus();
  button()?.click();
  await vi.waitFor(() => expect(button()?.getAttribute('aria-disabled')).toBe('true'));
  button()?.click();
  expect(orders).toBe(1);
  expect(document.activeElement).toBe(button());
  answer.resolve({ ok: true, value: null });
  await vi.waitFor(() => expect(root.textContent).toContain(texts.siteNews.forgotten));
});

test('a site that could not be forgotten says so, and can be tried again', async () => {
  button()?.click();
  answer.resolve({ ok: false, reason: 'unreachable' });
  await vi.waitFor(() =>
    expect(root.querySelector('[role=alert]')?.textContent).toBe(texts.refusals.internal),
  );
  await vi.waitFor(() => expect(button()?.getAttribute('aria-disabled')).toBe('false'));
  button()?.click();
  expect(orders).toBe(2);
});

// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { loadTexts } from '../texts/tables.ts';
import { ProtectSite } from './protect-site.tsx';

const texts = await loadTexts('en');
const wish = { origin: 'https://app.example.com:8443', tab: 7 };

let steps: string[];
let granted: boolean;
let answer: unknown;
let root: HTMLElement;

beforeEach(() => {
  steps = [];
  [granted, answer] = [true, { ok: true, value: null }];
  root = document.body.appendChild(document.createElement('div'));
  Object.assign(browser.permissions, {
    request: async ({ origins }: { origins: string[] }) => {
      steps.push(`ask for ${origins}`);
      return granted;
    },
  });
  vi.spyOn(browser.storage.session, 'set').mockImplementation(async () => void steps.push('note'));
  vi.spyOn(browser.runtime, 'sendMessage').mockImplementation(async () => {
    steps.push('order');
    return answer;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  render(null, root);
  root.remove();
});

function show(managed = false): void {
  const onProtected = () => steps.push('protected');
  render(<ProtectSite {...{ texts, wish, managed, onProtected }} />, root);
}

const press = () => root.querySelector('button')?.click();
const said = () => root.querySelector('[role=status]')?.textContent;

test('the press asks for that one host at once, and the order follows', async () => {
  show();
  expect(root.textContent).toContain(wish.origin);
  press();
  // Nothing may have been waited for by now: Firefox would refuse the question.
  expect(steps[0]).toBe('ask for https://app.example.com/*');
  await vi.waitFor(() => expect(steps.at(-1)).toBe('protected'));
  expect(steps.slice(1)).toEqual(['note', 'order', 'protected']);
});

test('a second press asks for nothing, and the button keeps the focus meanwhile', async () => {
  const site = Promise.withResolvers();
  answer = site.promise;
  show();
  root.querySelector('button')?.focus();
  press();
  await vi.waitFor(() =>
    expect(document.activeElement?.getAttribute('aria-disabled')).toBe('true'),
  );
  press();
  site.resolve({ ok: true, value: null });
  await vi.waitFor(() => expect(steps.at(-1)).toBe('protected'));
  expect(steps.filter((step) => step.startsWith('ask'))).toHaveLength(1);
});

test('who does not allow it is told that nothing was changed, and nothing is ordered', async () => {
  granted = false;
  show();
  press();
  await vi.waitFor(() => expect(said()).toBe(texts.siteNews['not-allowed']));
  expect(steps).not.toContain('order');
});

test.each([
  ['not-here', texts.siteNews['not-here']],
  ['unreachable', texts.siteNews.unreachable],
  ['internal', texts.siteNews.unreachable],
])('a site that is refused as %s is told so, and can be tried again', async (reason, news) => {
  answer = { ok: false, reason };
  show();
  press();
  await vi.waitFor(() => expect(said()).toBe(news));
  await vi.waitFor(() =>
    expect(root.querySelector('button')?.getAttribute('aria-disabled')).toBe('false'),
  );
  expect(steps).not.toContain('protected');
});

test('an administrator’s site says whose wish it is', () => {
  show(true);
  expect(root.querySelector('h1')?.textContent).toBe(texts.managedSite);
});

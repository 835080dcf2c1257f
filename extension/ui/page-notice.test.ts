import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPageNotice } from './page-notice.ts';

let ran: number;
let close: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  ran = 0;
  const run = () => {
    ran += 1;
  };
  const action = { label: 'Settings', run };
  close = openPageNotice({
    lang: 'en',
    title: 'Title',
    lines: ['One.', 'Two.'],
    action,
    close: 'Close',
  });
});

afterEach(() => {
  close();
  vi.useRealTimers();
});

const root = () => document.querySelector('html > div')?.shadowRoot;
const button = (name: string) =>
  [...(root()?.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent === name);

function press(name: string, isTrusted = true): void {
  const click = new MouseEvent('click', { bubbles: true });
  Object.defineProperty(click, 'isTrusted', { value: isTrusted });
  button(name)?.dispatchEvent(click);
}

test('its words come into a region that is there already, and leave the focus alone', () => {
  const region = root()?.querySelector('[role=status]');
  expect(region?.textContent).toBe('');
  vi.advanceTimersByTime(200);
  expect(region?.textContent).toContain('One.');
  expect(region?.textContent).toContain('Two.');
  expect(document.activeElement).toBe(document.body);
});

test('it stays until it is closed', () => {
  vi.advanceTimersByTime(3_600_000);
  press('Close');
  expect(root()).toBeUndefined();
  expect(ran).toBe(0);
});

test('a press that a script of the page has made up does nothing', () => {
  vi.advanceTimersByTime(200);
  press('Settings', false);
  press('Close', false);
  expect(root()).toBeDefined();
  expect(ran).toBe(0);
});

test('its action closes it too', () => {
  vi.advanceTimersByTime(200);
  press('Settings');
  expect(root()).toBeUndefined();
  expect(ran).toBe(1);
});

test('whoever opened it can close it', () => {
  expect(root()).toBeDefined();
  close();
  expect(root()).toBeUndefined();
});

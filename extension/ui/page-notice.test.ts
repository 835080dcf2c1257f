import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPageNotice } from './page-notice.ts';

let root: ShadowRoot | undefined;
let ran: number;

beforeEach(() => {
  vi.useFakeTimers();
  ran = 0;
  const attach = Element.prototype.attachShadow;
  // The only way to see into a closed root is to have been there when it was made.
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (
    this: Element,
    init: ShadowRootInit,
  ) {
    root = attach.call(this, init);
    return root;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function open(): () => void {
  const run = () => {
    ran += 1;
  };
  const action = { label: 'Settings', run };
  return openPageNotice({ title: 'Title', lines: ['One.', 'Two.'], action, close: 'Close' });
}

const button = (name: string) =>
  [...(root?.querySelectorAll('button') ?? [])].find((each) => each.textContent === name);

test('its words come into a region that is there already, and leave the focus alone', () => {
  const before = document.activeElement;
  open();
  const region = root?.querySelector('[role=status]');
  expect(region?.textContent).toBe('');
  vi.advanceTimersByTime(200);
  expect(region?.textContent).toContain('One.');
  expect(region?.textContent).toContain('Two.');
  expect(document.activeElement).toBe(before);
  expect(root?.host.shadowRoot).toBeNull();
});

test('it stays until it is closed', () => {
  open();
  vi.advanceTimersByTime(3_600_000);
  expect(root?.host.isConnected).toBe(true);
  button('Close')?.click();
  expect(root?.host.isConnected).toBe(false);
  expect(ran).toBe(0);
});

test('its action closes it too, and so does whoever opened it', () => {
  open();
  vi.advanceTimersByTime(200);
  button('Settings')?.click();
  expect(ran).toBe(1);
  expect(root?.host.isConnected).toBe(false);
  open()();
  expect(root?.host.isConnected).toBe(false);
});

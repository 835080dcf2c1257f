// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "enableIframePageLoading": true } }

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFrameDialog } from './frame-dialog.ts';

let root: ShadowRoot | undefined;
let closed: number;
let closedWhenSilent: number;

beforeEach(() => {
  vi.useFakeTimers();
  closed = 0;
  closedWhenSilent = 0;
  document.body.innerHTML = '<button id="opener">Menu</button>';
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
  document.body.innerHTML = '';
});

function open() {
  return openFrameDialog({
    url: 'about:blank',
    lang: 'en',
    title: 'Two-factor authentication',
    onClose: () => {
      closed += 1;
    },
    onSilent: () => {
      closedWhenSilent = closed;
    },
  });
}

test('the focus returns to where it was', () => {
  document.getElementById('opener')?.focus();
  const dialog = open();
  dialog.close();
  expect(document.activeElement?.id).toBe('opener');
  expect(closed).toBe(1);
});

test('Escape on the dialog itself closes it, once', () => {
  const dialog = open();
  root?.querySelector('dialog')?.dispatchEvent(new Event('close'));
  dialog.close();
  expect(closed).toBe(1);
  expect(root?.host.isConnected).toBe(false);
});

test('a frame that never speaks makes room for a way that works', () => {
  open();
  vi.advanceTimersByTime(6000);
  expect(root?.host.isConnected).toBe(false);
  expect(closedWhenSilent).toBe(1);
});

test('a frame that has spoken stays', () => {
  open().alive();
  vi.advanceTimersByTime(60_000);
  expect(root?.host.isConnected).toBe(true);
  expect(closedWhenSilent).toBe(0);
});

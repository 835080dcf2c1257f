import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { readOrder } from './wish.ts';

const popup = { id: 'doorcode', url: 'chrome-extension://doorcode/popup.html?tab=7' };
const wish = { origin: 'https://app.example.com', tab: 7 };

beforeEach(() => {
  vi.spyOn(browser.runtime, 'id', 'get').mockReturnValue('doorcode');
  vi.spyOn(browser.runtime, 'getURL').mockImplementation(
    (path: string) => `chrome-extension://doorcode${path}`,
  );
});

afterEach(() => vi.restoreAllMocks());

describe('an order', () => {
  test.each(['protect', 'forget'])('of the popup to %s is taken', (order) => {
    expect(readOrder({ order, wish }, popup)).toEqual({ order, wish });
  });

  test.each([
    ['another extension', { ...popup, id: 'other' }],
    ['the framed panel', { ...popup, url: 'chrome-extension://doorcode/panel.html' }],
    ['a content script', { ...popup, url: 'https://app.example.com/popup.html' }],
    ['nobody', { id: 'doorcode' }],
  ])('of %s is nothing', (_who, sender) => {
    expect(readOrder({ order: 'protect', wish }, sender)).toBeNull();
  });

  test.each([
    null,
    'protect',
    { order: 'protect' },
    { order: 'constructor', wish },
    { order: 'protect', wish: { ...wish, origin: 'https://app.example.com/*' } },
    { order: 'protect', wish: { ...wish, origin: 'https://*' } },
    { order: 'protect', wish: { ...wish, origin: 'http://app.example.com' } },
    { order: 'protect', wish: { ...wish, origin: ['https://app.example.com'] } },
    { order: 'protect', wish: { ...wish, tab: '7' } },
    { order: 'protect', wish: { ...wish, tab: 7.5 } },
  ])('that is none is nothing: %j', (raw) => {
    expect(readOrder(raw, popup)).toBeNull();
  });
});

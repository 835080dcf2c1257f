import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createAsk, isFramedPanel, isOurs, readMessage } from './messages.ts';

const good = [
  { name: 'site', input: null },
  { name: 'state', input: null },
  { name: 'sign-out', input: null },
  { name: 'close', input: null },
  { name: 'reload', input: null },
  { name: 'activate', input: { account: 'a1' } },
  { name: 'activate', input: { account: 'a1', code: '123456' } },
  { name: 'activate', input: { account: 'a1', setupCode: 'ABCD-EFGH' } },
  { name: 'confirm', input: { account: 'a1', pendingId: 'p1', code: '123456' } },
  { name: 'verify', input: { account: 'a1', code: '123456' } },
  { name: 'deactivate', input: { account: 'a1', code: '123456' } },
  { name: 'recovery-codes', input: { account: 'a1', code: '123456' } },
];

describe('a message', () => {
  test.each(good)('$name with its input is read as it is', (message) => {
    expect(readMessage(message)).toEqual(message);
  });

  test.each([
    ['of a name that is not in the list', { name: 'fetch', input: null }],
    ['of an inherited name', { name: 'constructor', input: null }],
    ['of an inherited name', { name: '__proto__', input: null }],
    ['with an input where none belongs', { name: 'state', input: {} }],
    ['without its input', { name: 'state' }],
    ['with something besides', { name: 'state', input: null, tab: 7 }],
    ['without the account', { name: 'verify', input: { code: '123456' } }],
    [
      'with an input that is not known',
      { name: 'verify', input: { account: 'a', code: '1', x: '1' } },
    ],
    ['with a number for a code', { name: 'verify', input: { account: 'a', code: 123456 } }],
    ['with a list for a code', { name: 'verify', input: { account: 'a', code: ['123456'] } }],
    ['with an empty code', { name: 'verify', input: { account: 'a', code: '' } }],
    ['with a book for a code', { name: 'verify', input: { account: 'a', code: '1'.repeat(513) } }],
    ['that is a list', [{ name: 'state', input: null }]],
    ['that is nothing', null],
    ['that is text', 'state'],
  ])('%s is not read', (_what, raw) => {
    expect(readMessage(raw)).toBeNull();
  });

  test('of random junk is never read, and never throws', () => {
    const names = ['state', 'verify', 'activate', 'confirm', 'close', 'x', '', '__proto__'];
    let seed = 42;
    // A small generator of our own, so that a failure can be run again.
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const junk = (depth: number): unknown => {
      const kind = random(depth > 2 ? 7 : 9);
      if (kind === 7) return Array.from({ length: random(4) }, () => junk(depth + 1));
      if (kind === 8) {
        const keys = ['name', 'input', 'account', 'code', 'pendingId', 'toString', 'then'];
        return Object.fromEntries(
          Array.from({ length: random(4) }, () => [keys[random(keys.length)], junk(depth + 1)]),
        );
      }
      return [undefined, null, true, random(1000), -0, names[random(names.length)], Number.NaN][
        kind
      ];
    };
    for (let round = 0; round < 10_000; round++) {
      const read = readMessage(junk(0));
      // The only whole message that so few words can make by chance carries nothing.
      if (read) expect(['state', 'close']).toContain(read.name);
    }
  });
});

describe('a sender', () => {
  const id = 'doorcode';
  const panel = 'chrome-extension://doorcode/panel.html';

  beforeEach(() => {
    fakeBrowser.reset();
    vi.spyOn(browser.runtime, 'id', 'get').mockReturnValue(id);
    vi.spyOn(browser.runtime, 'getURL').mockImplementation(
      (path) => `chrome-extension://doorcode/${String(path).replace(/^\//, '')}`,
    );
  });

  test('is ours as our own page, and as our background, which has no address', () => {
    expect(isOurs({ id, url: panel })).toBe(true);
    expect(isOurs({ id })).toBe(true);
  });

  test.each([
    ['another extension', { id: 'other', url: 'chrome-extension://other/panel.html' }],
    ['another extension with our address', { id: 'other', url: panel }],
    ['a web page', { url: 'http://localhost/' }],
    ['a content script of ours', { id, url: 'http://localhost/' }],
    ['an address that begins alike', { id, url: 'chrome-extension://doorcode.evil/panel.html' }],
    ['nobody', {}],
  ])('is not ours as %s', (_who, sender) => {
    expect(isOurs(sender)).toBe(false);
  });

  test('speaks for its tab only as the panel that is framed there', () => {
    const tab = { id: 7 } as never;
    expect(isFramedPanel({ id, url: `${panel}#x`, tab, frameId: 3 })).toBe(true);
    expect(isFramedPanel({ id, url: panel, frameId: 3 })).toBe(false);
    expect(isFramedPanel({ id, url: 'chrome-extension://doorcode/popup.html', tab })).toBe(false);
    expect(isFramedPanel({ id, url: 'http://localhost/panel.html', tab })).toBe(false);
  });
});

describe('asking', () => {
  test.each([
    ['nobody listens', () => Promise.reject(new Error('Receiving end does not exist'))],
    ['nobody answers', () => Promise.resolve(undefined)],
    ['the answer is nothing', () => Promise.resolve(null)],
  ])('is refused as not here when %s', async (_when, send) => {
    expect(await createAsk(send)('state', null)).toEqual({ ok: false, reason: 'not-here' });
  });

  test('sends the message and hands the answer back', async () => {
    const send = vi.fn(async () => ({ ok: true, value: null }));
    const answer = await createAsk(send)('verify', { account: 'a', code: '123456' });
    expect(send).toHaveBeenCalledWith({ name: 'verify', input: { account: 'a', code: '123456' } });
    expect(answer).toEqual({ ok: true, value: null });
  });
});

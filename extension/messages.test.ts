import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import {
  answerMessages,
  createAsk,
  type Handlers,
  isFramedPanel,
  isOurs,
  readMessage,
} from './messages.ts';

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

/** What each message with an input may carry. */
const known: Record<string, string[]> = {
  activate: ['account', 'code', 'setupCode'],
  confirm: ['account', 'pendingId', 'code'],
  verify: ['account', 'code'],
  deactivate: ['account', 'code'],
  'recovery-codes': ['account', 'code'],
};
const withoutInput = ['site', 'state', 'sign-out', 'close', 'reload'];

/** Messages that are nearly ours: our words in other places, ours with something else, and any junk. */
const words = fc.constantFrom(
  ...[...Object.keys(known), ...withoutInput, 'account', 'code', 'pendingId', 'setupCode'],
  ...[
    'name',
    'input',
    'detour',
    'then',
    'toString',
    '__proto__',
    'constructor',
    '',
    'x'.repeat(513),
  ],
);
const value = fc.oneof(words, fc.anything(), fc.constant(null), fc.constant('123456'));
const nearInputs = fc.oneof(fc.constant(null), value, fc.dictionary(words, value, { maxKeys: 4 }));
const nearMessages = fc.oneof(
  fc.record({ name: words, input: nearInputs }),
  fc.record({ name: value, input: nearInputs, tab: value }, { requiredKeys: [] }),
  fc.anything(),
);

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

  test('A57 of ten thousand random ones none is read that is not whole, and none throws', () => {
    let read = 0;
    const check = fc.property(nearMessages, (raw) => {
      const message = readMessage(raw);
      if (!message) return;
      read += 1;
      const { name, input } = message;
      expect(Object.keys(message).sort()).toEqual(['input', 'name']);
      if (input === null) {
        expect(withoutInput).toContain(name);
        return;
      }
      expect(Object.keys(known)).toContain(name);
      for (const [key, value] of Object.entries(input)) {
        expect(known[name]).toContain(key);
        expect(typeof value === 'string' && value.length > 0 && value.length <= 512).toBe(true);
      }
    });
    fc.assert(check, { numRuns: 10_000, seed: 57 });
    // Some came whole by chance: the others were not refused for their looks alone.
    expect(read).toBeGreaterThan(0);
  });

  test.each([
    ['confirm', ['account', 'pendingId', 'code']],
    ['verify', ['account', 'code']],
    ['deactivate', ['account', 'code']],
    ['recovery-codes', ['account', 'code']],
  ])('that changes the factor, %s, is not read without what was typed', (name, inputs) => {
    const whole = Object.fromEntries(inputs.map((key) => [key, '123456']));
    expect(readMessage({ name, input: whole })).not.toBeNull();
    expect(readMessage({ name, input: { ...whole, code: undefined } })).toBeNull();
    expect(readMessage({ name, input: { ...whole, code: '' } })).toBeNull();
    const { code, ...without } = whole;
    expect(code).toBe('123456');
    expect(readMessage({ name, input: without })).toBeNull();
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

describe('the listener', () => {
  const id = 'doorcode';
  const popup = { id, url: 'chrome-extension://doorcode/popup.html' };
  type Listener = (raw: unknown, sender: object, respond: (answer: unknown) => void) => boolean;

  /** What is asked of the handlers by what is sent; `may` says whether a framed page may act. */
  function listen(may: boolean) {
    let listener: Listener | undefined;
    const asked: string[] = [];
    vi.spyOn(browser.runtime, 'id', 'get').mockReturnValue(id);
    vi.spyOn(browser.runtime, 'getURL').mockImplementation(
      (path) => `chrome-extension://doorcode/${String(path).replace(/^\//, '')}`,
    );
    vi.spyOn(browser.runtime.onMessage, 'addListener').mockImplementation((added) => {
      listener = added as unknown as Listener;
    });
    const handlers = new Proxy({} as Handlers, {
      get: (_all, name) => async () => void asked.push(String(name)),
    });
    answerMessages(handlers, () => may, new AbortController().signal);
    const send = (raw: unknown, sender: object) => {
      const answers: unknown[] = [];
      const waits = listener?.(raw, sender, (answer) => answers.push(answer));
      return { waits, answers };
    };
    return { asked, send };
  }

  test('A57 answers ten thousand random messages with nothing, whoever sends them', () => {
    const { asked, send } = listen(true);
    const strangers = fc.constantFrom({ id: 'other' }, { id, url: 'http://localhost/' }, {});
    const check = fc.property(nearMessages, strangers, (raw, sender) => {
      expect(send(raw, sender)).toEqual({ waits: false, answers: [] });
    });
    fc.assert(check, { numRuns: 10_000, seed: 57 });
    expect(asked).toEqual([]);
    send({ name: 'state', input: null }, popup);
    expect(asked).toEqual(['state']);
  });

  const changes = good.filter(({ name }) => !['site', 'state', 'close', 'reload'].includes(name));

  test.each(changes)('lets the popup ask for $name, and a covered frame not', (message) => {
    const { asked, send } = listen(false);
    const covered = { ok: false, reason: 'covered' };
    for (const sender of [{ id }, { id, url: 'chrome-extension://doorcode/background.js' }]) {
      expect(send(message, sender)).toEqual({ waits: false, answers: [covered] });
    }
    expect(asked).toEqual([]);
    send(message, popup);
    expect(asked).toEqual([message.name]);
  });

  test('lets a frame that is free ask for everything', () => {
    const { asked, send } = listen(true);
    for (const message of good) send(message, { id });
    expect(asked).toEqual(good.map(({ name }) => name));
  });

  test('lets a covered frame ask how things stand, and leave', () => {
    const { asked, send } = listen(false);
    for (const name of ['site', 'state', 'close', 'reload']) send({ name, input: null }, { id });
    expect(asked).toEqual(['site', 'state', 'close', 'reload']);
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

  test.each(good)(
    'for $name from a covered frame is sent only if it changes nothing',
    async (one) => {
      const send = vi.fn(async () => ({ ok: true, value: null }));
      const ask = createAsk(send, () => false) as (
        name: string,
        input: unknown,
      ) => Promise<unknown>;
      const isFree = ['site', 'state', 'close', 'reload'].includes(one.name);
      const answer = await ask(one.name, one.input);
      expect(send).toHaveBeenCalledTimes(isFree ? 1 : 0);
      if (!isFree) expect(answer).toEqual({ ok: false, reason: 'covered' });
    },
  );

  test('sends the message and hands the answer back', async () => {
    const send = vi.fn(async () => ({ ok: true, value: null }));
    const answer = await createAsk(send)('verify', { account: 'a', code: '123456' });
    expect(send).toHaveBeenCalledWith({ name: 'verify', input: { account: 'a', code: '123456' } });
    expect(answer).toEqual({ ok: true, value: null });
  });
});

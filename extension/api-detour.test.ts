import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { readDetour, takeDetour, withDetour } from './api-detour.ts';

const id = 'doorcode';
const ours = { id, url: 'https://flows.example/home?x=1', tab: { incognito: false }, frameId: 0 };
const sender = (over = {}) => ({ ...ours, ...over }) as Parameters<typeof takeDetour>[1];

let calls: { url: string; init: RequestInit }[];

beforeEach(() => {
  calls = [];
  vi.spyOn(browser.runtime, 'id', 'get').mockReturnValue(id);
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    return new Response('{"ok":1}', { headers: { 'content-type': 'application/json' } });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the background', () => {
  test('calls the API of the very page whose content script asks', async () => {
    const reply = await takeDetour({ detour: { call: 'verify', body: '{}' } }, sender());
    expect(calls.map(({ url }) => url)).toEqual(['https://flows.example/.two-factor/v1/verify']);
    expect(calls[0]?.init).toMatchObject({ method: 'POST', redirect: 'error', body: '{}' });
    expect(reply).toEqual({ status: 200, type: 'application/json', body: '{"ok":1}' });
  });

  test('shows the token that came with the call, beside what each call says', async () => {
    const token = ['authorization', 'Bearer t-1'];
    await takeDetour({ detour: { call: 'state', token } }, sender());
    await takeDetour({ detour: { call: 'verify', body: '{}', token } }, sender());
    await takeDetour({ detour: { call: 'state' } }, sender());
    const json = { 'content-type': 'application/json', 'x-two-factor': '1' };
    expect(calls.map(({ init }) => init.headers)).toEqual([
      { authorization: 'Bearer t-1' },
      { authorization: 'Bearer t-1', ...json },
      {},
    ]);
  });

  test('lets no token stand in for what each call says', async () => {
    const token = ['content-type', 'text/plain'];
    await takeDetour({ detour: { call: 'verify', body: '{}', token } }, sender());
    expect(calls[0]?.init.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  test.each([
    ['another extension', { id: 'other' }],
    ['a page without a tab', { tab: undefined }],
    ['a frame inside of a page', { frameId: 2 }],
    ['a private window, whose cookies it does not have', { tab: { incognito: true } }],
    [
      'a container, whose cookies it does not have',
      { tab: { cookieStoreId: 'firefox-container-1' } },
    ],
    ['a page that is not of the web', { url: 'moz-extension://doorcode/panel.html' }],
    ['nowhere', { url: undefined }],
  ])('calls nothing for %s', async (_who, over) => {
    expect(await takeDetour({ detour: { call: 'state' } }, sender(over))).toBeNull();
    expect(calls).toEqual([]);
  });

  test.each([
    null,
    'state',
    { call: 'state' },
    { detour: null },
    { detour: { call: 'https://evil.example/' } },
    { detour: { call: '../../admin' } },
    { detour: { call: 'state/../x' } },
    { detour: { call: 'state', body: '{}' } },
    { detour: { call: 'verify' } },
    { detour: { call: 'verify', body: { code: '1' } } },
    { detour: { call: 'verify', body: 'x'.repeat(4097) } },
    { detour: { call: ['verify'], body: '{}' } },
    { detour: { call: 'constructor', body: '{}' } },
    { detour: { call: 'state', token: null } },
    { detour: { call: 'state', token: 't-1' } },
    { detour: { call: 'state', token: ['authorization'] } },
    { detour: { call: 'state', token: ['authorization', 7] } },
    { detour: { call: 'state', token: ['authorization', 'a\r\nb: c'] } },
    { detour: { call: 'state', token: ['authorization', 'x'.repeat(8301)] } },
    { detour: { call: 'state', token: ['x: y', 't-1'] } },
    { detour: { call: 'state', token: ['a', 'b', 'c', 'd'] } },
    { detour: { call: 'state', token: [['authorization'], 't-1'] } },
  ])('does not read %j', async (raw) => {
    expect(readDetour(raw)).toBeNull();
    expect(await takeDetour(raw, sender())).toBeNull();
    expect(calls).toEqual([]);
  });
});

describe('the content script', () => {
  const api = 'https://flows.example/.two-factor/v1';
  const change = { method: 'POST', body: '{}' };
  const refused = async () => {
    throw new TypeError('blocked by the page');
  };
  const detours = (reply: unknown) =>
    vi.spyOn(browser.runtime, 'sendMessage').mockResolvedValue(reply as never);

  test('goes its own way where it can', async () => {
    const sendMessage = detours(null);
    const send = withDetour(fetch);
    await send(`${api}/profile`);
    await send(`${api}/verify`, change);
    expect(calls).toHaveLength(2);
    expect(sendMessage).not.toHaveBeenCalled();
  });

  test('takes the detour where the page blocks it, from the first call on', async () => {
    const sendMessage = detours({ status: 204, type: '', body: '' });
    const own = vi.fn(refused);
    const send = withDetour(own);
    expect((await send(`${api}/profile`)).status).toBe(204);
    expect((await send(`${api}/verify`, change)).status).toBe(204);
    expect(own).toHaveBeenCalledTimes(1);
    expect(sendMessage.mock.calls).toEqual([
      [{ detour: { call: 'profile' } }],
      [{ detour: { call: 'verify', body: '{}' } }],
    ]);
  });

  test('sends a change that had no answer no second time', async () => {
    const sendMessage = detours({ status: 204, type: '', body: '' });
    const own = vi.fn(async (input: unknown) => {
      if (String(input).endsWith('/verify')) throw new TypeError('the connection was lost');
      return new Response('{}');
    });
    const send = withDetour(own);
    await expect(send(`${api}/verify`, change)).rejects.toThrow('lost');
    await send(`${api}/profile`);
    await expect(send(`${api}/verify`, change)).rejects.toThrow('lost');
    expect(sendMessage).not.toHaveBeenCalled();
  });

  test('takes no detour for a call that nobody waits for any more', async () => {
    const sendMessage = detours({ status: 204, type: '', body: '' });
    const init = { signal: AbortSignal.abort() };
    await expect(withDetour(refused)(`${api}/state`, init)).rejects.toThrow('blocked');
    expect(sendMessage).not.toHaveBeenCalled();
  });

  test('the token goes along, and nothing else of the headers', async () => {
    const sendMessage = detours({ status: 204, type: '', body: '' });
    const headers = new Headers({ 'x-two-factor': '1', authorization: 'Bearer t-1' });
    await withDetour(refused)(`${api}/state`, { headers });
    const token = ['authorization', 'Bearer t-1'];
    expect(sendMessage).toHaveBeenCalledWith({ detour: { call: 'state', token } });
  });

  test('fails when there is no detour either, and tries its own way again', async () => {
    detours(null);
    const own = vi.fn(refused);
    const send = withDetour(own);
    await expect(send(`${api}/state`)).rejects.toThrow('background');
    await expect(send(`${api}/state`)).rejects.toThrow('background');
    expect(own).toHaveBeenCalledTimes(2);
  });
});

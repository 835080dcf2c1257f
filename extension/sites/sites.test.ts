import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepSites, obey } from './keep-sites.ts';
import { serve, standingOf } from './sites.ts';
import { notedWish, noteWish } from './wish.ts';

const app = 'https://app.example.com';
const pattern = `${app}/*`;
const builtIn = 'http://localhost:4000';

type Script = { id: string; matches?: string[] };

/** What the browser allows and runs; and what the site answers when it is looked at. */
let allowed: Set<string>;
let running: Script[];
let site: unknown;
let reloaded: number[];

beforeEach(() => {
  fakeBrowser.reset();
  [allowed, running, reloaded] = [new Set(), [], []];
  site = { ok: true, value: { origin: app } };
  vi.spyOn(browser.runtime, 'getManifest').mockReturnValue({
    web_accessible_resources: [{ resources: ['panel.html'], matches: ['http://localhost/*'] }],
  } as unknown as ReturnType<typeof browser.runtime.getManifest>);
  Object.assign(browser.permissions, {
    contains: async ({ origins }: { origins: string[] }) => origins.every((o) => allowed.has(o)),
    remove: async ({ origins }: { origins: string[] }) => origins.every((o) => allowed.delete(o)),
  });
  Object.assign(browser.scripting, {
    getRegisteredContentScripts: async () => running,
    registerContentScripts: async (more: Script[]) => void running.push(...more),
    unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
      running = running.filter(({ id }) => !ids.includes(id));
    },
    executeScript: async () => [],
  });
  Object.assign(browser.tabs, {
    sendMessage: async () => site,
    reload: async (tab: number) => void reloaded.push(tab),
  });
});

afterEach(() => vi.restoreAllMocks());

const order = (name: 'protect' | 'forget', origin = app) =>
  obey({ order: name, wish: { origin, tab: 7 } });
const stored = () => browser.storage.local.get(['added', 'served']);
const scripts = () => running.map(({ id }) => id);
const manage = (policy: object) => browser.storage.managed.set({ ...policy });

describe('a site that is to be protected', () => {
  test('and has Doorcode is kept', async () => {
    allowed.add(pattern);
    expect(await standingOf(`${app}/home`)).toBe('open');
    expect(await order('protect')).toMatchObject({ ok: true });
    expect(await stored()).toEqual({ added: [app], served: [app] });
    expect(scripts()).toEqual([pattern]);
    expect(await standingOf(app)).toBe('added');
  });

  test.each([
    ['has none', { ok: false, reason: 'not-here' }, 'not-here'],
    ['does not answer', { ok: false, reason: 'unreachable' }, 'unreachable'],
    ['is another one by now', { ok: true, value: { origin: 'https://b.example' } }, 'unreachable'],
  ])('and %s is not, nor is the permission', async (_how, answer, reason) => {
    allowed.add(pattern);
    site = answer;
    expect(await order('protect')).toEqual({ ok: false, reason });
    expect(await stored()).toEqual({ added: [], served: [] });
    expect(scripts()).toEqual([]);
    expect(allowed.size).toBe(0);
  });

  test('is not even looked at while the browser does not allow it', async () => {
    const look = vi.spyOn(browser.scripting, 'executeScript');
    expect(await order('protect')).toMatchObject({ ok: false });
    expect(look).not.toHaveBeenCalled();
    allowed.add(pattern);
    await order('protect');
    expect(look).toHaveBeenCalledOnce();
  });

  test('is taken up when the permission comes, though the popup has gone', async () => {
    const heard = vi.fn<(listener: (added: { origins: string[] }) => void) => void>();
    Object.assign(browser.permissions.onAdded, { addListener: heard });
    Object.assign(browser.permissions.onRemoved, { addListener: () => {} });
    keepSites();
    await noteWish({ origin: app, tab: 7 });
    // The permission for something else is not the one that was waited for.
    allowed.add('https://other.example/*').add(pattern);
    heard.mock.calls[0]?.[0]({ origins: ['https://other.example/*'] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(scripts()).toEqual([]);

    heard.mock.calls[0]?.[0]({ origins: [pattern] });
    await vi.waitFor(async () => expect(await stored()).toMatchObject({ added: [app] }));
    await vi.waitFor(async () => expect(await notedWish()).toBeNull());
  });

  test('and was refused with the popup gone is told so in the next one', async () => {
    allowed.add(pattern);
    site = { ok: false, reason: 'not-here' };
    await order('protect');
    expect(await notedWish()).toMatchObject({ origin: app, refused: 'not-here' });
  });
});

describe('a site that was added', () => {
  beforeEach(async () => {
    allowed.add(pattern);
    await order('protect');
  });

  test('is forgotten whole, and its page starts anew', async () => {
    expect(await order('forget')).toMatchObject({ ok: true });
    expect(await stored()).toEqual({ added: [], served: [] });
    expect([scripts(), [...allowed], reloaded]).toEqual([[], [], [7]]);
  });

  test.each([
    ['in the popup', () => order('forget')],
    ['on the browser’s own page', () => serve()],
  ])('leaves nothing of its corner when it is forgotten %s', async (_where, forgetting) => {
    await browser.storage.local.set({ corner: { [app]: 'menu', [builtIn]: 2 } });
    await serve();
    expect(await browser.storage.local.get('corner')).toEqual({
      corner: { [app]: 'menu', [builtIn]: 2 },
    });
    allowed.clear();
    await forgetting();
    expect(await browser.storage.local.get('corner')).toEqual({ corner: { [builtIn]: 2 } });
  });

  test('leaves the permission to another port of its host', async () => {
    const port = `${app}:8443`;
    site = { ok: true, value: { origin: port } };
    await order('protect', port);
    await order('forget');
    expect([scripts(), [...allowed]]).toEqual([[pattern], [pattern]]);
    await order('forget', port);
    expect([scripts(), [...allowed]]).toEqual([[], []]);
  });

  test('is forgotten when the browser’s own page takes the permission', async () => {
    allowed.clear();
    await serve();
    expect(await stored()).toEqual({ added: [], served: [] });
    expect(scripts()).toEqual([]);
  });

  test('is served again after an update, which takes the scripts', async () => {
    running = [];
    await serve();
    expect(scripts()).toEqual([pattern]);
  });

  test('rests while the administrator allows no others', async () => {
    await manage({ allowOtherSites: false });
    await serve();
    expect(await stored()).toEqual({ added: [app], served: [] });
    expect(await standingOf(app)).toBe('fixed');
    await manage({ allowOtherSites: true });
    await serve();
    expect(scripts()).toEqual([pattern]);
  });
});

describe('an administrator’s site', () => {
  beforeEach(() => manage({ sites: [app] }));

  test('is offered until the browser allows it, and then served', async () => {
    await serve();
    expect(scripts()).toEqual([]);
    expect(await standingOf(app)).toBe('managed');
    allowed.add(pattern);
    await serve();
    expect(scripts()).toEqual([pattern]);
    expect(await standingOf(app)).toBe('fixed');
  });

  test('keeps its permission though it does not answer', async () => {
    allowed.add(pattern);
    site = { ok: false, reason: 'unreachable' };
    await order('protect');
    expect([scripts(), [...allowed]]).toEqual([[pattern], [pattern]]);
  });

  test('is not forgotten by whatever is ordered', async () => {
    allowed.add(pattern);
    await order('forget');
    expect([scripts(), [...allowed]]).toEqual([[pattern], [pattern]]);
  });
});

test('what the build names, and what no site is, has no standing of its own', async () => {
  for (const address of [builtIn, 'http://localhost:5000/', 'about:blank', '']) {
    expect(await standingOf(address)).toBe('fixed');
  }
  expect(await standingOf('http://127.0.0.1:4000/')).toBe('open');
});

// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "enableIframePageLoading": true } }

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import type { Answer, Api, Profile, State } from '../messages.ts';
import { startInPage } from './in-page.ts';

const id = 'doorcode';
const own = 'chrome-extension://doorcode/';
/** The popup asks without anybody between, the panel by way of the background. */
const popup = { id, url: `${own}popup.html` };
const loginForm =
  '<form method="post"><input type="email"><input type="password"><button>LOGIN</button></form>';
const menu =
  '<ul role="menu"><li><a role="menuitem" href="/pw">Profile</a></li><li><a role="menuitem" href="/x">Logout</a></li></ul>';

type Listener = (raw: unknown, sender: object, respond: (answer: unknown) => void) => boolean;

let stop: AbortController;
let profile: Answer<Profile>;
let listener: Listener | undefined;
let asked: string[];
let looks: (() => void)[];
let answer: Answer<State>;

beforeEach(() => {
  stop = new AbortController();
  asked = [];
  looks = [];
  answer = { ok: false, reason: 'not-logged-in' };
  listener = undefined;
  sessionStorage.clear();
  profile = {
    ok: true,
    value: {
      name: 'Flows',
      issuer: 'Flows',
      support: { url: '/support' },
      page: {},
      token: null,
    },
  };
  vi.spyOn(browser.runtime, 'id', 'get').mockReturnValue(id);
  vi.spyOn(browser.runtime, 'getURL').mockImplementation((path) => `${own}${path.slice(1)}`);
  // This DOM knows no modal dialogs: whatever is open is one.
  vi.spyOn(HTMLDialogElement.prototype, 'matches').mockImplementation(function (
    this: HTMLDialogElement,
  ) {
    return this.open && this.isConnected;
  });
  vi.spyOn(browser.runtime.onMessage, 'addListener').mockImplementation((added) => {
    listener = added as unknown as Listener;
  });
});

afterEach(() => {
  stop.abort();
  vi.restoreAllMocks();
  document.body.innerHTML = '';
});

async function start(): Promise<void> {
  const call = (name: string) => async () => {
    asked.push(name);
    return answer;
  };
  const api = {
    profile: async () => profile,
    state: call('state'),
    verify: call('verify'),
    'sign-out': call('sign-out'),
  } as unknown as Api;
  await startInPage({
    api,
    panelUrl: 'about:blank',
    every: (look) => void looks.push(look),
    signal: stop.signal,
  });
}

function send(message: unknown, sender: object = popup): Promise<unknown> {
  return new Promise((resolve) => {
    if (!listener?.(message, sender, resolve)) resolve('nobody');
  });
}

const ourDialog = () => [...document.documentElement.children].find((each) => each.matches('div'));

describe('in a page', () => {
  test.each(['unreachable', 'not-here'] as const)(
    'whose server says %s nothing is added, and a question is answered so',
    async (reason) => {
      document.body.innerHTML = loginForm + menu;
      profile = { ok: false, reason };
      const before = document.body.innerHTML;
      await start();
      expect(document.body.innerHTML).toBe(before);
      expect(await send({ name: 'site', input: null })).toEqual({ ok: false, reason });
    },
  );

  test('a server that could not be reached is asked again, and all that was missing is added once', async () => {
    document.body.innerHTML = loginForm + menu;
    const protection = profile;
    profile = { ok: false, reason: 'unreachable' };
    await start();
    profile = protection;
    for (const look of looks) look();
    await vi.waitFor(() => expect(document.querySelector('[name=totpcode]')).not.toBeNull());
    for (const look of looks) look();
    expect(await send({ name: 'site', input: null })).toMatchObject({ ok: true });
    expect(document.querySelectorAll('[name=totpcode]')).toHaveLength(1);
    expect(document.querySelectorAll('[role=menuitem]')).toHaveLength(3);
  });

  test('of the platform the login form and the user menu get what they lack', async () => {
    document.body.innerHTML = loginForm + menu;
    await start();
    expect(document.querySelector('[name=totpcode]')).not.toBeNull();
    expect(document.querySelectorAll('[role=menuitem]')).toHaveLength(3);
    expect(asked).toEqual([]);
  });

  test('of Doorcode itself nothing is added', async () => {
    document.body.innerHTML = `${loginForm}<form action="/.two-factor/verify"></form>`;
    await start();
    expect(document.querySelector('[name=totpcode]')).toBeNull();
  });

  test('of Doorcode that has no form nothing is added', async () => {
    document.body.innerHTML = `${loginForm}<div data-two-factor></div>`;
    await start();
    expect(document.querySelector('[name=totpcode]')).toBeNull();
  });

  test('of Doorcode that waits for its script nothing is added either', async () => {
    document.body.innerHTML = `${loginForm}<script type="text/plain" data-two-factor="{}"></script>`;
    await start();
    expect(document.querySelector('[name=totpcode]')).toBeNull();
  });

  test('the menu’s entry opens one frame in a root that is closed, and closing takes it away', async () => {
    document.body.innerHTML = menu;
    await start();
    const entry = document.querySelectorAll<HTMLElement>('[role=menuitem]')[1];
    entry?.click();
    entry?.click();
    const host = ourDialog();
    expect(host).toBeDefined();
    expect(host?.shadowRoot).toBeNull();
    expect(document.querySelector('iframe')).toBeNull();
    await send({ name: 'close', input: null });
    expect(ourDialog()).toBeUndefined();
  });

  test('a panel whose parts the page has taken away can be opened again', async () => {
    document.body.innerHTML = menu;
    await start();
    const entry = document.querySelectorAll<HTMLElement>('[role=menuitem]')[1];
    entry?.click();
    const first = ourDialog();
    first?.remove();
    await vi.waitFor(() => {
      entry?.click();
      expect(ourDialog()).toBeDefined();
    });
    expect(ourDialog()).not.toBe(first);
  });

  test('an open panel goes with the extension', async () => {
    document.body.innerHTML = menu;
    await start();
    document.querySelectorAll<HTMLElement>('[role=menuitem]')[1]?.click();
    stop.abort();
    expect(ourDialog()).toBeUndefined();
    expect(document.querySelectorAll('[role=menuitem]')).toHaveLength(2);
  });
});

describe('after a code that was right', () => {
  const cleared = { session: 'cleared', factor: 'active', failuresBefore: 0 } as State;
  const verify = { name: 'verify', input: { account: 'a1', code: '123456' } };

  test.each([
    [2, true],
    [10, false],
  ])('and with %i recovery codes left, a notice in the page: %s', async (recoveryCodesLeft, is) => {
    await start();
    answer = { ok: true, value: { ...cleared, recoveryCodesLeft } };
    await send(verify);
    expect(ourDialog()).toBeUndefined();
    // The page has started anew.
    await start();
    await new Promise((resolve) => setTimeout(resolve));
    expect(ourDialog() !== undefined).toBe(is);
    stop.abort();
    expect(ourDialog()).toBeUndefined();
  });

  test('a notice waits for the page that starts anew where the prompt still lies over this one', async () => {
    document.body.innerHTML = menu;
    await start();
    document.querySelectorAll<HTMLElement>('[role=menuitem]')[1]?.click();
    const prompt = ourDialog();
    answer = { ok: true, value: { ...cleared, recoveryCodesLeft: 1 } };
    await send(verify);
    for (const look of looks) look();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toContain('state');
    expect(ourDialog()).toBe(prompt);
    stop.abort();
    stop = new AbortController();
    await start();
    await vi.waitFor(() => expect(ourDialog()).toBeDefined());
  });

  test('an open reset brings up the panel, where it can be stopped, and does so once', async () => {
    const shows = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
    const openCase = { id: 'c1', openedAt: 0, dueAt: 0 };
    await start();
    answer = { ok: true, value: { ...cleared, recoveryCodesLeft: 10, openCase } };
    await send(verify);
    await start();
    await vi.waitFor(() => expect(shows).toHaveBeenCalledOnce());
    expect(ourDialog()).toBeDefined();
    for (const look of looks) look();
    await start();
    await new Promise((resolve) => setTimeout(resolve));
    expect(shows).toHaveBeenCalledOnce();
  });
});

describe('signing out where the login is a token', () => {
  const signOut = { name: 'sign-out', input: null };

  beforeEach(() => {
    localStorage.setItem('login', 't-1');
    if (profile.ok) {
      profile.value.token = { area: 'localStorage', key: 'login', header: 'authorization' };
    }
  });
  afterEach(() => localStorage.clear());

  test('takes it out of the page’s storage', async () => {
    await start();
    answer = { ok: true, value: {} as State };
    await send(signOut);
    expect(localStorage.getItem('login')).toBeNull();
  });

  test('leaves it while the server has not ended the session', async () => {
    await start();
    answer = { ok: false, reason: 'unreachable' };
    await send(signOut);
    expect(localStorage.getItem('login')).toBe('t-1');
  });
});

describe('a message', () => {
  const verify = { name: 'verify', input: { account: 'a1', code: '123456' } };

  test('of ours is answered by the API', async () => {
    await start();
    expect(await send(verify)).toEqual({ ok: false, reason: 'not-logged-in' });
    expect(asked).toEqual(['verify']);
  });

  test.each([
    ['no dialog of ours', () => {}],
    [
      'a dialog that has just come',
      () => document.querySelectorAll<HTMLElement>('[role=menuitem]')[1]?.click(),
    ],
  ])('from a frame in %s changes nothing, and asks nobody', async (_where, open) => {
    document.body.innerHTML = menu;
    await start();
    open();
    const framed = { id, url: `${own}background.js` };
    expect(await send(verify, framed)).toEqual({ ok: false, reason: 'covered' });
    expect(asked).toEqual([]);
    await send({ name: 'state', input: null }, framed);
    expect(asked).toEqual(['state']);
  });

  test.each([
    ['another extension', { id: 'other' }],
    ['the page', { id, url: 'http://localhost:3000/' }],
  ])('of %s reaches nobody', async (_who, sender) => {
    await start();
    expect(await send({ name: 'state', input: null }, sender)).toBe('nobody');
    expect(asked).toEqual([]);
  });

  test('that is not in the list reaches nobody', async () => {
    await start();
    expect(await send({ name: 'fetch', input: { url: 'https://evil.example' } })).toBe('nobody');
  });

  test('asking for the site tells its name and where support is', async () => {
    await start();
    expect(await send({ name: 'site', input: null })).toMatchObject({
      ok: true,
      value: { origin: location.origin, name: 'Flows', support: { url: '/support' } },
    });
  });
});

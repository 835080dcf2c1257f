import type { BrowserContext, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { newLending } from './lending.ts';

/** Whatever a browser may still have of the test before, asked from a page of the door. */
async function remains(context: BrowserContext): Promise<unknown> {
  const [page] = context.pages();
  const [worker] = context.serviceWorkers();
  await page?.goto('/login');
  return {
    page: await page?.evaluate(`(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      permission: (await navigator.permissions.query({ name: 'geolocation' })).state,
    }))()`),
    tabs: context.pages().length,
    cookies: (await context.cookies()).map(({ name }) => name).filter((name) => name === 'left'),
    extension: await worker?.evaluate(`(async () => ({
      local: await chrome.storage.local.get(),
      session: await chrome.storage.session.get(),
      scripts: (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id),
    }))()`),
  };
}

async function leave(page: Page): Promise<void> {
  const context = page.context();
  await page.goto('/login');
  await context.addCookies([{ name: 'left', value: 'x', url: page.url() }]);
  await context.grantPermissions(['geolocation']);
  await page.evaluate(`(async () => {
    localStorage.setItem('left', 'x');
    sessionStorage.setItem('left', 'x');
    await caches.open('left');
    await new Promise((opened) => { indexedDB.open('left').onsuccess = opened; });
  })()`);
  await context.serviceWorkers()[0]?.evaluate(`Promise.all([
    chrome.storage.local.set({ left: 'x' }),
    chrome.storage.session.set({ left: 'x' }),
    chrome.scripting.registerContentScripts([
      { id: 'left', js: ['content-scripts/platform.js'], matches: ['http://localhost/*'] },
    ]),
  ])`);
  await context.newPage();
}

test('a browser that is lent again has nothing of what was done in it', async ({ door }) => {
  const browsers = newLending();
  const options = { baseURL: door.origin };
  const context = await browsers.borrow(options);
  const fresh = await remains(context);
  const [page = await context.newPage()] = context.pages();
  const heard: string[] = [];
  await leave(page);
  // The control: each of these is seen as long as it is there.
  expect(await remains(context)).toMatchObject({
    page: {
      local: { left: 'x' },
      session: { left: 'x' },
      databases: ['left'],
      caches: ['left'],
      permission: 'granted',
    },
    tabs: 2,
    cookies: ['left'],
    extension: { local: { left: 'x' }, session: { left: 'x' }, scripts: ['left'] },
  });
  await context.route('**/login', (route) => route.abort());
  context.on('request', (request) => heard.push(request.url()));

  await browsers.giveBack(context);
  expect(await browsers.borrow(options), 'the same browser').toBe(context);
  expect(await remains(context)).toEqual(fresh);
  expect(heard).toEqual([]);
  await browsers.close();
  await context.close();
});

test('a browser with something of its own is lent once, and every other to those alone who want its kind', async ({
  door,
}) => {
  const browsers = newLending();
  const options = { baseURL: door.origin, extension: false } as const;
  const own = await browsers.borrow({ ...options, more: ['--disable-features=None'] });
  await browsers.giveBack(own);
  const plain = await browsers.borrow(options);
  await browsers.giveBack(plain);
  const spanish = await browsers.borrow({ ...options, locale: 'es-ES' });
  expect(new Set([own, plain, spanish]).size).toBe(3);
  expect(await browsers.borrow(options)).toBe(plain);
  await plain.close();
  await spanish.close();
});

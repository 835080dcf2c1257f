import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import type { Fixture } from '../fixtures/serve.ts';
import { openBrowser } from '../harness/browser.ts';
import { type InnerDoor, startDoorBefore } from '../harness/inner-door.ts';
import { watchForComplaints } from './complaints.ts';
import { servePages, sessionCookie } from './pages/serve-pages.ts';

const measure = fileURLToPath(new URL('pages/measure.js', import.meta.url));
const profile = fileURLToPath(new URL('pages/pages.profile.json', import.meta.url));

type ForEachTest = {
  /** Nobody is logged in, and nothing is remembered of the test before. */
  page: Page;
};

type ForEachWorker = {
  /** The real gate before pages made after those of many applications. */
  door: InnerDoor<Fixture>;
  /** One browser with the extension for all of a worker's pages: each is looked at for a moment. */
  browserHere: BrowserContext;
};

export const test = base.extend<ForEachTest, ForEachWorker>({
  door: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const door = await startDoorBefore(servePages, { settings: { DOORCODE_PROFILE: profile } });
      await use(door);
      await door.stop();
    },
    { scope: 'worker' },
  ],

  browserHere: [
    async ({ door }, use) => {
      const complaints: string[] = [];
      const context = await openBrowser({ baseURL: door.origin });
      await context.addInitScript({ path: measure });
      watchForComplaints(context, complaints);
      await use(context);
      await context.close();
      expect(complaints, 'what the pages wrote to the console').toEqual([]);
    },
    { scope: 'worker' },
  ],

  page: async ({ browserHere }, use) => {
    await browserHere.clearCookies();
    const [worker] = browserHere.serviceWorkers();
    await worker?.evaluate('chrome.storage?.local.clear()');
    const page = await browserHere.newPage();
    await use(page);
    await page.close();
  },
});

/** Somebody is logged in from here on, and owes nothing. */
export async function comeIn(page: Page, { origin }: { origin: string }, name = 'ada') {
  await page.context().addCookies([{ name: sessionCookie, value: name, url: origin }]);
}

/** Opens a page by its address; it has been looked at when the extension knows how it is protected. */
export async function visit(page: Page, address: string): Promise<void> {
  const known = page.waitForResponse('**/.two-factor/v1/profile');
  await page.goto(address);
  await known;
}

export { expect };

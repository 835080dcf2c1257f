import { type BrowserContext, test as base, expect } from 'playwright/test';
import type { BrowserOptions } from '../harness/browser.ts';
import { type Door, startDoor } from '../harness/door.ts';
import { watchForComplaints } from './complaints.ts';
import { type Lending, newLending } from './lending.ts';

/** Who logs in. */
export type User = { readonly realm: string; readonly email: string };

type ForEachWorker = {
  /** The whole thing on ports of its own: the gate, the server and the stand-in platform. */
  door: Door;
  /** A journey's browser is one that others had before, with nothing of theirs left in it. */
  browsers: Lending;
};

type ForEachTest = {
  /** Whether the test's browser has the extension. */
  withExtension: boolean;
  /** Somebody who has never set anything up. */
  user: User;
  /** One more browser before the same door, for as long as the test. */
  openAnother: (options?: BrowserOptions) => Promise<BrowserContext>;
};

let usersSoFar = 0;

/**
 * Playwright's test with a door and, in place of its own browser, the system's Chromium with the
 * extension. A test fails when any page, whatever else it did, complained in its console.
 */
export const test = base.extend<ForEachTest, ForEachWorker>({
  door: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const door = await startDoor();
      await use(door);
      await door.stop();
    },
    { scope: 'worker' },
  ],

  browsers: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const browsers = newLending();
      await use(browsers);
      await browsers.close();
    },
    { scope: 'worker' },
  ],

  withExtension: [true, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  user: async ({}, use) => {
    usersSoFar += 1;
    await use({ realm: 'acme', email: `user${usersSoFar}@acme.example` });
  },

  openAnother: async ({ door, browsers }, use, testInfo) => {
    const before = door.server.log().length;
    const borrowed: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options = {}) => {
      const context = await browsers.borrow({ baseURL: door.origin, ...options });
      borrowed.push(context);
      watchForComplaints(context, complaints);
      return context;
    });
    // A browser in which something went wrong is none to lend again.
    const isWhole = testInfo.status === testInfo.expectedStatus;
    for (const context of borrowed) await (isWhole ? browsers.giveBack(context) : context.close());
    if (complaints.length > 0 || testInfo.status !== testInfo.expectedStatus) {
      const log = door.server.log().slice(before);
      await testInfo.attach('server.log', { body: log, contentType: 'text/plain' });
    }
    expect(complaints, 'what the pages wrote to the console').toEqual([]);
  },

  context: async (
    { openAnother, withExtension, colorScheme, locale, viewport, javaScriptEnabled },
    use,
  ) => {
    const context = await openAnother({
      ...(withExtension ? {} : { extension: false }),
      colorScheme: colorScheme === 'dark' ? 'dark' : 'light',
      locale: locale ?? 'en-US',
      javaScriptEnabled: javaScriptEnabled ?? true,
      ...(viewport ? { viewport } : {}),
    });
    await use(context);
  },

  page: async ({ context }, use) => {
    const [page] = context.pages();
    await use(page ?? (await context.newPage()));
  },
});

export { expect };

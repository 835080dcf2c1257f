import type { Page } from 'puppeteer-core';
import { test as base } from 'vitest';
import { type Door, startDoor } from '../harness/door.ts';
import { type Firefox, openFirefox } from '../harness/firefox.ts';
import type { User } from './login-page.ts';

type ForEachFile = {
  /** The whole thing on ports of its own: the gate, the server and the stand-in platform. */
  door: Door;
  firefox: Firefox;
};

type ForEachTest = {
  /** The only tab, with an empty cookie jar. */
  page: Page;
  /** Somebody who has never set anything up. */
  user: User;
};

let usersSoFar = 0;

/** Vitest's test with a door, a Firefox with the extension, and somebody new before both. */
export const test = base.extend<ForEachFile & ForEachTest>({
  door: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      const door = await startDoor();
      await use(door);
      await door.stop();
    },
    { scope: 'file' },
  ],

  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const firefox = await openFirefox();
      await use(firefox);
      await firefox.close();
    },
    { scope: 'file' },
  ],

  page: async ({ firefox: { browser, newPage } }, use) => {
    await browser.deleteCookie(...(await browser.cookies()));
    await use(await newPage());
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  user: async ({}, use) => {
    usersSoFar += 1;
    await use({ realm: 'acme', email: `user${usersSoFar}@acme.example` });
  },
});

import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { openBrowser } from '../../harness/browser.ts';
import { type PlatformDoor, startPlatformDoor } from '../platform-door.ts';
import type { PlatformKind } from '../platform-kind.ts';

/** Playwright's test with this platform behind a gate, once a file, and a browser for each test. */
export function journeysAt(kind: PlatformKind) {
  const test = base.extend<{ withExtension: boolean }, { door: PlatformDoor }>({
    door: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
      async ({}, use) => {
        const door = await startPlatformDoor(kind, false);
        await use(door);
        await door.stop();
      },
      { scope: 'worker' },
    ],
    withExtension: [true, { option: true }],
    context: async ({ door, withExtension }, use) => {
      const options = withExtension ? {} : { extension: false as const };
      const context: BrowserContext = await openBrowser({ baseURL: door.origin, ...options });
      await use(context);
      await context.close();
    },
    page: async ({ context }, use) => {
      const [page] = context.pages();
      await use(page ?? (await context.newPage()));
    },
  });
  return test;
}

/** The entry that the extension has put into the platform's open user menu. */
export function menuEntry(page: Page) {
  return page.getByText('Two-factor authentication', { exact: true });
}

export { expect };

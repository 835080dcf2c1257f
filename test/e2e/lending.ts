import type { BrowserContext } from 'playwright/test';
import { type BrowserOptions, openBrowser } from '../harness/browser.ts';

/** So many browsers wait at most; the one that has waited longest goes first. */
const mostWaiting = 3;

/** What `BrowserContext` tells its listeners of; a test that has ended hears no more of it. */
const told = ['console', 'page', 'request', 'requestfinished', 'response', 'weberror'];

/** Lends browsers to tests, one test at a time. */
export type Lending = {
  /** A browser with these options in which nobody has done anything yet. */
  borrow(options: BrowserOptions): Promise<BrowserContext>;
  /** Takes it back, with nothing left in it of what was done, for whoever borrows one like it. */
  giveBack(context: BrowserContext): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starting a browser costs more than most journeys, so those that a test cannot change for good are
 * lent again. One with a folder, arguments or an extension of its own is closed when it comes back.
 */
export function newLending(): Lending {
  const kinds = new WeakMap<BrowserContext, string>();
  const waiting: BrowserContext[] = [];

  return {
    async borrow(options) {
      const kind = JSON.stringify(options);
      const at = waiting.findIndex((context) => kinds.get(context) === kind);
      const [known] = at < 0 ? [] : waiting.splice(at, 1);
      if (known) return known;
      const context = await openBrowser(options);
      const { userData, more, extension } = options;
      if (!userData && !more && !extension) kinds.set(context, kind);
      return context;
    },

    async giveBack(context) {
      if (!kinds.has(context)) return context.close();
      await clean(context);
      waiting.push(context);
      if (waiting.length > mostWaiting) await waiting.shift()?.close();
    },

    async close() {
      for (const context of waiting.splice(0)) await context.close();
    },
  };
}

/**
 * All that pages, cookies, storage and the extension keep. Its background remembers nothing but changes
 * of its sites that are under way, and which sites the browser allows is asked of people, never of tests.
 */
async function clean(context: BrowserContext): Promise<void> {
  const blank = await context.newPage();
  for (const page of context.pages()) if (page !== blank) await page.close();
  for (const event of told) context.removeAllListeners(event);
  await context.unrouteAll();
  await context.clearCookies();
  await context.clearPermissions();
  const session = await context.newCDPSession(blank);
  await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
  await session.send('Network.clearBrowserCache');
  await session.detach();
  for (const worker of context.serviceWorkers()) {
    await worker.evaluate(`Promise.all([
      chrome.storage.local.clear(),
      chrome.storage.session.clear(),
      chrome.scripting.unregisterContentScripts(),
    ])`);
  }
}

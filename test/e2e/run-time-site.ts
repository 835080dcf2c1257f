import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page, Worker } from 'playwright/test';
import { type BrowserOptions, extensionId, openBrowser } from '../harness/browser.ts';
import { type Door, startDoor } from '../harness/door.ts';
import { builtExtension } from '../harness/extension-build.ts';
import { test as base } from './fixtures.ts';
import { openPopup } from './popup.ts';

/** The host of the sites that come at run time; the build knows `localhost` alone. */
export const pattern = 'http://127.0.0.1/*';

/** Lets the protocol of the developer tools press the extension's button. */
const more = ['--enable-unsafe-extension-debugging'];

type ForEachTest = {
  /**
   * A browser with the very build, whose user has said yes to 127.0.0.1 once. Chromium's own question is
   * no page and no machine can press its button. What has been allowed is not asked again, so the browser
   * runs a copy first whose manifest requires that host: such a host is allowed without a question, and
   * stays so when the next version only asks for it. All else is as it is for users.
   */
  allowing: BrowserContext;
};

type ForEachWorker = {
  /** A door on an origin that the build does not know. */
  siteDoor: Door;
};

export const test = base.extend<ForEachTest, ForEachWorker>({
  siteDoor: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const door = await startDoor({ host: '127.0.0.1' });
      await use(door);
      await door.stop();
    },
    { scope: 'worker' },
  ],

  allowing: async ({ openAnother, siteDoor }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'doorcode-sites-'));
    const [copy, userData] = [join(folder, 'copy'), join(folder, 'profile')];
    await copyExtension(copy, { host_permissions: [pattern] });
    await allowOnce(copy, userData);
    const context = await openAnother({ userData, more, baseURL: siteDoor.origin });
    await use(context);
    await context.close();
    await rm(folder, { recursive: true, force: true });
  },
});

/** Writes a copy of what was built, with these changes of its manifest. */
export async function copyExtension(folder: string, changes: object): Promise<void> {
  await cp(builtExtension('chrome'), folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, ...changes }));
}

/** Runs an extension for a moment, so that what it requires is allowed; answers its ID. */
export async function allowOnce(extension: string, userData: string): Promise<string> {
  const context = await openBrowser({ extension, userData });
  const id = await extensionId(context);
  await context.close();
  return id;
}

/** Opens a browser whose user has allowed nothing beyond the build. */
export function openAsking(
  openAnother: (options: BrowserOptions) => Promise<BrowserContext>,
  options: BrowserOptions = {},
): Promise<BrowserContext> {
  return openAnother({ more, ...options });
}

export async function workerOf(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

/**
 * Presses the extension's button over the page, by which the extension may see the page's address, and
 * opens the popup once more as a tab, where a test can use it.
 */
export async function openPopupOver(page: Page): Promise<Page> {
  const context = page.context();
  const browser = context.browser();
  if (!browser) throw new Error('This browser has no protocol of its own.');
  await page.bringToFront();
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'tab' }] });
  const targetId = targetInfos.find(({ url }) => url === page.url())?.targetId;
  // Newer than the types of the protocol that come with Playwright.
  const send = session.send.bind(session) as (name: string, input: object) => Promise<unknown>;
  await send('Extensions.triggerAction', { id: await extensionId(context), targetId });
  await session.detach();
  return openPopup(context);
}

/** What the extension has beyond its build: in the browser, and in its own storage. */
export async function kept(context: BrowserContext): Promise<unknown> {
  const worker = await workerOf(context);
  const built = 'chrome.runtime.getManifest().content_scripts[0].matches';
  return worker.evaluate(`(async (built) => ({
    origins: (await chrome.permissions.getAll()).origins.filter((each) => !built.includes(each)),
    scripts: (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id),
    ...(await chrome.storage.local.get(['added', 'served'])),
  }))(${built})`);
}

export const nothing = { origins: [], scripts: [], added: [], served: [] };

import { expect, type Page } from 'playwright/test';
import { extensionId } from '../harness/browser.ts';
import { test as base } from './fixtures.ts';

export type Window = {
  /** Its only tab. */
  readonly page: Page;
  /** The extension's popup, opened as one more tab. */
  openPopup(): Promise<Page>;
};

type ForEachTest = {
  /** One browser with the extension in both; it is nobody else's, for its settings are changed. */
  windows: { readonly ordinary: Window; readonly inPrivate: Window };
};

export const test = base.extend<ForEachTest>({
  windows: async ({ openAnother, door }, use) => {
    const context = await openAnother({ more: [] });
    const popup = `chrome-extension://${await extensionId(context)}/popup.html`;
    const [page = await context.newPage()] = context.pages();
    const privatePage = await openPrivate(page, popup, `${door.origin}/login`);
    await use({
      ordinary: windowOf(page, popup, false),
      inPrivate: windowOf(privatePage, popup, true),
    });
  },
});

function windowOf(page: Page, popupAddress: string, isPrivate: boolean): Window {
  return {
    page,
    async openPopup() {
      // By the page: what the driver opens itself comes in the ordinary window.
      const coming = page.waitForEvent('popup');
      await page.evaluate('void open()');
      const popup = await coming;
      await popup.goto(popupAddress);
      expect(await popup.evaluate('chrome.extension.inIncognitoContext')).toBe(isPrivate);
      return popup;
    },
  };
}

/**
 * Lets the extension into private windows and opens one at this address. Playwright counts its tabs to
 * the same context, but speaks of the ordinary window's cookies alone.
 */
async function openPrivate(page: Page, popup: string, address: string): Promise<Page> {
  await page.goto('chrome://extensions');
  await page.evaluate(allowInPrivate(new URL(popup).host));
  await page.goto(popup);
  const coming = page.context().waitForEvent('page', (each) => each.url() === address);
  // Answered with nothing: the ordinary window's half of the extension sees no private one.
  await page.evaluate(`void chrome.windows.create({ incognito: true, url: '${address}' })`);
  return coming;
}

/**
 * What the switch "Allow in Incognito" on Chromium's page of extensions does, until it is done: it starts
 * the extension anew.
 */
const allowInPrivate = (extensionId: string) => `new Promise((done) => {
  const extensionId = '${extensionId}';
  chrome.developerPrivate.onItemStateChanged.addListener((change) => {
    if (change.item_id === extensionId && change.event_type === 'LOADED') done();
  });
  chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
})`;

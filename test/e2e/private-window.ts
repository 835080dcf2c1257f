import { type BrowserContext, expect, type Page } from 'playwright/test';
import { extensionId } from '../harness/browser.ts';

export type PrivateWindow = {
  /** The window's first tab. */
  readonly page: Page;
  /** The extension's popup, opened as a tab of this window. */
  openPopup(): Promise<Page>;
};

/**
 * Lets the extension into private windows and opens one. To let it in starts the extension anew, so this
 * comes before the pages that it is to work in. Playwright counts the window's tabs to the same context,
 * but speaks of the ordinary window's cookies alone.
 */
export async function openPrivateWindow(
  context: BrowserContext,
  address: string,
): Promise<PrivateWindow> {
  const id = await extensionId(context);
  const popupAddress = `chrome-extension://${id}/popup.html`;
  const tab = await context.newPage();
  await tab.goto('chrome://extensions');
  await tab.evaluate(allowInPrivate(id));
  await tab.goto(popupAddress);
  const coming = context.waitForEvent('page', (page) => page.url() === address);
  // Answered with nothing: the ordinary window's half of the extension sees no private one.
  await tab.evaluate(`void chrome.windows.create({ incognito: true, url: '${address}' })`);
  const page = await coming;
  await tab.close();

  return {
    page,
    async openPopup() {
      const coming = page.waitForEvent('popup');
      await page.evaluate('void open()');
      const popup = await coming;
      await popup.goto(popupAddress);
      expect(await popup.evaluate('chrome.extension.inIncognitoContext')).toBe(true);
      return popup;
    },
  };
}

/** What the switch "Allow in Incognito" on Chromium's page of extensions does, until it is done. */
const allowInPrivate = (extensionId: string) => `new Promise((done) => {
  const extensionId = '${extensionId}';
  chrome.developerPrivate.onItemStateChanged.addListener((change) => {
    if (change.item_id === extensionId && change.event_type === 'LOADED') done();
  });
  chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
})`;

import type { BrowserContext, Page } from 'playwright/test';
import { extensionId } from '../harness/browser.ts';

/** The popup, opened as a tab: it speaks about the tab that was in front before. */
export async function openPopup(context: BrowserContext): Promise<Page> {
  const popup = await context.newPage();
  await popup.goto(`chrome-extension://${await extensionId(context)}/popup.html`);
  return popup;
}

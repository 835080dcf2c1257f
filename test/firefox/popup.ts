import type { Page } from 'puppeteer-core';
import type { Firefox } from '../harness/firefox.ts';
import { soon } from './controls.ts';

/** The popup, opened as a tab: it speaks about the tab that was in front before. */
export async function openPopup({ browser, address }: Firefox): Promise<Page> {
  const popup = await browser.newPage();
  // Not awaited: the driver hears of no navigation to a page of the extension.
  void popup.goto(address('popup.html')).catch(() => {});
  await soon(() => popup.evaluate('document.querySelector("h1")?.textContent')).toBeTruthy();
  return popup;
}

import { afterEach, expect, test } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { pageTexts } from '../texts/page-texts.ts';
import { addCornerButton } from './corner-button.ts';

let page = new AbortController();

afterEach(() => page.abort());

/** What is stored after a page has shown its user menu, in a private window or in another. */
async function storedAfterMenu(inIncognitoContext: boolean): Promise<unknown> {
  fakeBrowser.reset();
  Object.assign(browser, { extension: { inIncognitoContext } });
  page = new AbortController();
  const { menuFound } = addCornerButton({
    texts: () => pageTexts.en,
    state: async () => ({ ok: false, reason: 'unreachable' }),
    open: () => {},
    signal: page.signal,
  });
  menuFound();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return (await browser.storage.local.get('corner')).corner;
}

test('what a page of a private window was like is not stored, as it is of any other', async () => {
  expect(await storedAfterMenu(false)).toEqual({ [location.origin]: 'menu' });
  expect(await storedAfterMenu(true)).toBeUndefined();
});

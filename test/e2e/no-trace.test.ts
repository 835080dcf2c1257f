import { type BrowserContext, expect, type Page } from 'playwright/test';
import { openBrowser } from '../harness/browser.ts';
import { rows } from './finding-table.ts';
import { comeIn, test } from './page-door.ts';
import { readPage } from './pages/serve-pages.ts';

const html = (page: Page) => page.evaluate<string>('document.documentElement.outerHTML');
/** What of ours may be in a page: the code field, the menu's entry, the box of the corner's button. */
const ours =
  'Two-factor authentication|dos pasos|dos factores|duas etapas|dois fatores|all: initial';

/** Opens each page in a tab of its own, as far as its login form or its menu. */
async function openAll(context: BrowserContext, origin: string, press: string): Promise<Page[]> {
  return Promise.all(
    rows.map(async ({ page: name = '' }) => {
      const page = await context.newPage();
      await page.goto(`${origin}/app/${name}`);
      if (readPage(name).includes(`data-press="${press}"`)) {
        const control = page.locator(`[data-press=${press}]`);
        // One of them opens when the mouse comes.
        await control.dispatchEvent('mouseenter');
        await control.dispatchEvent('click');
      }
      return page;
    }),
  );
}

for (const [press, found] of [
  ['login', 'login form'],
  ['menu', 'user menu'],
] as const) {
  test(`when the extension ends, each page with a ${found} is as it would be without it`, async ({
    door,
  }) => {
    test.setTimeout(120_000);
    const [plain, extended] = [await openBrowser({ extension: false }), await openBrowser()];
    try {
      for (const context of [plain, extended]) {
        const [first] = context.pages();
        if (press === 'menu' && first) await comeIn(first, door);
      }
      const pages = await openAll(extended, door.origin, press);
      for (const [at, page] of pages.entries()) {
        // The control: there was something to take away.
        if (rows[at]?.[found] === 'not found') continue;
        await expect.poll(() => html(page), rows[at]?.page).toMatch(new RegExp(ours));
      }
      const [worker] = extended.serviceWorkers();
      await worker?.evaluate('chrome.runtime.reload()').catch(() => {});

      const without = await openAll(plain, door.origin, press);
      for (const [at, page] of pages.entries()) {
        const expected = await html(without[at] as Page);
        await expect.poll(() => html(page), rows[at]?.page).toBe(expected);
      }
    } finally {
      await plain.close();
      await extended.close();
    }
  });
}

import type { Page } from 'playwright/test';
import { barriersIn } from '../harness/axe.ts';
import { rows } from './finding-table.ts';
import { comeIn, expect, test, visit } from './page-door.ts';
import { readPage } from './pages/serve-pages.ts';
import { frameOver } from './panel.ts';

/** A page whose login and menu nobody finds. */
const lonely = '/app/home-assistant';

const corner = (page: Page) =>
  page.getByRole('button', { name: 'Two-factor authentication', exact: true });
const move = (page: Page) =>
  page.getByRole('button', { name: 'Move to another corner', exact: true });
const hide = (page: Page) => page.getByRole('button', { name: 'Hide', exact: true });

/** Longer than a page has to show its menu. */
const stillness = 4500;

/** What our own pages would be told of the page's site. */
async function missing(page: Page): Promise<unknown> {
  const [worker] = page.context().serviceWorkers();
  const asked = `(async () => {
    const tabs = await chrome.tabs.query({});
    for (const { id, url } of tabs) {
      if (url !== ${JSON.stringify(page.url())} && url !== undefined) continue;
      const site = { name: 'site', input: null };
      const answer = await chrome.tabs.sendMessage(id, site, { frameId: 0 }).catch(() => null);
      if (answer?.ok) return answer.value.missing;
    }
    return 'nobody answered';
  })()`;
  return worker?.evaluate(asked);
}

test.describe('where somebody is logged in and no menu is found', () => {
  test.beforeEach(({ page, door }) => comeIn(page, door));

  test('a button in the corner opens the panel, and the server was asked once', async ({
    page,
  }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await visit(page, lonely);
    await expect(corner(page)).toBeVisible();
    const box = await corner(page).boundingBox();
    expect([box?.width, box?.height]).toEqual([44, 44]);
    expect(asked.filter((url) => url.endsWith('/v1/state'))).toHaveLength(1);
    await page.screenshot({ path: test.info().outputPath('corner.png') });
    await corner(page).press('Enter');
    await frameOver(page);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`it is open to everybody where the browser is ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await visit(page, lonely);
      await expect(corner(page)).toBeVisible();
      await page.evaluate(`document.documentElement.lastElementChild.id = 'ours'`);
      expect(await barriersIn(page, '#ours')).toEqual([]);
      await page.emulateMedia({ forcedColors: 'active' });
      await page.screenshot({ path: test.info().outputPath('forced-colours.png') });
      // That the search sees into the button's shadow root.
      await page.evaluate(`
        document.getElementById('ours').shadowRoot.querySelector('button').textContent = '2FA';
      `);
      expect(await barriersIn(page, '#ours')).toHaveLength(1);
    });
  }

  test('it is moved from corner to corner, and stands there the next time', async ({ page }) => {
    await visit(page, lonely);
    const window = page.viewportSize() ?? { width: 0, height: 0 };
    const cornerOf = async () => {
      const { x, y } = await boxOf(page);
      return [y > window.height / 2 ? 'lower' : 'upper', x > window.width / 2 ? 'right' : 'left'];
    };
    expect(await cornerOf()).toEqual(['lower', 'right']);
    await move(page).click();
    expect(await cornerOf()).toEqual(['lower', 'left']);
    await move(page).press('Enter');
    expect(await cornerOf()).toEqual(['upper', 'left']);

    await visit(page, lonely);
    expect(await cornerOf()).toEqual(['upper', 'left']);
    await move(page).click();
    await move(page).click();
    expect(await cornerOf()).toEqual(['lower', 'right']);
    await page.setViewportSize({ width: 360, height: 60 });
    const small = await boxOf(page);
    expect(small.y + small.height).toBeLessThanOrEqual(60);
  });

  test('a page that presses it changes nothing', async ({ page }) => {
    await visit(page, lonely);
    const before = await boxOf(page);
    await page.evaluate(`{
      const { shadowRoot } = document.documentElement.lastElementChild;
      for (const button of shadowRoot.querySelectorAll('button')) button.click();
    }`);
    expect(await boxOf(page)).toEqual(before);
    await expect(page.locator('iframe')).toHaveCount(0);
    const [worker] = page.context().serviceWorkers();
    const asked = '(async () => (await chrome.storage.local.get("corner")).corner ?? {})()';
    const kept = () => worker?.evaluate(asked);
    expect(await kept()).toEqual({});
    await move(page).click();
    await expect.poll(kept).toEqual({ [new URL(page.url()).origin]: 1 });
  });

  test('hidden, it does not come again', async ({ page }) => {
    await visit(page, lonely);
    await hide(page).click();
    await expect(corner(page)).toHaveCount(0);
    await visit(page, lonely);
    await page.waitForTimeout(stillness);
    await expect(corner(page)).toHaveCount(0);
    expect(await missing(page)).toBe('user-menu');
  });

  test('once a menu was found on the site it is gone for good, and a page without one says so', async ({
    page,
  }) => {
    await visit(page, lonely);
    await expect(corner(page)).toBeVisible();
    const nav = '<nav><a href=#>A</a><a href=#>Logout</a></nav>';
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '${nav}')`);
    await expect(corner(page)).toHaveCount(0);
    // A menu that exists only while it is open has been there all the same.
    await page.evaluate(`document.querySelector('nav:last-child').remove()`);
    expect(await missing(page)).toBeNull();
    await visit(page, lonely);
    await page.waitForTimeout(stillness);
    await expect(corner(page)).toHaveCount(0);
    expect(await missing(page)).toBe('user-menu');
  });

  test('it goes when the page shows a login form', async ({ page }) => {
    await visit(page, lonely);
    await expect(corner(page)).toBeVisible();
    const form = '<form><input type="email"><input type="password"><button>Log in</button></form>';
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '${form}')`);
    await expect(corner(page)).toHaveCount(0);
  });

  test('the panel and the popup are told that the menu is missing', async ({ page }) => {
    await visit(page, lonely);
    expect(await missing(page)).toBe('user-menu');
    await visit(page, '/app/gitea');
    expect(await missing(page)).toBeNull();
  });

  test('with their menus closed, the pages have it of which docs/finding.md says so', async ({
    page,
  }) => {
    test.slow();
    const [worker] = page.context().serviceWorkers();
    const found: (string | undefined)[] = [];
    for (const { page: name = '' } of rows) {
      // What one page's menu has taught of the site is forgotten for the next page.
      await page.goto('about:blank');
      await worker?.evaluate('chrome.storage.local.clear()');
      await visit(page, `/app/${name}`);
      if (readPage(name).includes('data-press="menu"')) {
        await expect(page.locator('[data-press=menu]')).toBeVisible();
      }
      if ((await missing(page)) === 'user-menu') found.push(name);
    }
    const said = rows.filter(({ corner: cell }) => cell !== '–');
    expect(found).toEqual(said.map(({ page: name }) => name));
  });
});

test.describe('where nobody is logged in', () => {
  test('there is no button, and a login form that was not found is said to be missing', async ({
    page,
  }) => {
    await visit(page, lonely);
    await page.waitForTimeout(stillness);
    await expect(corner(page)).toHaveCount(0);
    expect(await missing(page)).toBe('login-form');
    await visit(page, '/app/plane');
    await page.locator('[data-press=login]').click();
    expect(await missing(page)).toBe('login-form');
  });

  test('nothing is missing where the form was found, in a sign-up and in a search', async ({
    page,
  }) => {
    for (const path of [
      '/app/gitea',
      '/other/a%20search',
      '/other/a%20sign-up%20with%20the%20password%20twice',
    ]) {
      await visit(page, path);
      expect(await missing(page)).toBeNull();
    }
  });
});

async function boxOf(page: Page) {
  await expect(corner(page)).toBeVisible();
  const box = await corner(page).boundingBox();
  if (!box) throw new Error('The button has no box.');
  return box;
}

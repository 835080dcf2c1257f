import type { Page } from 'playwright/test';
import { pageTexts } from '../../extension/texts/page-texts.ts';
import { rows } from './finding-table.ts';
import { comeIn, expect, test, visit } from './page-door.ts';
import { pageNames, readPage } from './pages/serve-pages.ts';
import { withoutLogin } from './pages/without-login.ts';
import { frameOver } from './panel.ts';

const logoutWords =
  /(log ?out|sign out|sair|cerrar sesión|desconectarse|terminar sesión|encerrar sessão)$/i;

/** What pages/measure.js says of ours and of what stands beside it. */
type Looks = { ours: object; theirs: object; next?: string };

const field = (page: Page) => page.locator('input[autocomplete=one-time-code]');

test('docs/finding.md has a row for every page, and none for a page that is not there', () => {
  expect(rows.map(({ page }) => page)).toEqual(pageNames);
});

for (const { page: name = '', after, 'login form': login, 'user menu': menu } of rows) {
  const presses = (what: string) => readPage(name).includes(`data-press="${what}"`);

  async function press(page: Page, what: 'login' | 'menu'): Promise<void> {
    if (presses(what)) await page.locator(`[data-press=${what}]`).click();
  }

  test(`the login form of ${after}: ${login}`, async ({ page }) => {
    await visit(page, `/app/${name}`);
    await press(page, 'login');
    await expect(page.locator('input[type=password]')).toBeVisible();
    if (login === 'not found') {
      await planted(page);
      await expect(field(page)).toHaveCount(1);
      return;
    }
    const { loginField } = await textsOf(page);
    await expect(page.getByRole('textbox', { name: loginField, exact: true })).toBeVisible();
    await expect(field(page)).toHaveCount(1);
    await page.screenshot({ path: test.info().outputPath('login.png') });
    const inOrder = { isLast: true, beforeButton: true, overlaps: [], onTop: true };
    expect(await page.evaluate('measure.space()')).toEqual(inOrder);
    const { ours, theirs } = await page.evaluate<Looks>('measure.looks()');
    if (login === 'found') expect(ours).toEqual(theirs);
    await field(page).fill('123 456');
    expect(await page.evaluate('measure.space()')).toEqual(inOrder);

    if (!(await drawAnew(page))) return;
    await expect(field(page)).toHaveValue('');
    await expect(field(page)).toHaveCount(1);
  });

  test(`the user menu of ${after}: ${menu}`, async ({ page, door }) => {
    await comeIn(page, door);
    await visit(page, `/app/${name}`);
    await press(page, 'menu');
    const { menuEntry } = await textsOf(page);
    const entry = page.getByText(menuEntry, { exact: true });
    if (menu === 'not found') {
      await page.evaluate(
        'document.body.insertAdjacentHTML("beforeend", "<nav><a href=#>A</a><a href=#>Logout</a></nav>")',
      );
      await expect(entry).toHaveCount(1);
      return;
    }
    await expect(entry).toBeVisible();
    await expect(entry).toHaveCount(1);
    await page.screenshot({ path: test.info().outputPath('menu.png') });
    const asked = `measure.entry(${JSON.stringify(menuEntry)})`;
    const { ours, theirs, next } = await page.evaluate<Looks>(asked);
    expect(ours).toEqual(theirs);
    expect(next).toMatch(logoutWords);

    if (await drawAnew(page)) {
      if (!(await entry.isVisible())) await press(page, 'menu');
      await expect(entry).toHaveCount(1);
    }
    await visit(page, `/app/${name}`);
    await press(page, 'menu');
    await entry.click();
    await frameOver(page);
  });
}

for (const name of Object.keys(withoutLogin)) {
  test(`nothing is put into ${name}`, async ({ page }) => {
    await visit(page, `/other/${encodeURIComponent(name)}`);
    const before = await page.evaluate('document.body.innerHTML');
    // The control: a login form beside it gets its field, so the page was looked at.
    await planted(page);
    await expect(field(page).and(page.locator('#planted *'))).toHaveCount(1);
    await page.evaluate('document.getElementById("planted").remove()');
    expect(await page.evaluate('document.body.innerHTML')).toBe(before);
  });
}

/** Puts a login form that is always found at the end of the page. */
async function planted(page: Page): Promise<void> {
  const form = '<input type="email"><input type="password"><button>Log in</button>';
  await page.evaluate(`{
    const made = document.body.appendChild(document.createElement('form'));
    made.id = 'planted';
    made.innerHTML = ${JSON.stringify(form)};
  }`);
}

async function textsOf(page: Page) {
  const language = (await page.locator('html').getAttribute('lang'))?.slice(0, 2);
  return pageTexts[language === 'es' ? 'es' : language === 'pt' ? 'pt-BR' : 'en'];
}

/** Has a page that draws itself draw itself anew; the old nodes are thrown away, ours among them. */
function drawAnew(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('globalThis.render ? (render(), true) : false');
}

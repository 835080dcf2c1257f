import type { Page } from 'playwright/test';
import { openBrowser } from '../harness/browser.ts';
import { clobber, clobberForm, removeOurField, takeFunctionsAway } from './damage.ts';
import { expect, test } from './fixtures.ts';
import { expectInside, logOut, openUserMenu } from './home-page.ts';
import { enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { fillLogin, logIn, loginButton, loginCodeField, typeLoginCode } from './login-page.ts';
import {
  activate,
  closePanel,
  expectNoFrameOver,
  expectTitle,
  frameOver,
  openPanel,
} from './panel.ts';

import { setUp } from './set-up.ts';

const menuEntry = 'Two-factor authentication';

/** Runs before the page's own scripts, and in no page of the extension. */
async function addAtStart(page: Page, script: string): Promise<void> {
  await page.addInitScript(`if (location.protocol === 'http:') { ${script} }`);
}

test('A56 what the page takes out comes back: the code field, the menu’s entry, the panel', async ({
  page,
  user,
}) => {
  const phone = await setUp(page, user);
  await fillLogin(page, user);
  for (let times = 0; times < 3; times++) {
    await page.evaluate(removeOurField);
    await expect(loginCodeField(page)).toHaveCount(1);
  }
  await typeLoginCode(page, await phone.code());
  await loginButton(page).click();
  await expectInside(page);

  const menu = await openUserMenu(page);
  const entry = menu.getByRole('menuitem', { name: menuEntry });
  for (let times = 0; times < 3; times++) {
    await entry.evaluate('(item) => item.remove()');
    await expect(entry).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  for (let times = 0; times < 2; times++) {
    await openPanel(page);
    await page.evaluate('document.documentElement.lastElementChild.remove()');
    await expectNoFrameOver(page);
  }
  await expectTitle(await openPanel(page), 'Two-factor authentication is activated.');
});

test('A56 a page full of names that stand in for others is left as whole as the extension', async ({
  page,
  user,
}) => {
  await addAtStart(page, clobber);
  await logIn(page, user);
  await expectInside(page);
  expect(await page.evaluate('typeof document.cookie'), 'the names are taken').toBe('object');
  const phone = await activate(await openPanel(page));
  await closePanel(page);
  await logOut(page);

  await logIn(page, user, await phone.code());
  await expectInside(page);
  await logOut(page);
  await logIn(page, user);
  await expectAskedForCode(page);
});

test('A56 a login form full of such names may stay without our field; the code is asked for all the same', async ({
  door,
  user,
  page,
}) => {
  const phone = await setUp(page, user);
  // A browser of its own: what such a form does to a script is an error in its console.
  const context = await openBrowser({ baseURL: door.origin });
  const other = await context.newPage();
  await addAtStart(other, clobberForm);
  await fillLogin(other, user);
  expect(await other.evaluate('document.forms[0].querySelectorAll.tagName')).toBe('INPUT');
  await loginButton(other).click();
  await expectAskedForCode(other);
  await enterCodeOnHostedPage(other, await phone.code());
  await expectInside(other);
  await expectTitle(await openPanel(other), 'Two-factor authentication is activated.');
  await context.close();
});

test('A56 a page that takes the built-in functions away takes them from itself alone', async ({
  page,
  user,
}) => {
  await logIn(page, user);
  await expectInside(page);
  const menu = await openUserMenu(page);
  const entry = menu.getByRole('menuitem', { name: menuEntry });
  await entry.waitFor();
  await page.evaluate(`{ ${takeFunctionsAway} }`);
  await entry.click();
  const phone = await activate(await frameOver(page));
  await closePanel(page);
  await page.reload();
  await logOut(page);
  await logIn(page, user, await phone.code());
  await expectInside(page);
});

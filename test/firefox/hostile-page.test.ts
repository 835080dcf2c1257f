import type { Frame, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { clobber, clobberForm, removeOurField, takeFunctionsAway } from '../e2e/damage.ts';
import { scanPicture } from '../harness/phone.ts';
import { byRole, expectText, press, soon, type } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside, logOut, openUserMenu } from './home-page.ts';
import { expectLoginForm, fillLogin, logIn, typeLoginCode } from './login-page.ts';
import {
  activate,
  closePanel,
  expectNoFrameOver,
  expectTitle,
  frameOver,
  openPanel,
  setUp,
} from './panel.ts';

const menuEntry = 'Two-factor authentication';

/** How many of these the page has, by a selector or by the word in it. */
const countOf = (page: Page, selector: string, word = '') =>
  page.evaluate(`[...document.querySelectorAll('${selector}')]
    .filter((element) => element.textContent.includes('${word}')).length`);

test('A56 what the page takes out comes back: the code field, the menu’s entry, the panel', async ({
  page,
  door,
  user,
}) => {
  const login = `${door.origin}/login`;
  const phone = await setUp(page, door.origin, user);
  await fillLogin(page, login, user);
  for (let times = 0; times < 3; times++) {
    await page.evaluate(removeOurField);
    await soon(() => countOf(page, 'input[name=totpcode]')).toBe(1);
  }
  await typeLoginCode(page, await phone.code());
  await press(page, 'button', 'LOGIN');
  await expectInside(page);

  await openUserMenu(page);
  await byRole(page, 'menuitem', menuEntry);
  for (let times = 0; times < 3; times++) {
    await page.evaluate(`[...document.querySelectorAll('[role=menuitem]')]
      .find((item) => item.textContent.includes('${menuEntry}')).remove()`);
    await soon(() => countOf(page, '[role=menuitem]', menuEntry)).toBe(1);
  }
  await page.keyboard.press('Escape');
  await openPanel(page);
  await page.evaluate('document.documentElement.lastElementChild.remove()');
  await expectNoFrameOver(page);
  await expectTitle(await openPanel(page), 'Two-factor authentication is activated.');
});

test('A56 a page full of names that stand in for others is left as whole as the extension', async ({
  page,
  door,
  user,
}) => {
  const login = `${door.origin}/login`;
  await page.evaluateOnNewDocument(`if (location.protocol === 'http:') { ${clobber} }`);
  await logIn(page, login, user);
  await expectInside(page);
  expect(await page.evaluate('typeof document.cookie'), 'the names are taken').toBe('object');
  const phone = await activate(await openPanel(page));
  await closePanel(page);
  await logOut(page);
  await logIn(page, login, user, await phone.code());
  await expectInside(page);
  await logOut(page);
  await logIn(page, login, user);
  // The page's body has another's name by now.
  const title = 'document.querySelector("h1")?.textContent';
  await soon(() => page.evaluate(title)).toBe('Enter your login code');
});

test('A56 a login form full of such names may stay without our field; the code is asked for all the same', async ({
  page,
  door,
  user,
}) => {
  await setUp(page, door.origin, user);
  await page.evaluateOnNewDocument(`if (location.protocol === 'http:') { ${clobberForm} }`);
  await page.goto(`${door.origin}/login`);
  await type(await byRole(page, 'textbox', 'Realm'), user.realm);
  await type(await byRole(page, 'textbox', 'Email'), user.email);
  await type(await expectLoginForm(page), 'correct horse');
  expect(await page.evaluate('document.forms[0].querySelectorAll.tagName')).toBe('INPUT');
  await press(page, 'button', 'LOGIN');
  await expectText(page, 'Enter your login code');
});

test('A56 a page that takes the built-in functions away takes them from itself alone', async ({
  page,
  door,
  user,
}) => {
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);
  await openUserMenu(page);
  const entry = await byRole(page, 'menuitem', menuEntry);
  const { x, y } = await entry.clickablePoint();
  await page.evaluate(`{ ${takeFunctionsAway} }`);
  await page.mouse.click(x, y);
  // By keyboard: to find where in the page a button is drawn takes functions that are gone.
  const panel = await frameOver(page);
  await goTo(page, panel, 'Show the QR code');
  await page.keyboard.press('Enter');
  const phone = await scanPicture(async (path) => page.screenshot({ path: path as PngFile }));
  await page.keyboard.type(await phone.code());
  await page.keyboard.press('Enter');
  await expectTitle(panel, 'Your recovery codes');
  await page.reload();
  await expectInside(page);
  await logOut(page);
  await logIn(page, `${door.origin}/login`, user, await phone.code());
  await expectInside(page);
});

type PngFile = `${string}.png`;

/** Presses Tab until the focus is on what has this label. */
async function goTo(page: Page, panel: Frame, label: string): Promise<void> {
  const focused = 'document.activeElement?.textContent';
  for (let presses = 0; presses < 20; presses++) {
    if ((await panel.evaluate(focused)) === label) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No number of Tabs leads to “${label}”.`);
}

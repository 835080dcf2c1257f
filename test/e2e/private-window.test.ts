import type { Page } from 'playwright/test';
import { SESSION_COOKIE } from '../platform/sessions.ts';
import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { fillLogin, logIn, loginButton, typeLoginCode } from './login-page.ts';
import { activate, enterCode, expectTitle, openPanel, type Panel } from './panel.ts';
import { openPopup } from './popup.ts';
import { openPrivateWindow } from './private-window.ts';
import { setUp } from './set-up.ts';

const ada = { realm: 'acme', email: 'ada@acme.example' };

const off = 'Configure authentication';
const on = 'Two-factor authentication is activated.';

/** Comes back to a page and asks its panel. */
async function expectInPanel(page: Page, title: string): Promise<Panel> {
  await page.bringToFront();
  await page.reload();
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, title);
  return panel;
}

/** The session that a tab's next navigation carries. */
async function sessionSent(page: Page): Promise<string> {
  const response = await page.goto('/home');
  const { cookie = '' } = (await response?.request().allHeaders()) ?? {};
  const sessions = cookie.split('; ').filter((each) => each.startsWith(`${SESSION_COOKIE}=`));
  expect(sessions).toHaveLength(1);
  return sessions[0] ?? '';
}

test('A62 a private window is another person: panel and popup show and change its own account only', async ({
  page,
  context,
  door,
  user,
}) => {
  const inPrivate = await openPrivateWindow(context, `${door.origin}/login`);
  await page.bringToFront();
  await logIn(page, user);
  await expectInside(page);
  const phone = await activate(await openPanel(page));
  expect(phone.uri).toContain(encodeURIComponent(user.email));

  await inPrivate.page.bringToFront();
  await logIn(inPrivate.page, ada);
  await expectInside(inPrivate.page);
  const other = await activate(await openPanel(inPrivate.page));
  expect(other.uri).toContain(encodeURIComponent(ada.email));

  // The one's right code is wrong for the other, and switches off neither.
  await page.bringToFront();
  const popup = await openPopup(context);
  const privatePopup = await inPrivate.openPopup();
  for (const face of [popup, privatePopup]) await expectTitle(face, on);
  await enterCode(privatePopup, await phone.code(), 'Deactivate');
  await expect(privatePopup.getByRole('alert')).toContainText('This code is not right');
  await enterCode(privatePopup, await other.code(), 'Deactivate');
  await expectTitle(privatePopup, off);
  await popup.reload();
  await expectTitle(popup, on);

  await expectInPanel(inPrivate.page, off);
  const panel = await expectInPanel(page, on);
  await enterCode(panel, await phone.code(), 'Deactivate');
  await expectTitle(panel, off);
  await popup.reload();
  await expectTitle(popup, off);
});

test('A62 the code and the session of an ordinary window are not those of a private one', async ({
  page,
  context,
  door,
  user,
}) => {
  const inPrivate = await openPrivateWindow(context, `${door.origin}/login`);
  await page.bringToFront();
  const phone = await setUp(page, user);
  await fillLogin(page, user);
  await typeLoginCode(page, await phone.code());
  await logIn(inPrivate.page, user);
  await expectAskedForCode(inPrivate.page);

  // The same code was good all the while, where it was typed.
  await page.bringToFront();
  await loginButton(page).click();
  await expectInside(page);
  await inPrivate.page.reload();
  await expectAskedForCode(inPrivate.page);

  const session = await sessionSent(page);
  expect(await sessionSent(inPrivate.page)).not.toBe(session);
  expect(await sessionSent(await context.newPage()), 'a second tab').toBe(session);
});

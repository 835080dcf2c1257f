import { expect, type Page } from 'playwright/test';
import { SESSION_COOKIE } from '../platform/sessions.ts';
import { expectInside } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { fillLogin, logIn, loginButton, typeLoginCode } from './login-page.ts';
import { activate, enterCode, expectTitle, openPanel, type Panel } from './panel.ts';
import { test } from './private-window.ts';
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
  windows: { ordinary, inPrivate },
  user,
}) => {
  await ordinary.page.bringToFront();
  await logIn(ordinary.page, user);
  await expectInside(ordinary.page);
  const phone = await activate(await openPanel(ordinary.page));
  expect(phone.uri).toContain(encodeURIComponent(user.email));

  await inPrivate.page.bringToFront();
  await logIn(inPrivate.page, ada);
  await expectInside(inPrivate.page);
  const other = await activate(await openPanel(inPrivate.page));
  expect(other.uri).toContain(encodeURIComponent(ada.email));

  const popup = await ordinary.openPopup();
  const privatePopup = await inPrivate.openPopup();
  for (const face of [popup, privatePopup]) await expectTitle(face, on);
  // The one's right code is wrong for the other, and switches off neither.
  await enterCode(privatePopup, await phone.code(), 'Deactivate');
  await expect(privatePopup.getByRole('alert')).toContainText('This code is not right');
  await enterCode(privatePopup, await other.code(), 'Deactivate');
  await expectTitle(privatePopup, off);
  await popup.reload();
  await expectTitle(popup, on);

  await expectInPanel(inPrivate.page, off);
  const panel = await expectInPanel(ordinary.page, on);
  // What is changed in the same window is seen there.
  await enterCode(panel, await phone.code(), 'Deactivate');
  await expectTitle(panel, off);
  await popup.reload();
  await expectTitle(popup, off);
});

test('A62 the code and the session of an ordinary window are not those of a private one', async ({
  windows: { ordinary, inPrivate },
  user,
}) => {
  await ordinary.page.bringToFront();
  const phone = await setUp(ordinary.page, user);
  await fillLogin(ordinary.page, user);
  await typeLoginCode(ordinary.page, await phone.code());
  await logIn(inPrivate.page, user);
  await expectAskedForCode(inPrivate.page);

  // The same code was good all the while, where it was typed.
  await ordinary.page.bringToFront();
  await loginButton(ordinary.page).click();
  await expectInside(ordinary.page);
  await inPrivate.page.reload();
  await expectAskedForCode(inPrivate.page);

  const session = await sessionSent(ordinary.page);
  expect(await sessionSent(inPrivate.page)).not.toBe(session);
  const second = await ordinary.page.context().newPage();
  expect(await sessionSent(second), 'a second tab of the ordinary window').toBe(session);
});

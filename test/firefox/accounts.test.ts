import { expect } from 'vitest';
import { openFirefox } from '../harness/firefox.ts';
import { expectText } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { logIn } from './login-page.ts';
import { activate, enterCode, expectTitle, openPanel, scan, setUp } from './panel.ts';
import { openPopup } from './popup.ts';

const erin = { realm: 'globex', email: 'erin@globex.example' };

test('A62 two containers are two people: each panel shows and changes its own', async ({
  page,
  door,
  user,
  firefox,
}) => {
  const login = `${door.origin}/login`;
  const container = await firefox.browser.createBrowserContext();
  const other = await container.newPage();
  await logIn(page, login, user);
  await expectInside(page);
  await logIn(other, login, erin);
  await expectInside(other);

  const phone = await scan(await openPanel(other));
  expect(phone.uri).toContain(encodeURIComponent(erin.email));
  await other.reload();
  await page.bringToFront();
  const panel = await openPanel(page);
  const own = await activate(panel);
  expect(own.uri).toContain(encodeURIComponent(user.email));

  // Nothing has become of the other one, and the container is not asked for a code of this one.
  await other.bringToFront();
  await other.reload();
  await expectInside(other);
  await expectTitle(await openPanel(other), 'Configure authentication');
  await other.reload();
  await logOut(other);
  await logIn(other, login, user, await own.code());
  await expectInside(other);
  await container.close();
});

test('A62 in a tab from before another account logged in nothing is changed: it is told who is there', async ({
  page,
  door,
  user,
  firefox,
}) => {
  const login = `${door.origin}/login`;
  const phone = await setUp(page, door.origin, user);
  await logIn(page, login, user, await phone.code());
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, 'Two-factor authentication is activated.');

  const other = await firefox.browser.newPage();
  await other.goto(`${door.origin}/home`);
  await logOut(other);
  await logIn(other, login, erin);
  await expectInside(other);

  await page.bringToFront();
  await new Promise((settled) => setTimeout(settled, 1000));
  // Before the wait below, which is shorter than the one for the phone.
  const code = await phone.code();
  const answer = page.waitForResponse((response) => response.url().endsWith('/deactivate'));
  await enterCode(panel, code, 'Deactivate');
  expect((await answer).status()).toBe(409);
  await expectTitle(panel, 'Another account is logged in');

  // The one who is there now has lost nothing, and the one who was there still has the factor.
  await other.bringToFront();
  await other.reload();
  await expectInside(other);
  await expectTitle(await openPanel(other), 'Configure authentication');
  await other.reload();
  await logOut(other);
  await logIn(other, login, user);
  await expectText(other, 'Enter your login code');
});

test('A62 a private window has its own login, from the code field to the popup', async ({
  door,
  user,
}) => {
  const firefox = await openFirefox({ isPrivate: true });
  try {
    const page = await firefox.newPage();
    await logIn(page, `${door.origin}/login`, user);
    await expectInside(page);
    const phone = await activate(await openPanel(page));
    await page.reload();
    await logOut(page);
    await logIn(page, `${door.origin}/login`, user, await phone.code());
    await expectInside(page);
    await expectTitle(await openPopup(firefox), 'Two-factor authentication is activated.');
  } finally {
    await firefox.close();
  }
});

import { expect } from 'vitest';
import { byRole } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { fillLogin, logIn, typeLoginCode } from './login-page.ts';
import { activate, closePanel, enterCode, expectTitle, openPanel } from './panel.ts';

test('a user activates, logs in with a code, deactivates, and logs in without one', async ({
  page,
  door,
  user,
}) => {
  const login = `${door.origin}/login`;
  await logIn(page, login, user);
  await expectInside(page);

  const phone = await activate(await openPanel(page));
  expect(phone.uri).toContain(`otpauth://totp/Northwind%20Flows:${encodeURIComponent(user.email)}`);
  expect(new Set(phone.recoveryCodes).size).toBe(10);
  await closePanel(page);
  // Who activates is not thrown out by it.
  await page.reload();
  await expectInside(page);
  await logOut(page);

  await fillLogin(page, login, user);
  await typeLoginCode(page, await phone.code());
  const documents: string[] = [];
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) {
      documents.push(`${response.status()} ${new URL(response.url()).pathname}`);
    }
  });
  await (await byRole(page, 'button', 'LOGIN')).click();
  await expectInside(page);
  // No second page in between: the platform's own answer, and the home that it leads to.
  expect(documents).toEqual(['303 /login', '200 /home']);

  const again = await openPanel(page);
  await expectTitle(again, 'Two-factor authentication is activated.');
  await enterCode(again, await phone.code(), 'Deactivate');
  await expectTitle(again, 'Configure authentication');
  await closePanel(page);
  await logOut(page);

  await logIn(page, login, user);
  await expectInside(page);
});

import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { fillLogin, logIn, loginButton, typeLoginCode } from './login-page.ts';
import { activate, closePanel, enterCode, expectTitle, openPanel } from './panel.ts';

test('a user activates, logs in with a code, deactivates, and logs in without one', async ({
  page,
  user,
}) => {
  await logIn(page, user);
  await expectInside(page);

  const panel = await openPanel(page);
  const phone = await activate(panel);
  expect(phone.uri).toContain(`otpauth://totp/Northwind%20Flows:${encodeURIComponent(user.email)}`);
  await closePanel(page);
  // Who activates is not thrown out by it.
  await page.reload();
  await expectInside(page);
  await logOut(page);

  await fillLogin(page, user);
  await typeLoginCode(page, await phone.code());
  const documents: string[] = [];
  page.on('response', (response) => {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      documents.push(`${response.status()} ${new URL(response.url()).pathname}`);
    }
  });
  await loginButton(page).click();
  await expectInside(page);
  // No second page in between: the platform's own answer, and the home that it leads to.
  expect(documents).toEqual(['303 /login', '200 /home']);

  const again = await openPanel(page);
  await expectTitle(again, 'Two-factor authentication is activated.');
  await enterCode(again, await phone.code(), 'Deactivate');
  await expectTitle(again, 'Configure authentication');
  await expect(again.getByRole('status')).toHaveText('Two-factor authentication is deactivated.');
  await closePanel(page);
  await logOut(page);

  await logIn(page, user);
  await expectInside(page);
});

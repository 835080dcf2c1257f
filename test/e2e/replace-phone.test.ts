import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import {
  closePanel,
  enterCode,
  enterRecoveryCode,
  expectTitle,
  frameOver,
  keepRecoveryCodes,
  openPanel,
  scanAndActivate,
} from './panel.ts';
import { scan } from './phone.ts';
import { setUp } from './set-up.ts';

test('the old phone lets in until the new one is confirmed, and not from then on', async ({
  page,
  user,
  openAnother,
}) => {
  const old = await setUp(page, user);
  await logIn(page, user, await old.code());
  await expectInside(page);
  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'Replace phone' }).click();
  await expect(panel.getByLabel('Code', { exact: true })).toBeFocused();
  await enterCode(panel, await old.wrongCode(), 'Continue');
  await expect(panel.getByRole('alert')).toContainText('This code is not right');
  await enterCode(panel, await old.code(), 'Continue');
  await expectTitle(panel, 'Replace your phone');
  await panel.getByRole('button', { name: 'Show the QR code' }).click();
  const next = await scan(panel.getByRole('img', { name: 'QR code' }), old);
  expect(next.uri).not.toBe(old.uri);

  const another = await openAnother();
  const [window = await another.newPage()] = another.pages();
  await logIn(window, user, await old.code());
  await expectInside(window);

  await enterCode(panel, await next.code(), 'Activate');
  await expect(panel.getByText('Your new phone is set up.')).toBeVisible();
  expect(await keepRecoveryCodes(panel)).toHaveLength(10);
  await closePanel(page);
  await page.reload();
  await expectInside(page);
  // The other window was let in by a phone that is none any more.
  await window.goto('/home');
  await expectAskedForCode(window);
  await logOut(page);

  await logIn(page, user, await old.code());
  await expectAskedForCode(page);
  await enterCodeOnHostedPage(page, await next.code());
  await expectInside(page);
});

test('without the old phone a recovery code lets in and sets up the new one', async ({
  page,
  user,
}) => {
  const lost = await setUp(page, user);
  const [first = '', second = ''] = lost.recoveryCodes;
  await logIn(page, user, undefined, '/spa');
  await enterRecoveryCode(await frameOver(page), first);
  await expectInside(page);

  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'Replace phone' }).click();
  await enterRecoveryCode(panel, first);
  await expect(panel.getByRole('alert')).toContainText('This code is not right');
  await panel.getByLabel('Recovery code').fill(second);
  await panel.getByLabel('Recovery code').press('Enter');
  const found = await scanAndActivate(panel, lost);
  await closePanel(page);
  await logOut(page);

  await logIn(page, user, await found.code(), '/spa');
  await expectInside(page);
});

test('a set-up in a session that is not fresh leads to the login', async ({ page, user }) => {
  await logIn(page, user);
  await expectInside(page);
  await page.route('**/.two-factor/v1/activate', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ reason: 'login-again', status: 403 }),
    }),
  );
  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'Show the QR code' }).click();
  await expectTitle(panel, 'Please log in again');
  void panel
    .getByRole('button', { name: 'Sign out and log in again' })
    .click()
    .catch(() => {});
  await expect(page.getByLabel('Password')).toBeVisible();
});

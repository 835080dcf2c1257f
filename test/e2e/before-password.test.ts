import type { BrowserContext } from 'playwright/test';
import { hideTokens, seenBeforePassword } from '../harness/before-password.ts';
import { PASSWORD } from '../platform/accounts.ts';
import { expect, test } from './fixtures.ts';
import { loginButton, loginCodeField } from './login-page.ts';
import { setUp } from './set-up.ts';

/** What a browser that has never been here sees of somebody, without or with the password. */
async function look(context: BrowserContext, email: string, password = ''): Promise<string> {
  const [page = await context.newPage()] = context.pages();
  await page.goto(password ? '/spa' : '/login');
  await page.getByLabel('Realm').fill('acme');
  await page.getByLabel('Email').fill(email);
  const handedOver = page.waitForResponse('**/.two-factor/v1/login-code');
  await loginCodeField(page).pressSequentially('135790');
  await handedOver;
  if (password) {
    await loginCodeField(page).fill('');
    await page.getByLabel('Password').fill(password);
    await loginButton(page).click();
    await expect(page.locator('#board')).toHaveAttribute('data-answered', '20');
  }
  await page.evaluate(hideTokens);
  return page.evaluate<string>(seenBeforePassword(email));
}

test('A60 before the password an account with a factor, one without, and none at all look the same', async ({
  page,
  user,
  openAnother,
}) => {
  await setUp(page, user);
  const without = 'dora@shared.example';
  const unknown = 'nobody@nowhere.example';
  const withFactor = await look(await openAnother(), user.email);
  expect(withFactor).toContain('totpcode');
  expect(withFactor).toContain('anonymous');
  expect(await look(await openAnother(), without)).toBe(withFactor);
  expect(await look(await openAnother(), unknown)).toBe(withFactor);

  // With the password they can be told apart, by the same look.
  const known = await look(await openAnother(), user.email, PASSWORD);
  expect(known).toContain('code-required');
  expect(await look(await openAnother(), without, PASSWORD)).not.toBe(known);
});

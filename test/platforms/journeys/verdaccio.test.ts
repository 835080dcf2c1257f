import type { Page } from 'playwright/test';
import {
  activateOnHostedPage,
  enterCodeOnHostedPage,
  expectAskedForCode,
} from '../../e2e/hosted-page.ts';
import { password, type UserName } from '../platform-kind.ts';
import { verdaccio } from '../verdaccio.ts';
import { expect, journeysAt } from './platform-journeys.ts';

const test = journeysAt(verdaccio);

async function logIn(page: Page, user: UserName): Promise<void> {
  await page.goto('/');
  await page.locator("[data-testid='header--button-login']").click();
  await page.locator('#login--dialog-username').fill(user);
  await page.locator('#login--dialog-password').fill(password);
  await page.locator('#login--dialog-button-submit').click();
  await expect(page.locator('#header--button-account')).toBeVisible();
}

test.describe('without the extension', () => {
  test.use({ withExtension: false });
  test('Verdaccio: the hosted page asks, and a right code leads back in', async ({ page }) => {
    await logIn(page, 'ben');
    const phone = await activateOnHostedPage(page);
    await page.evaluate(() => localStorage.clear());
    await logIn(page, 'ben');
    await page.goto('/');
    await expectAskedForCode(page);
    await enterCodeOnHostedPage(page, await phone.code());
    await expect(page.locator('#header--button-account')).toBeVisible();
  });
});

import type { Page } from 'playwright/test';
import {
  activateOnHostedPage,
  enterCodeOnHostedPage,
  expectAskedForCode,
} from '../../e2e/hosted-page.ts';
import { nodeRed } from '../node-red.ts';
import { password, type UserName } from '../platform-kind.ts';
import { expect, journeysAt } from './platform-journeys.ts';

const test = journeysAt(nodeRed);

async function logIn(page: Page, user: UserName): Promise<void> {
  await page.goto('/admin/');
  await page.locator('#node-dialog-login-username').fill(user);
  await page.locator('#node-dialog-login-password').fill(password);
  const settled = page.waitForResponse(
    (answer) => new URL(answer.url()).pathname === '/admin/settings' && answer.status() !== 401,
  );
  await page.locator('#node-dialog-login-submit').click();
  await settled;
}

async function expectInside(page: Page): Promise<void> {
  await expect(page.locator('#red-ui-header-button-user')).toBeVisible();
}

test.describe('without the extension', () => {
  test.use({ withExtension: false });
  test('Node-RED: the hosted page asks at the next visit, and a right code leads back in', async ({
    page,
  }) => {
    await logIn(page, 'ben');
    await expectInside(page);
    const phone = await activateOnHostedPage(page);
    await page.evaluate(() => localStorage.clear());
    await logIn(page, 'ben');
    await page.goto('/admin/');
    await expectAskedForCode(page);
    await enterCodeOnHostedPage(page, await phone.code());
    await expectInside(page);
  });
});

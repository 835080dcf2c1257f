import type { Page } from 'playwright/test';
import {
  activateOnHostedPage,
  enterCodeOnHostedPage,
  expectAskedForCode,
} from '../../e2e/hosted-page.ts';
import { typeLoginCode } from '../../e2e/login-page.ts';
import { activate, closePanel, frameOver } from '../../e2e/panel.ts';
import { mediaWiki, mediaWikiMissing } from '../mediawiki.ts';
import { noteSkipped } from '../not-here.ts';
import { password, type UserName } from '../platform-kind.ts';
import { expect, journeysAt, menuEntry } from './platform-journeys.ts';

const test = journeysAt(mediaWiki);
const missing = mediaWikiMissing();

async function fillLogin(page: Page, user: UserName): Promise<void> {
  await page.goto('/index.php?title=Special:UserLogin');
  await page.getByLabel('Username').fill(user);
  await page.locator('#wpPassword1').fill(password);
}

async function logIn(page: Page, user: UserName): Promise<void> {
  await fillLogin(page, user);
  await page.locator('#wpLoginAttempt').click();
}

async function expectInside(page: Page): Promise<void> {
  await expect(page.locator('#pt-logout')).toBeVisible();
}

async function logOut(page: Page): Promise<void> {
  await page.locator('#pt-logout a').click();
  await expect(page.locator('#pt-login')).toBeVisible();
}

if (missing) noteSkipped('MediaWiki in Chromium', missing);
else {
  test('MediaWiki: logs in, activates, logs out, and logs in with the code on its form', async ({
    page,
  }) => {
    await logIn(page, 'ada');
    await expectInside(page);
    await menuEntry(page).click();
    const phone = await activate(await frameOver(page));
    await closePanel(page);
    await page.reload();
    await expectInside(page);
    await logOut(page);

    await fillLogin(page, 'ada');
    await typeLoginCode(page, await phone.code());
    await page.locator('#wpLoginAttempt').click();
    await expectInside(page);
  });

  test.describe('without the extension', () => {
    test.use({ withExtension: false });
    test('MediaWiki: the hosted page asks, and a right code leads back in', async ({
      page,
      context,
    }) => {
      await logIn(page, 'ben');
      await expectInside(page);
      const phone = await activateOnHostedPage(page);
      await context.clearCookies();
      await logIn(page, 'ben');
      await expectAskedForCode(page);
      await enterCodeOnHostedPage(page, await phone.wrongCode());
      await expect(page.getByRole('alert')).toBeVisible();
      await enterCodeOnHostedPage(page, await phone.code());
      await expectInside(page);
    });
  });
}

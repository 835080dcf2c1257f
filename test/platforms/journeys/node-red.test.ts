import type { Page } from 'playwright/test';
import {
  activateOnHostedPage,
  enterCodeOnHostedPage,
  expectAskedForCode,
} from '../../e2e/hosted-page.ts';
import { loginCodeField, typeLoginCode } from '../../e2e/login-page.ts';
import { activate, closePanel, expectNoFrameOver, frameOver } from '../../e2e/panel.ts';
import type { Phone } from '../../e2e/phone.ts';
import { nodeRed } from '../node-red.ts';
import { password, type UserName } from '../platform-kind.ts';
import {
  answerPromptWrongThenRight,
  expect,
  journeysAt,
  leaveByPrompt,
  menuEntry,
  watchRefusals,
} from './platform-journeys.ts';

const test = journeysAt(nodeRed);

async function fillLogin(page: Page, user: UserName): Promise<void> {
  await page.goto('/admin/');
  await page.locator('#node-dialog-login-username').fill(user);
  await page.locator('#node-dialog-login-password').fill(password);
}

/** Presses the button; the page has then asked its first question as that user. */
async function submit(page: Page): Promise<void> {
  const settled = page.waitForResponse(
    (answer) => new URL(answer.url()).pathname === '/admin/settings' && answer.status() !== 401,
  );
  await page.locator('#node-dialog-login-submit').click();
  await settled;
}

async function logIn(page: Page, user: UserName): Promise<void> {
  await fillLogin(page, user);
  await submit(page);
}

/** The editor with its flows, and the WebSocket by which the platform says that it is connected. */
async function expectInside(page: Page): Promise<void> {
  await expect(page.locator('#red-ui-header-button-user')).toBeVisible();
  await expect(page.locator('#red-ui-workspace')).toBeVisible();
}

async function openUserMenu(page: Page): Promise<void> {
  await page.locator('#red-ui-header-button-user').click();
  await expect(page.locator('#usermenu-item-logout')).toBeVisible();
}

async function logOut(page: Page): Promise<void> {
  await openUserMenu(page);
  await page.locator('#usermenu-item-logout').click();
  await expect(page.locator('#node-dialog-login-username')).toBeVisible();
}

/** Logs in, activates in the panel and logs out, all by the platform's own means. */
async function setUp(page: Page, user: UserName): Promise<Phone> {
  await logIn(page, user);
  await expectInside(page);
  await openUserMenu(page);
  await menuEntry(page).click();
  const phone = await activate(await frameOver(page));
  await closePanel(page);
  await page.reload();
  await expectInside(page);
  await logOut(page);
  return phone;
}

test('Node-RED: logs in, activates, logs out, and logs in with the code on its form', async ({
  page,
}) => {
  const phone = await setUp(page, 'ada');
  await fillLogin(page, 'ada');
  await typeLoginCode(page, await phone.code());
  const refused = watchRefusals(page);
  await submit(page);
  await expectInside(page);
  await expectNoFrameOver(page);
  await page.reload();
  await expectInside(page);
  expect(refused).toEqual([]);
});

test('Node-RED: without a code the prompt asks, and a right one leads in', async ({ page }) => {
  const phone = await setUp(page, 'cleo');
  const refused = watchRefusals(page);
  await logIn(page, 'cleo');
  await answerPromptWrongThenRight(page, phone);
  expect(refused).not.toEqual([]);
  await expectInside(page);
});

test('Node-RED: at the prompt one may turn to another account', async ({ page }) => {
  await setUp(page, 'dora');
  await logIn(page, 'dora');
  await leaveByPrompt(page);
  await expect(loginCodeField(page)).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('auth-tokens-admin'))).toBeNull();
  await logIn(page, 'emil');
  await expectInside(page);
});

test('Node-RED: at a visit that owes a code the hosted page asks, and no prompt lies over it', async ({
  page,
}) => {
  const phone = await setUp(page, 'fred');
  await logIn(page, 'fred');
  await frameOver(page);
  // The extension is there long before that page's script has fetched what it shows.
  await page.route('**/.two-factor/?return=*', async (route) => {
    await page.waitForTimeout(2000);
    await route.continue();
  });
  await page.reload();
  await expectAskedForCode(page);
  // As long as the extension would need to see the cookie and ask.
  await page.waitForTimeout(3000);
  await expectNoFrameOver(page);
  await enterCodeOnHostedPage(page, await phone.code());
  await expectInside(page);
});

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

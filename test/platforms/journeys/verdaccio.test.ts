import type { Page } from 'playwright/test';
import {
  activateOnHostedPage,
  enterCodeOnHostedPage,
  expectAskedForCode,
} from '../../e2e/hosted-page.ts';
import { loginCodeField, typeLoginCode } from '../../e2e/login-page.ts';
import { activate, closePanel, expectNoFrameOver, frameOver } from '../../e2e/panel.ts';
import type { Phone } from '../../e2e/phone.ts';
import { password, type UserName } from '../platform-kind.ts';
import { verdaccio } from '../verdaccio.ts';
import {
  answerPromptWrongThenRight,
  expect,
  journeysAt,
  leaveByPrompt,
  menuEntry,
  watchRefusals,
} from './platform-journeys.ts';

const test = journeysAt(verdaccio);

async function openLogin(page: Page): Promise<void> {
  await page.goto('/');
  await page.locator("[data-testid='header--button-login']").click();
}

async function fillLogin(page: Page, user: UserName): Promise<void> {
  await openLogin(page);
  await page.locator('#login--dialog-username').fill(user);
  await page.locator('#login--dialog-password').fill(password);
}

async function submit(page: Page): Promise<void> {
  await page.locator('#login--dialog-button-submit').click();
  await expect(page.locator('#header--button-account')).toBeVisible();
}

async function logIn(page: Page, user: UserName): Promise<void> {
  await fillLogin(page, user);
  await submit(page);
}

/** The page shows its account button to whoever has a token; what that is worth, the platform says. */
async function expectInside(page: Page, user: UserName): Promise<void> {
  await expect(page.locator('#header--button-account')).toBeVisible();
  const answer = await page.evaluate(async () => {
    const headers = { Authorization: `Bearer ${localStorage.getItem('token')}` };
    return (await fetch('/-/whoami', { headers })).json();
  });
  expect(answer).toEqual({ username: user });
}

async function openUserMenu(page: Page): Promise<void> {
  await page.locator('#header--button-account').click();
  await expect(page.locator('#logOutDialogIcon')).toBeVisible();
}

async function logOut(page: Page): Promise<void> {
  await openUserMenu(page);
  await page.locator('#logOutDialogIcon').click();
  await expect(page.locator("[data-testid='header--button-login']")).toBeVisible();
}

/** Logs in, activates in the panel and logs out, all by the platform's own means. */
async function setUp(page: Page, user: UserName): Promise<Phone> {
  await logIn(page, user);
  await openUserMenu(page);
  // The menu was as narrow as its own words when it was placed.
  await expect(menuEntry(page)).toBeInViewport({ ratio: 1 });
  await menuEntry(page).click();
  const phone = await activate(await frameOver(page));
  await closePanel(page);
  await expectInside(page, user);
  await logOut(page);
  return phone;
}

test('Verdaccio: logs in, activates, logs out, and logs in with the code on its form', async ({
  page,
}) => {
  const phone = await setUp(page, 'ada');
  await fillLogin(page, 'ada');
  await typeLoginCode(page, await phone.code());
  const refused = watchRefusals(page);
  await submit(page);
  await page.reload();
  await expectInside(page, 'ada');
  await expectNoFrameOver(page);
  expect(refused).toEqual([]);
});

test('Verdaccio: without a code the prompt asks, and a right one leads in', async ({ page }) => {
  const phone = await setUp(page, 'cleo');
  const refused = watchRefusals(page);
  await logIn(page, 'cleo');
  await answerPromptWrongThenRight(page, phone);
  expect(refused).not.toEqual([]);
  await expectInside(page, 'cleo');
});

test('Verdaccio: at the prompt one may turn to another account', async ({ page }) => {
  await setUp(page, 'dora');
  await logIn(page, 'dora');
  await leaveByPrompt(page);
  await openLogin(page);
  await expect(loginCodeField(page)).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('token'))).toBeNull();
  await logIn(page, 'emil');
  await expectInside(page, 'emil');
});

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

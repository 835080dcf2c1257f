import type { Frame, Page } from 'playwright/test';
import { type Labels, labelsOf, withoutLanguage } from '../harness/labels.ts';
import { PASSWORD } from '../platform/accounts.ts';
import { expect, test, type User } from './fixtures.ts';
import { expectInside, openUserMenu } from './home-page.ts';
import { expectNoFrameOver, expectTitle, frameOver } from './panel.ts';
import { scan } from './phone.ts';

test.use({ locale: 'es-ES' });

test('the journey speaks the language of the page, Portuguese, whatever the browser speaks', async ({
  page,
  user,
}) => {
  await travel(page, '/login?lang=pt-BR', user, await labelsOf('pt-BR'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
});

test('where the page does not say what it speaks, the journey speaks as the browser does, Spanish', async ({
  page,
  user,
}) => {
  await page.addInitScript(withoutLanguage);
  await travel(page, '/login?lang=es', user, await labelsOf('es'));
  await expect(page.locator('html')).not.toHaveAttribute('lang');
});

/** From the login to switching off, by labels alone. */
async function travel(page: Page, login: string, user: User, labels: Labels): Promise<void> {
  await page.goto(login);
  await logIn(page, user, labels);
  const panel = await openPanel(page, labels);
  await expectTitle(panel, labels.setUpTitle);
  await expect(panel.getByText(labels.setUpText)).toBeVisible();
  await press(panel, labels.own.showQrCode);
  const phone = await scan(panel.getByRole('img'));
  // It is pressed by whoever likes to: the sixth digit is enough.
  await expect(panel.getByRole('button', { name: labels.activate, exact: true })).toBeEnabled();
  await typeCode(panel, labels, await phone.code());
  await expectTitle(panel, labels.own.recoveryTitle);
  await panel.getByLabel(labels.own.keptCodes).check();
  await press(panel, labels.own.goOn);
  await expectTitle(panel, labels.deactivationTitle);
  // Not awaited: the frame that gets the click may be gone before the browser says that it came.
  void press(panel, labels.own.close).catch(() => {});
  await expectNoFrameOver(page);
  await openUserMenu(page);
  await page.getByRole('menuitem', { name: labels.logout, exact: true }).click();

  await logIn(page, user, labels, await phone.code());
  const again = await openPanel(page, labels);
  await expectTitle(again, labels.deactivationTitle);
  await expect(again.getByText(labels.deactivationText)).toBeVisible();
  await typeCode(again, labels, await phone.code());
  await press(again, labels.deactivate);
  await expectTitle(again, labels.setUpTitle);
}

async function logIn(page: Page, user: User, labels: Labels, code?: string): Promise<void> {
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await expect(page.getByRole('link', { name: labels.forgot, exact: true })).toBeVisible();
  await field(labels.realm).fill(user.realm);
  await field(labels.email).fill(user.email);
  await field(labels.password).fill(PASSWORD);
  await expect(field(labels.loginField)).toBeVisible();
  if (code !== undefined) {
    const handedOver = page.waitForResponse('**/.two-factor/v1/login-code');
    await field(labels.loginField).pressSequentially(code);
    await handedOver;
  }
  await page.getByRole('button', { name: labels.login, exact: true }).click();
  await expectInside(page);
}

async function openPanel(page: Page, labels: Labels): Promise<Frame> {
  const menu = await openUserMenu(page);
  await menu.getByRole('menuitem', { name: labels.menuEntry, exact: true }).click();
  return frameOver(page);
}

async function press(panel: Frame, button: string): Promise<void> {
  await panel.getByRole('button', { name: button, exact: true }).click();
}

async function typeCode(panel: Frame, labels: Labels, code: string): Promise<void> {
  await panel.getByLabel(labels.code, { exact: true }).fill(code);
}

import { expect, type Page } from 'playwright/test';
import { type Phone, scan } from './phone.ts';

/** Doorcode's own page in place of the one that was asked for: it wants a code. */
export async function expectAskedForCode(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Enter your login code' })).toBeVisible();
}

export async function enterCodeOnHostedPage(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Activates on Doorcode's own page, where nobody needs the extension. */
export async function activateOnHostedPage(page: Page): Promise<Phone> {
  await page.goto('/.two-factor/');
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  return confirmOnHostedPage(page);
}

/** Scans the code that the hosted page shows, with a phone that may replace another, and proves it. */
export async function confirmOnHostedPage(page: Page, insteadOf?: Phone): Promise<Phone> {
  const phone = await scan(page.locator('.qr'), insteadOf);
  await page.getByLabel('Code', { exact: true }).fill(await phone.code());
  const button = page.getByRole('button', { name: 'Activate', exact: true });
  await button.click();
  await expect(button).toHaveCount(0);
  return phone;
}

import { expect, type Frame, type Page } from 'playwright/test';
import { openUserMenu } from './home-page.ts';
import { type Phone, scan } from './phone.ts';

/** What the extension shows in a frame of its own, over the page or as its popup. */
export type Panel = Frame | Page;

/** For so long a frame that has just come does nothing, and as much again for a slow machine. */
const settleTime = 1200;

/**
 * The frame that the extension has put over the page, the panel or the prompt for a code, once it acts:
 * people look before they press.
 */
export async function frameOver(page: Page): Promise<Frame> {
  const frame = await newFrameOver(page);
  await frame.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(settleTime);
  return frame;
}

/** The same frame as soon as it is there. */
export async function newFrameOver(page: Page): Promise<Frame> {
  await expect.poll(() => panelFrame(page), { message: 'the frame over the page' }).not.toBeNull();
  const frame = panelFrame(page);
  if (!frame) throw new Error('The frame over the page has gone again.');
  return frame;
}

export async function expectNoFrameOver(page: Page): Promise<void> {
  await expect.poll(() => panelFrame(page), { message: 'the frame over the page' }).toBeNull();
}

function panelFrame(page: Page): Frame | null {
  return page.frame({ url: /^chrome-extension:.*\/panel\.html$/ });
}

/** Opens the panel as a user does: user menu, then the entry. */
export async function openPanel(page: Page): Promise<Frame> {
  const menu = await openUserMenu(page);
  await menu.getByRole('menuitem', { name: 'Two-factor authentication' }).click();
  return frameOver(page);
}

export async function expectTitle(panel: Panel, title: string): Promise<void> {
  await expect(panel.getByRole('heading', { level: 1 })).toHaveText(title);
}

/** Types a code for a button to take: the sixth digit is enough, except to switch the factor off. */
export async function enterCode(panel: Panel, code: string, button: string): Promise<void> {
  await expect(panel.getByRole('button', { name: button, exact: true })).toBeEnabled();
  await panel.getByLabel('Code', { exact: true }).fill(code);
  if (button === 'Deactivate') await panel.getByRole('button', { name: button }).click();
}

/** Types a code into the prompt, where the sixth digit is enough. */
export async function answerPrompt(prompt: Panel, code: string): Promise<void> {
  await prompt.getByLabel('Code', { exact: true }).pressSequentially(code);
}

/** Types a recovery code into a field for the app's code, which turns into one for these. */
export async function enterRecoveryCode(panel: Panel, code: string): Promise<void> {
  await panel.getByRole('button', { name: 'Use a recovery code' }).click();
  await panel.getByLabel('Recovery code').fill(code);
  await panel.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** A phone, and the recovery codes that were shown when it was confirmed. */
export type Factor = Phone & { readonly recoveryCodes: readonly string[] };

/** Sets up and activates. */
export async function activate(panel: Panel): Promise<Factor> {
  await expectTitle(panel, 'Configure authentication');
  return scanAndActivate(panel);
}

/** From the choice of an app on: scans with a phone, which may come instead of another, and proves it. */
export async function scanAndActivate(panel: Panel, insteadOf?: Phone): Promise<Factor> {
  await panel.getByRole('button', { name: 'Show the QR code' }).click();
  const phone = await scan(panel.getByRole('img', { name: 'QR code' }), insteadOf);
  await enterCode(panel, await phone.code(), 'Activate');
  return { ...phone, recoveryCodes: await keepRecoveryCodes(panel) };
}

/** Reads the recovery codes on their one appearance, and goes on. */
export async function keepRecoveryCodes(panel: Panel): Promise<readonly string[]> {
  await expectTitle(panel, 'Your recovery codes');
  const codes = await panel.getByRole('listitem').allTextContents();
  await panel.getByLabel('I have kept these codes').check();
  await panel.getByRole('button', { name: 'Continue' }).click();
  await expectTitle(panel, 'Two-factor authentication is activated.');
  return codes;
}

export async function closePanel(page: Page): Promise<void> {
  const panel = await newFrameOver(page);
  // Not awaited: the frame that gets the click may be gone before the browser says that it came.
  const close = panel.getByRole('button', { name: 'Close' });
  await expect(close).toBeVisible();
  void close.click().catch(() => {});
  await expectNoFrameOver(page);
}

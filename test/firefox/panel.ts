import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'puppeteer-core';
import { type Phone, scanPicture } from '../harness/phone.ts';
import { byRole, press, type Scope, soon, the, type } from './controls.ts';
import { expectInside, logOut, openUserMenu } from './home-page.ts';
import { logIn, type User } from './login-page.ts';

/**
 * The frame that the extension has put over the page, or null. Firefox tells its driver of no navigation
 * of the extension's own pages, so the frame is asked where it is.
 */
async function panelFrame(page: Page): Promise<Frame | null> {
  for (const frame of page.frames()) {
    if (frame === page.mainFrame()) continue;
    const address = await frame.evaluate('location.href').catch(() => '');
    if (/^moz-extension:.*\/panel\.html$/.test(String(address))) return frame;
  }
  return null;
}

/** For so long a frame that has just come does nothing, and as much again for a slow machine. */
const settled = 1200;

/**
 * The frame that the extension has put over the page, the panel or the prompt for a code, once it acts:
 * people look before they press.
 */
export async function frameOver(page: Page): Promise<Frame> {
  const frame = await newFrameOver(page);
  await the(frame, 'h1');
  await sleep(settled);
  return frame;
}

/** The same frame as soon as it is there. */
export async function newFrameOver(page: Page): Promise<Frame> {
  await soon(() => panelFrame(page), 'the frame over the page').not.toBeNull();
  const frame = await panelFrame(page);
  if (!frame) throw new Error('The frame over the page has gone again.');
  return frame;
}

export async function expectNoFrameOver(page: Page): Promise<void> {
  await soon(() => panelFrame(page), 'the frame over the page').toBeNull();
}

/** Opens the panel as a user does: user menu, then the entry. */
export async function openPanel(page: Page): Promise<Frame> {
  await openUserMenu(page);
  await press(page, 'menuitem', 'Two-factor authentication');
  return frameOver(page);
}

export async function closePanel(page: Page): Promise<void> {
  await press(await newFrameOver(page), 'button', 'Close');
  await expectNoFrameOver(page);
}

export async function expectTitle(panel: Scope, title: string): Promise<void> {
  await soon(() => panel.evaluate('document.querySelector("h1")?.textContent')).toBe(title);
}

/** What the field says that was not right. */
export async function expectProblem(panel: Scope, text: string): Promise<void> {
  await soon(() => panel.evaluate('document.querySelector("[role=alert]")?.textContent')).toContain(
    text,
  );
}

/** Types a code for a button to take: the sixth digit is enough, except to switch the factor off. */
export async function enterCode(panel: Scope, code: string, button: string): Promise<void> {
  await type(await byRole(panel, 'textbox', 'Code'), code);
  if (button === 'Deactivate') await press(panel, 'button', button);
}

/** Types a code into the prompt, where the sixth digit is enough. */
export async function answerPrompt(prompt: Scope, code: string): Promise<void> {
  await type(await byRole(prompt, 'textbox', 'Code'), code);
}

/** Types a recovery code into a field for the app's code, which turns into one for these. */
export async function enterRecoveryCode(panel: Scope, code: string): Promise<void> {
  await press(panel, 'button', 'Use a recovery code');
  await type(await byRole(panel, 'textbox', 'Recovery code'), code);
  await press(panel, 'button', 'Continue');
}

/** A phone, and the recovery codes that were shown when it was confirmed. */
export type Factor = Phone & { readonly recoveryCodes: readonly string[] };

/** Sets up and activates. */
export async function activate(panel: Scope): Promise<Factor> {
  await expectTitle(panel, 'Configure authentication');
  return scanAndActivate(panel);
}

/** From the choice of an app on: scans with a phone, which may come instead of another, and proves it. */
export async function scanAndActivate(panel: Scope, insteadOf?: Phone): Promise<Factor> {
  const phone = await scan(panel, insteadOf);
  await enterCode(panel, await phone.code(), 'Activate');
  return { ...phone, recoveryCodes: await keepRecoveryCodes(panel) };
}

/** Has the QR code shown and points a phone's camera at it. */
export async function scan(
  panel: Scope,
  insteadOf?: Phone,
  button = 'Show the QR code',
): Promise<Phone> {
  await press(panel, 'button', button);
  const qr = await the(panel, '[role=img]');
  return scanPicture(async (file) => qr.screenshot({ path: asPng(file) }), insteadOf);
}

/** The recovery codes on their one appearance. */
export async function readRecoveryCodes(panel: Scope): Promise<readonly string[]> {
  await expectTitle(panel, 'Your recovery codes');
  const codes = '[...document.querySelectorAll("main li")].map((item) => item.textContent)';
  return (await panel.evaluate(codes)) as string[];
}

/** Reads the recovery codes, and goes on. */
export async function keepRecoveryCodes(panel: Scope): Promise<readonly string[]> {
  const shown = await readRecoveryCodes(panel);
  await press(panel, 'checkbox', 'I have kept these codes');
  await press(panel, 'button', 'Continue');
  await expectTitle(panel, 'Two-factor authentication is activated.');
  return shown;
}

/** Somebody logs in, activates in the panel, and logs out: what many journeys begin with. */
export async function setUp(page: Page, origin: string, user: User): Promise<Factor> {
  await logIn(page, `${origin}/login`, user);
  await expectInside(page);
  const factor = await activate(await openPanel(page));
  await closePanel(page);
  await logOut(page);
  return factor;
}

function asPng(file: string): `${string}.png` {
  return file.endsWith('.png') ? (file as `${string}.png`) : `${file}.png`;
}

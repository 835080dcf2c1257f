import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright';
import { PASSWORD } from '../platform/accounts.ts';
import { nextCode, readQr } from './authenticator.ts';
import { extensionId, openBrowser } from './browser.ts';
import { type Door, startDoor } from './door.ts';
import { buildExtension } from './extension-build.ts';
import { folders } from './folders.ts';

/*
 * `npm run pictures` takes the pictures of the documentation from the real thing: a fresh door, the built
 * extension in a real browser, and a user who sets up, logs in and is asked for a code.
 */

const folder = join(folders.root, 'docs', 'images');
const viewport = { width: 1120, height: 800 };
const code = { clockMayBeOff: true };

type Scheme = 'light' | 'dark';

/** In the dark only what differs enough to be worth a picture. */
const inTheDark = ['login', 'panel-set-up', 'prompt', 'popup'];

await mkdir(folder, { recursive: true });
await buildExtension();
for (const colorScheme of ['light', 'dark'] as const) {
  const door = await startDoor();
  const context = await openBrowser({ viewport, colorScheme });
  try {
    await takeAll(door, context, colorScheme);
  } finally {
    await context.close();
    await door.stop();
  }
}

async function takeAll(door: Door, context: BrowserContext, scheme: Scheme): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const fileOf = (name: string) =>
    join(folder, scheme === 'dark' ? `${name}-dark.png` : `${name}.png`);
  const take = async (name: string) => {
    if (scheme === 'dark' && !inTheDark.includes(name)) return;
    // The panel arrives softly; pictures are taken when it has arrived.
    await page.waitForTimeout(400);
    await page.screenshot({ path: fileOf(name) });
    // A picture moves the page for a moment, and the panel acts only after half a second of stillness.
    await page.waitForTimeout(700);
  };

  await page.goto(`${door.origin}/login`);
  await page.getByLabel('Two-factor authentication').waitFor();
  await take('login');
  await logIn(page);
  await page.getByRole('button', { name: 'ada@acme.example' }).click();
  await page.getByRole('menuitem', { name: 'Two-factor authentication' }).waitFor();
  await take('user-menu');

  await page.getByRole('menuitem', { name: 'Two-factor authentication' }).click();
  let panel = await frameOver(page);
  await panel.getByRole('button', { name: 'Show the QR code' }).waitFor();
  await take('panel-choose-app');
  await panel.getByRole('button', { name: 'Show the QR code' }).click();
  await panel.getByRole('img', { name: 'QR code' }).locator('path').waitFor();
  await take('panel-set-up');
  const uri = await readQr(fileOf('panel-set-up'));
  await enter(panel, await nextCode(uri, code));
  await panel.getByLabel('I have kept these codes').check();
  await panel.getByRole('button', { name: 'Continue' }).click();
  await panel.getByRole('button', { name: 'Deactivate' }).waitFor();
  await take('panel-active');

  const popup = await context.newPage();
  await popup.setViewportSize({ width: 360, height: 420 });
  await popup.goto(`chrome-extension://${await extensionId(context)}/popup.html`);
  await popup.getByRole('button', { name: 'Deactivate' }).waitFor();
  await popup.locator('body').screenshot({ path: fileOf('popup') });
  await popup.close();

  await context.clearCookies();
  await page.goto(`${door.origin}/login`);
  await logIn(page);
  await page.getByRole('heading', { level: 1, name: 'Enter your login code' }).waitFor();
  await take('hosted-page');

  await context.clearCookies();
  await page.goto(`${door.origin}/spa`);
  await logIn(page);
  panel = await frameOver(page);
  await panel.getByRole('heading', { level: 1 }).waitFor();
  await take('prompt');
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Two-factor authentication').waitFor();
  await page.getByLabel('Realm').fill('acme');
  await page.getByLabel('Email').fill('ada@acme.example');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'LOGIN' }).click();
  // The platform's own script opens its menu, and comes last.
  await page.waitForLoadState('load');
}

async function enter(panel: Frame, digits: string): Promise<void> {
  await panel.getByLabel('Code', { exact: true }).fill(digits);
}

/** The frame that the extension has put over the page, once it is there. */
async function frameOver(page: Page): Promise<Frame> {
  const isPanel = (frame: Frame) => frame.url().endsWith('/panel.html');
  return page.frames().find(isPanel) ?? page.waitForEvent('framenavigated', { predicate: isPanel });
}

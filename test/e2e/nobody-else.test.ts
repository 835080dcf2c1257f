import type { BrowserContext } from 'playwright/test';
import { openBrowser } from '../harness/browser.ts';
import { type Outside, startOutside } from '../harness/outside.ts';
import { test as base, expect } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { logIn } from './login-page.ts';
import { openPanel, scanAndActivate } from './panel.ts';
import { openPopup } from './popup.ts';

/** Whom Chromium asks of its own; what pages and the extension ask for is noted besides, whoever it is. */
const itsMaker = /\.(google|googleapis|gvt1)\.com$/;

/** A browser whose every way off this machine leads through a proxy of ours. */
const test = base.extend<{ outside: Outside; watched: BrowserContext }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  outside: async ({}, use) => {
    const outside = await startOutside();
    await use(outside);
    await outside.close();
  },
  watched: async ({ outside, door }, use) => {
    const more = [`--proxy-server=http://127.0.0.1:${outside.port}`];
    const context = await openBrowser({ baseURL: door.origin, more });
    await use(context);
    await context.close();
  },
});

test('A61 while the QR code is on the screen nobody else is asked for anything', async ({
  watched,
  outside,
  door,
  user,
}) => {
  const [page = await watched.newPage()] = watched.pages();
  const elsewhere: string[] = [];
  watched.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== door.origin) elsewhere.push(request.url());
  });
  await logIn(page, user);
  await expectInside(page);
  const popup = await openPopup(watched);
  await popup.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(popup.getByRole('img', { name: 'QR code' })).toBeVisible();
  await popup.close();
  await scanAndActivate(await openPanel(page));
  expect(elsewhere).toEqual([]);
  expect(outside.asked.filter((host) => !itsMaker.test(host))).toEqual([]);

  // What is asked for is seen, by both.
  const other = await watched.newPage();
  await other.goto('http://qr.example/make').catch(() => {});
  expect(elsewhere).toContain('http://qr.example/make');
  expect(outside.asked).toContain('qr.example');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { logIn, logInByIdentityProvider } from './login-page.ts';
import { activate, answerPrompt, enterCode, expectTitle } from './panel.ts';
import { openPopup } from './popup.ts';
import { setUp } from './set-up.ts';

test('the popup activates and deactivates for the page in front', async ({
  page,
  context,
  user,
}) => {
  await logIn(page, user);
  await expectInside(page);
  const popup = await openPopup(context);
  const phone = await activate(popup);

  await enterCode(popup, await phone.wrongCode(), 'Deactivate');
  await expect(popup.getByRole('alert')).toContainText('This code is not right');
  await enterCode(popup, await phone.code(), 'Deactivate');
  await expectTitle(popup, 'Configure authentication');
  await page.reload();
  await expectInside(page);
});

test('the popup takes the code that a session owes, and the page goes on', async ({
  page,
  context,
  user,
}) => {
  const phone = await setUp(page, user);
  await logIn(page, user);
  await expectAskedForCode(page);
  const popup = await openPopup(context);
  await expectTitle(popup, 'Enter your login code');
  await answerPrompt(popup, await phone.code());
  await expectTitle(popup, 'Two-factor authentication is activated.');
  await expectInside(page);
});

test('the popup says who is not logged in, and who needs no code', async ({ page, context }) => {
  await page.goto('/login');
  const popup = await openPopup(context);
  await expectTitle(popup, 'You are not logged in');
  await popup.close();

  await logInByIdentityProvider(page, 'Carol Dias');
  await expectInside(page);
  await expectTitle(await openPopup(context), 'No code is needed here');
});

test('the popup has an honest word for a site without Doorcode', async ({
  page,
  context,
  door,
}) => {
  const honest = 'No two-factor authentication here';
  // Where the extension may not run at all: the platform itself, without the gate.
  await page.goto(`${door.platform.url}/login`);
  const popup = await openPopup(context);
  await expectTitle(popup, honest);
  await popup.close();

  // Where it runs but nobody answers for Doorcode: another server of this machine.
  const other = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><link rel="icon" href="data:,"><title>Notes</title><p>Notes</p>');
  });
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  await page.goto(`http://localhost:${port}/`);
  await expectTitle(await openPopup(context), honest);
  other.closeAllConnections();
  other.close();
});

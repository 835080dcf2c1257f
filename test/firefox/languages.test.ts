import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { openFirefox } from '../harness/firefox.ts';
import { type Labels, labelsOf, withoutLanguage } from '../harness/labels.ts';
import { PASSWORD } from '../platform/accounts.ts';
import { byRole, expectText, press, the, type } from './controls.ts';
import { test as base } from './fixtures.ts';
import { expectInside, openUserMenu } from './home-page.ts';
import { expectLoginForm, type User } from './login-page.ts';
import { expectTitle, frameOver, newFrameOver, scan } from './panel.ts';

const test = base.extend({
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      const firefox = await openFirefox({ locale: 'es-ES' });
      await use(firefox);
      await firefox.close();
    },
    { scope: 'file' },
  ],
});

test('the journey speaks the language of the page, Portuguese, whatever the browser speaks', async ({
  page,
  door,
  user,
}) => {
  await travel(page, `${door.origin}/login?lang=pt-BR`, user, await labelsOf('pt-BR'));
  expect(await page.evaluate('document.documentElement.lang')).toBe('pt-BR');
});

test('where the page does not say what it speaks, the journey speaks as the browser does, Spanish', async ({
  page,
  door,
  user,
}) => {
  await page.evaluateOnNewDocument(withoutLanguage);
  await travel(page, `${door.origin}/login?lang=es`, user, await labelsOf('es'));
  expect(await page.evaluate('document.documentElement.lang')).toBe('');
});

/** From the login to switching off, by labels alone. */
async function travel(page: Page, login: string, user: User, labels: Labels): Promise<void> {
  await page.goto(login);
  await logIn(page, user, labels);
  const panel = await openPanel(page, labels);
  await expectTitle(panel, labels.setUpTitle);
  await expectText(panel, labels.setUpText);
  const phone = await scan(panel, undefined, labels.own.showQrCode);
  await type(await byRole(panel, 'textbox', labels.code), await phone.code());
  await expectTitle(panel, labels.own.recoveryTitle);
  await press(panel, 'checkbox', labels.own.keptCodes);
  await press(panel, 'button', labels.own.goOn);
  await expectTitle(panel, labels.deactivationTitle);
  await press(await newFrameOver(page), 'button', labels.own.close);
  await openUserMenu(page);
  await press(page, 'menuitem', labels.logout);

  await expectLoginForm(page);
  await logIn(page, user, labels, await phone.code());
  const again = await openPanel(page, labels);
  await expectTitle(again, labels.deactivationTitle);
  await expectText(again, labels.deactivationText);
  await type(await byRole(again, 'textbox', labels.code), await phone.code());
  await press(again, 'button', labels.deactivate);
  await expectTitle(again, labels.setUpTitle);
}

async function logIn(page: Page, user: User, labels: Labels, code = ''): Promise<void> {
  await byRole(page, 'link', labels.forgot);
  await type(await byRole(page, 'textbox', labels.loginField), code);
  await type(await byRole(page, 'textbox', labels.realm), user.realm);
  await type(await byRole(page, 'textbox', labels.email), user.email);
  // A password field has no role in Firefox: its label is pressed, and leads into it.
  await (await the(page, `::-p-aria(${labels.password})`)).click();
  await page.keyboard.type(PASSWORD);
  await press(page, 'button', labels.login);
  await expectInside(page);
}

async function openPanel(page: Page, labels: Labels) {
  await openUserMenu(page);
  await press(page, 'menuitem', labels.menuEntry);
  return frameOver(page);
}

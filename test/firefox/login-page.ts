import type { ElementHandle, HTTPResponse, Page } from 'puppeteer-core';
import { PASSWORD } from '../platform/accounts.ts';
import { byRole, press, soon, the, type } from './controls.ts';

/** Who logs in. */
export type User = { readonly realm: string; readonly email: string };

/** The field that the extension puts into the login form. */
export function loginCodeField(page: Page): Promise<ElementHandle> {
  return byRole(page, 'textbox', 'Two-factor authentication');
}

/** Firefox gives a password field no role, so it is found by its kind. */
export async function expectLoginForm(page: Page): Promise<ElementHandle> {
  return the(page, 'input[type=password]');
}

/** Opens a login page and types all but the code. */
export async function fillLogin(page: Page, address: string, user: User): Promise<void> {
  await page.goto(address);
  await loginCodeField(page);
  await type(await byRole(page, 'textbox', 'Realm'), user.realm);
  await type(await byRole(page, 'textbox', 'Email'), user.email);
  await type(await expectLoginForm(page), PASSWORD);
}

/** Types a code into the login form and looks up again when the extension has handed it over. */
export async function typeLoginCode(page: Page, code: string): Promise<void> {
  let handedOver = false;
  const noteAnswer = (response: HTTPResponse) => {
    handedOver ||= response.url().endsWith('/login-code') && response.status() === 204;
  };
  page.on('response', noteAnswer);
  await type(await loginCodeField(page), code);
  // The page's driver hears of no call that the background makes, and sees no private window's jar.
  await soon(async () => handedOver || (await hasSealedCode(page))).toBe(true);
  page.off('response', noteAnswer);
}

async function hasSealedCode(page: Page): Promise<boolean> {
  const cookies = await page.browserContext().cookies();
  return cookies.some(({ name }) => name === '__Host-two-factor-login-code');
}

/** Logs in by password, and with this code if there is one; what comes then is the caller's to see. */
export async function logIn(page: Page, address: string, user: User, code?: string): Promise<void> {
  await fillLogin(page, address, user);
  if (code !== undefined) await typeLoginCode(page, code);
  await press(page, 'button', 'LOGIN');
}

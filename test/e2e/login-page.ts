import { expect, type Locator, type Page } from 'playwright/test';
import { PASSWORD } from '../platform/accounts.ts';
import type { User } from './fixtures.ts';

/** The field that the extension puts into the login form. */
export function loginCodeField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Two-factor authentication' });
}

export function loginButton(page: Page): Locator {
  return page.getByRole('button', { name: 'LOGIN' });
}

/** Opens a login page and types all but the code. `path` is `/login`, or `/spa` for the one page. */
export async function fillLogin(page: Page, user: User, path = '/login'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Realm').fill(user.realm);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(PASSWORD);
}

/** Types a code into the login form and looks up again when the extension has handed it over. */
export async function typeLoginCode(page: Page, code: string): Promise<void> {
  const handedOver = page.waitForResponse('**/.two-factor/v1/login-code');
  await loginCodeField(page).pressSequentially(code);
  expect((await handedOver).status()).toBe(204);
}

/** Logs in by password, and with this code if there is one; what comes then is the caller's to see. */
export async function logIn(page: Page, user: User, code?: string, path?: string): Promise<void> {
  await fillLogin(page, user, path);
  if (code !== undefined) await typeLoginCode(page, code);
  await loginButton(page).click();
}

/** Comes in through the identity provider, as the person of this name. */
export async function logInByIdentityProvider(page: Page, name: string): Promise<void> {
  await page.goto('/login');
  await page.getByRole('link', { name: 'Single sign-on' }).click();
  await page.getByRole('button', { name }).click();
}

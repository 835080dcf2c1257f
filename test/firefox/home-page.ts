import type { Page } from 'puppeteer-core';
import { press, soon, the } from './controls.ts';
import { expectLoginForm } from './login-page.ts';

/** The platform's home, with all of its twenty calls answered well. */
export async function expectInside(page: Page): Promise<void> {
  await soon(() => boardOf(page), 'calls of the home page that were answered well').toBe(
    '20 of 20',
  );
}

/** How many of the page's calls were answered well, of those that were answered. */
export function boardOf(page: Page): Promise<unknown> {
  return page.evaluate(`{
    const { loaded, answered } = document.getElementById('board')?.dataset ?? {};
    \`\${loaded} of \${answered}\`;
  }`);
}

/** Opens the user menu in the upper right corner. */
export async function openUserMenu(page: Page): Promise<void> {
  await (await the(page, 'header button[aria-haspopup=menu]')).click();
}

export async function logOut(page: Page): Promise<void> {
  await openUserMenu(page);
  await press(page, 'menuitem', 'Logout');
  await expectLoginForm(page);
}

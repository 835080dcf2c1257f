import { expect, type Locator, type Page } from 'playwright/test';

/** The platform's home, with all of its twenty calls answered well. */
export async function expectInside(page: Page): Promise<void> {
  const board = page.locator('#board');
  await expect(board).toHaveAttribute('data-answered', '20');
  await expect(board).toHaveAttribute('data-loaded', '20');
}

/** Opens the user menu in the upper right corner. */
export async function openUserMenu(page: Page): Promise<Locator> {
  const menu = page.getByRole('menu');
  await page.getByRole('banner').getByRole('button', { name: '@' }).click();
  await expect(menu).toBeVisible();
  return menu;
}

export async function logOut(page: Page): Promise<void> {
  await (await openUserMenu(page)).getByRole('menuitem', { name: 'Logout' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
}

import { expect, test } from './fixtures.ts';
import { expectInside, openUserMenu } from './home-page.ts';
import { logIn } from './login-page.ts';
import { expectNoFrameOver, expectTitle, frameOver } from './panel.ts';

for (const path of ['/login', '/spa']) {
  test(`after a login at ${path} the entry is chosen by keyboard, and Escape closes the panel`, async ({
    page,
    user,
  }) => {
    await logIn(page, user, undefined, path);
    await expectInside(page);
    const button = page.getByRole('banner').getByRole('button', { name: user.email });
    await button.press('Enter');
    const menu = page.getByRole('menu');
    const entry = menu.getByRole('menuitem', { name: 'Two-factor authentication' });
    await expect(entry).toBeVisible();

    // From the first item down to the entry, over it to the last one, and back up.
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    for (let downs = 0; downs < 3; downs++) await page.keyboard.press('ArrowDown');
    await expect(entry).toBeFocused();
    await page.keyboard.press('ArrowDown');
    const last = menu.getByRole('menuitem', { name: 'Logout' });
    await expect(last).toBeFocused();
    // A key that comes while the page draws its menu anew is lost; a person presses it again.
    await expect(async () => {
      if (await last.evaluate((item) => item.matches(':focus'))) {
        await page.keyboard.press('ArrowUp');
      }
      await expect(entry).toBeFocused({ timeout: 1000 });
    }).toPass({ timeout: 10_000 });
    await page.keyboard.press('Enter');

    const panel = await frameOver(page);
    await expectTitle(panel, 'Configure authentication');
    await expect(panel.getByRole('heading', { level: 1 })).toBeFocused();
    // Not awaited: the frame that gets the key may be gone before the browser says that it came.
    void page.keyboard.press('Escape').catch(() => {});
    await expectNoFrameOver(page);
    await expect(button).toBeFocused();
  });
}

test('the entry stands before Logout and looks like its neighbours', async ({ page, user }) => {
  await logIn(page, user);
  await expectInside(page);
  const items = (await openUserMenu(page)).getByRole('menuitem');
  await expect(items).toHaveText([
    'Change password',
    'English',
    'Português',
    'Two-factor authentication',
    'Logout',
  ]);
  const look = `(item) => {
    const { color, backgroundColor, font, padding, width, height } = getComputedStyle(item);
    return { color, backgroundColor, font, padding, width, height };
  }`;
  expect(await items.nth(3).evaluate(look)).toEqual(await items.nth(2).evaluate(look));
});

test.describe('in Portuguese', () => {
  test.use({ locale: 'pt-BR' });

  test('entry and panel speak the language of the page', async ({ page, user }) => {
    await page.goto('/login');
    await page.getByLabel('Realm').fill(user.realm);
    await page.getByLabel('E-mail').fill(user.email);
    await page.getByLabel('Senha').fill('correct horse');
    await page.getByRole('button', { name: 'LOGIN' }).click();
    await expectInside(page);
    const menu = await openUserMenu(page);
    await menu.getByRole('menuitem', { name: 'Autenticação de dois fatores' }).click();
    await expectTitle(await frameOver(page), 'Configurar autenticação');
  });
});

test.describe('on a narrow screen in the dark', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 320, height: 640 } });

  test('the whole panel can be used', async ({ page, user }) => {
    await logIn(page, user);
    await expectInside(page);
    const menu = await openUserMenu(page);
    await menu.getByRole('menuitem', { name: 'Two-factor authentication' }).click();
    const panel = await frameOver(page);
    await panel.getByRole('button', { name: 'Show the QR code' }).click();
    await expect(panel.getByRole('button', { name: 'Activate' })).toBeVisible();
    const wide = 'document.documentElement.scrollWidth';
    expect(await panel.evaluate(wide)).toBeLessThanOrEqual(320);
    await expect(panel.getByRole('main')).toHaveCSS('background-color', 'rgb(27, 33, 48)');
  });
});

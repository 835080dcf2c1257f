import type { Locator, Page } from 'playwright/test';
import { barriersIn } from '../harness/axe.ts';
import { expect, test } from './fixtures.ts';
import { expectInside, openUserMenu } from './home-page.ts';
import { fillLogin, logIn, loginCodeField } from './login-page.ts';
import { expectNotice } from './notice.ts';
import { answerPrompt, frameOver } from './panel.ts';
import { setUp } from './set-up.ts';

/*
 * What stands in pages that are not ours, before everybody, as test/e2e/barriers.test.ts has it of panel
 * and popup; the button in the corner has its own test.
 */

/** Finds nothing in the way there, in any colours; and finds what this script puts there. */
async function expectOpen(page: Page, ours: Locator, spoil: string): Promise<void> {
  await ours.evaluate((element) => element.setAttribute('id', 'ours'));
  for (const forcedColors of ['none', 'active'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, forcedColors });
      expect(await barriersIn(page, '#ours'), `${colorScheme}, ${forcedColors}`).toEqual([]);
      const path = test.info().outputPath(`${colorScheme}-${forcedColors}.png`);
      await page.screenshot({ path });
    }
  }
  await page.evaluate(`{ const ours = document.getElementById('ours'); ${spoil} }`);
  expect(await barriersIn(page, '#ours')).not.toEqual([]);
}

test('the code field in the login form is open to everybody', async ({ page, user }) => {
  await fillLogin(page, user);
  const field = loginCodeField(page);
  await expect(field).toBeVisible();
  await expectOpen(
    page,
    field.locator('..'),
    // A field in its place of which no label speaks.
    `const bare = document.createElement('div');
     bare.id = 'ours';
     bare.append(document.createElement('input'));
     ours.replaceWith(bare);`,
  );
});

test('the entry in the user menu is open to everybody', async ({ page, user }) => {
  await logIn(page, user);
  await expectInside(page);
  const menu = await openUserMenu(page);
  await expect(menu.getByRole('menuitem', { name: 'Two-factor authentication' })).toBeVisible();
  await expectOpen(
    page,
    menu,
    `for (const item of ours.querySelectorAll('[role=menuitem]')) item.replaceChildren();`,
  );
});

test('the notice in the corner of a page is open to everybody', async ({ page, user }) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.wrongCode(), '/spa');
  await answerPrompt(await frameOver(page), await phone.code());
  await expectInside(page);
  await expectNotice(page, 'Wrong codes entered before your last right one: 1.');
  await expectOpen(
    page,
    page.locator('html > :last-child'),
    `ours.shadowRoot.querySelector('button').replaceChildren();`,
  );
});

import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { expectNotice } from './notice.ts';
import {
  activate,
  closePanel,
  enterCode,
  enterRecoveryCode,
  expectTitle,
  frameOver,
  keepRecoveryCodes,
  openPanel,
} from './panel.ts';
import { openPopup } from './popup.ts';
import { setUp } from './set-up.ts';

/** Gives recovery codes from a session that is inside already: each of them is spent all the same. */
async function spend(page: Page, codes: readonly string[]): Promise<void> {
  const statuses = await page.evaluate(`(async (codes) => {
    const { account } = await (await fetch('/.two-factor/v1/state')).json();
    const headers = { 'Content-Type': 'application/json', 'X-Two-Factor': '1' };
    const statuses = [];
    for (const code of codes) {
      const body = JSON.stringify({ account: account.id, code });
      const answer = await fetch('/.two-factor/v1/verify', { method: 'POST', headers, body });
      statuses.push(answer.status);
    }
    return statuses;
  })(${JSON.stringify(codes)})`);
  expect(statuses).toEqual(codes.map(() => 204));
}

test('a set-up shows ten recovery codes; one lets in another browser through the prompt, and never again', async ({
  page,
  user,
  openAnother,
}) => {
  await logIn(page, user);
  await expectInside(page);
  const { recoveryCodes } = await activate(await openPanel(page));
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes) expect(code).toMatch(/^[A-Z0-9]{5}(-[A-Z0-9]{5}){2}$/);
  const [used = '', fresh = ''] = recoveryCodes;

  const another = await openAnother();
  const [window = await another.newPage()] = another.pages();
  await logIn(window, user, undefined, '/spa');
  // As somebody types it who reads it from paper.
  await enterRecoveryCode(await frameOver(window), used.toLowerCase().replaceAll('-', ' '));
  await expectInside(window);
  await logOut(window);

  await logIn(window, user, undefined, '/spa');
  const prompt = await frameOver(window);
  await enterRecoveryCode(prompt, used);
  await expect(prompt.getByRole('alert')).toHaveText(
    'This code is not right, it was used already, or its time is over.',
  );
  await expect(prompt.getByLabel('Recovery code')).toBeFocused();
  await prompt.getByLabel('Recovery code').fill(fresh);
  await prompt.getByLabel('Recovery code').press('Enter');
  await expectInside(window);
  const panel = await openPanel(window);
  await expect(panel.getByText('You have 8 recovery codes left.')).toBeVisible();
});

test('the popup takes a recovery code for the page in front', async ({ page, context, user }) => {
  const { recoveryCodes } = await setUp(page, user);
  await logIn(page, user);
  await expectAskedForCode(page);
  const popup = await openPopup(context);
  await enterRecoveryCode(popup, recoveryCodes[9] ?? '');
  await expectTitle(popup, 'Two-factor authentication is activated.');
  await expectInside(page);
});

test('new recovery codes for a code of the app make the old ones useless', async ({
  page,
  user,
}) => {
  const factor = await setUp(page, user);
  await logIn(page, user, await factor.code());
  await expectInside(page);
  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'New recovery codes' }).click();
  // They are no proof for more of their kind.
  await expect(panel.getByRole('button', { name: 'Use a recovery code' })).toHaveCount(0);
  await enterCode(panel, await factor.code(), 'Show new codes');
  const [fresh = '', ...others] = await keepRecoveryCodes(panel);
  expect(others).toHaveLength(9);
  expect(factor.recoveryCodes).not.toContain(fresh);
  await closePanel(page);
  await logOut(page);

  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  await enterRecoveryCode(prompt, factor.recoveryCodes[0] ?? '');
  await expect(prompt.getByRole('alert')).toContainText('This code is not right');
  await prompt.getByLabel('Recovery code').fill(fresh);
  await prompt.getByLabel('Recovery code').press('Enter');
  await expectInside(page);
});

test('new recovery codes by keyboard alone: the focus is where the next key is wanted', async ({
  page,
  user,
}) => {
  const factor = await setUp(page, user);
  await logIn(page, user, await factor.code());
  await expectInside(page);
  const panel = await openPanel(page);
  const { keyboard } = page;
  const focused = async (role: 'button' | 'heading', name: string) =>
    expect(panel.getByRole(role, { name })).toBeFocused();

  await focused('heading', 'Two-factor authentication is activated.');
  for (const _ of ['the code', 'Deactivate', 'Replace phone', 'this']) await keyboard.press('Tab');
  await focused('button', 'New recovery codes');
  await keyboard.press('Enter');
  await expect(panel.getByLabel('Code')).toBeFocused();
  await keyboard.type(`${await factor.code()}\n`);
  await focused('heading', 'Your recovery codes');
  await keyboard.press('Tab');
  await focused('button', 'Copy the codes');
  await keyboard.press('Enter');
  await expect(panel.getByRole('status')).toHaveText('Copied');
  for (const _ of ['Download', 'Print', 'the box']) await keyboard.press('Tab');
  const box = panel.getByLabel('I have kept these codes');
  await expect(box).toBeFocused();
  await keyboard.press('Enter');
  await expect(panel.getByRole('alert')).toContainText('tick this box');
  await expect(box).toBeFocused();
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await focused('heading', 'Two-factor authentication is activated.');
});

test('with two recovery codes left a login and the panel warn, and new ones end the warning', async ({
  page,
  user,
}) => {
  const factor = await setUp(page, user);
  const [first = '', ...more] = factor.recoveryCodes;
  await logIn(page, user, undefined, '/spa');
  await enterRecoveryCode(await frameOver(page), first);
  await expectInside(page);
  // Nine are plenty.
  await page.waitForTimeout(2500);
  await expect(page.getByRole('status')).toHaveCount(0);
  await spend(page, more.slice(0, 7));
  await logOut(page);

  await logIn(page, user, await factor.code());
  await expectInside(page);
  await expectNotice(page, 'You have 2 recovery codes left. Get new ones before you need them.');
  await page.getByRole('button', { name: 'Open the settings' }).click();
  const panel = await frameOver(page);
  await expect(panel.getByText('You have 2 recovery codes left.')).toBeVisible();
  await expect(page.getByRole('status')).toHaveCount(0);
  await panel.getByRole('button', { name: 'New recovery codes' }).click();
  await enterCode(panel, await factor.code(), 'Show new codes');
  await keepRecoveryCodes(panel);
  await expect(panel.getByText('You have 10 recovery codes left.')).toBeVisible();
  await expect(panel.getByText('Get new ones')).toHaveCount(0);
});

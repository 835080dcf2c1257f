import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { fillLogin, logIn, logInByIdentityProvider, loginButton } from './login-page.ts';
import { expectNoFrameOver, expectTitle, openPanel } from './panel.ts';
import { setUp } from './set-up.ts';

/** Inside, and nothing on the way or now asks for a code. */
async function expectNeverAsked(page: Page, refused: readonly string[]): Promise<void> {
  await expectInside(page);
  // Longer than it takes the extension to notice that a code is owed.
  await page.waitForTimeout(2500);
  await expectNoFrameOver(page);
  expect(refused).toEqual([]);
}

/** Gathers every answer of 403 from now on. */
function watchForRefusals(page: Page): readonly string[] {
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  return refused;
}

for (const path of ['/login', '/spa']) {
  test(`an account without a factor logs in at ${path} with the code field left empty`, async ({
    page,
    user,
  }) => {
    const refused = watchForRefusals(page);
    await fillLogin(page, user, path);
    await expect(page.getByLabel('Two-factor authentication')).toBeEmpty();
    await loginButton(page).click();
    await expectNeverAsked(page, refused);
  });
}

test('an account without a factor may type any code', async ({ page, user }) => {
  const refused = watchForRefusals(page);
  await logIn(page, user, '123456');
  await expectNeverAsked(page, refused);
});

test('who may only come through the identity provider never sees a code', async ({ page }) => {
  const refused = watchForRefusals(page);
  await logInByIdentityProvider(page, 'Carol Dias');
  await expectNeverAsked(page, refused);
  const panel = await openPanel(page);
  await expectTitle(panel, 'No code is needed here');
});

test('who has a factor and comes through the identity provider never sees a code, but does by password', async ({
  page,
}) => {
  const bob = { realm: 'acme', email: 'bob@acme.example' };
  await setUp(page, bob);

  const refused = watchForRefusals(page);
  await logInByIdentityProvider(page, 'Bob Keller');
  await expectNeverAsked(page, refused);
  await logOut(page);

  await logIn(page, bob);
  await expectAskedForCode(page);
});

import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { enterCode, expectTitle, openPanel } from './panel.ts';
import { openPopup } from './popup.ts';
import { setUp } from './set-up.ts';

const erin = { realm: 'globex', email: 'erin@globex.example' };

test('A62 in a tab from before another account logged in nothing is changed: it is told who is there', async ({
  page,
  context,
  user,
}) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.code());
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, 'Two-factor authentication is activated.');
  const popup = await openPopup(context);
  await expectTitle(popup, 'Two-factor authentication is activated.');

  const other = await context.newPage();
  await other.goto('/home');
  await logOut(other);
  await logIn(other, erin);
  await expectInside(other);

  for (const [face, tab] of [
    [panel, page],
    [popup, popup],
  ] as const) {
    await tab.bringToFront();
    await tab.waitForTimeout(1200);
    // Before the wait below, which is shorter than the one for the phone.
    const code = await phone.code();
    const answer = page.waitForResponse('**/.two-factor/v1/deactivate');
    await enterCode(face, code, 'Deactivate');
    expect((await answer).status()).toBe(409);
    await expectTitle(face, 'Another account is logged in');
  }

  // The one who is there now has lost nothing, and the one who was there still has the factor.
  await other.bringToFront();
  await other.reload();
  await expectInside(other);
  await expectTitle(await openPanel(other), 'Configure authentication');
  await other.reload();
  await logOut(other);
  await logIn(other, user);
  await expectAskedForCode(other);
});

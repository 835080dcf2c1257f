import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { confirmOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { closePanel, expectTitle, frameOver, type Panel, scanAndActivate } from './panel.ts';
import { setUp } from './set-up.ts';

/** Types what support handed over. Page and panel have the same words, but for the button. */
async function giveSetupCode(face: Panel, setupCode: string, button: string): Promise<void> {
  await face.getByLabel('Set-up code from support').fill(setupCode);
  await face.getByRole('button', { name: button }).click();
}

async function expectMustSetUp(face: Panel): Promise<void> {
  await expectTitle(face, 'Configure authentication');
  await expect(face.getByLabel('Set-up code from support')).toBeVisible();
}

const wrongSetupCode = 'AAAA-BBBB-CCCC-DDDD';

test('after a reset the hosted page leads to a new set-up, with the one-time code only', async ({
  page,
  door,
  user,
}) => {
  const lost = await setUp(page, user);
  const setupCode = await door.reset(user);

  // The code of the phone that was lost is worth nothing any more.
  await logIn(page, user, await lost.code());
  await expectMustSetUp(page);
  await giveSetupCode(page, wrongSetupCode, 'Show the QR code');
  await expect(page.getByRole('alert')).toContainText('This set-up code is not right.');
  await giveSetupCode(page, setupCode, 'Show the QR code');
  const phone = await confirmOnHostedPage(page, lost);
  await page.goto('/home');
  await expectInside(page);
  await logOut(page);

  await logIn(page, user);
  await expectAskedForCode(page);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await logIn(page, user, await phone.code());
  await expectInside(page);
});

test('after a reset the panel lies over a single page and leads to a new set-up, with the one-time code only', async ({
  page,
  door,
  user,
}) => {
  const lost = await setUp(page, user);
  const setupCode = await door.reset(user);

  await logIn(page, user, undefined, '/spa');
  const panel = await frameOver(page);
  await expectMustSetUp(panel);
  await giveSetupCode(panel, wrongSetupCode, 'Continue');
  await expect(panel.getByRole('alert')).toContainText('This set-up code is not right.');
  await giveSetupCode(panel, setupCode, 'Continue');
  const { recoveryCodes } = await scanAndActivate(panel, lost);
  expect(recoveryCodes).toHaveLength(10);
  await closePanel(page);
  await expectInside(page);
});

for (const withExtension of [true, false]) {
  const browser = withExtension ? 'with' : 'without';

  test.describe(() => {
    test.use({ withExtension: true });

    test(`after a reset a thief with the password and a browser ${browser} the extension gets nothing of the platform`, async ({
      page,
      door,
      user,
      openAnother,
    }) => {
      await setUp(page, user);
      await door.reset(user);
      const before = door.platform.received.length;

      const thief = await openAnother(withExtension ? {} : { extension: false });
      const [stolen = await thief.newPage()] = thief.pages();
      await logIn(stolen, user);
      for (const path of ['/home', '/pipelines', '/', '/.two-factor/', '/change-password']) {
        await stolen.goto(path);
        await expectMustSetUp(stolen);
      }
      await giveSetupCode(stolen, wrongSetupCode, 'Show the QR code');
      await expect(stolen.getByRole('alert')).toContainText('This set-up code is not right.');
      await expect(stolen.locator('.qr')).toHaveCount(0);
      expect((await stolen.request.get('/api/tile/1')).status()).toBe(403);

      const reached = door.platform.received
        .slice(before)
        .filter(({ account }) => account !== null);
      expect(new Set(reached.map(({ url }) => url))).toEqual(new Set(['/api/me']));
    });
  });
}

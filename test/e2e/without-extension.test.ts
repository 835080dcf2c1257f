import { expect, test } from './fixtures.ts';
import { activateOnHostedPage, enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';

test.use({ withExtension: false });

const greeting = 'Good to see you';

for (const javaScriptEnabled of [true, false]) {
  const scripts = javaScriptEnabled ? 'with' : 'without';

  test.describe(() => {
    test.use({ javaScriptEnabled });

    test(`A58 without the extension, ${scripts} JavaScript, the hosted page asks for the code and lets in`, async ({
      page,
      context,
      user,
    }) => {
      await logIn(page, user);
      const phone = await activateOnHostedPage(page);
      await context.clearCookies();

      await logIn(page, user);
      await expectAskedForCode(page);
      await page.goto('/pipelines');
      await expectAskedForCode(page);
      await enterCodeOnHostedPage(page, await phone.wrongCode());
      await expect(page.getByRole('alert')).toContainText('This code is not right');
      await page.goto('/pipelines');
      await expectAskedForCode(page);

      await enterCodeOnHostedPage(page, await phone.code());
      // Back at the page that was asked for.
      await expect(page).toHaveURL('/pipelines');
      await expect(page.getByRole('heading', { name: 'Pipelines' })).toBeVisible();
    });

    test(`without the extension, ${scripts} JavaScript, one activates and deactivates at /.two-factor/`, async ({
      page,
      context,
      user,
    }) => {
      await page.goto('/.two-factor/');
      await expect(page.getByRole('heading', { name: 'You are not logged in' })).toBeVisible();

      await logIn(page, user);
      await expect(page.getByRole('heading', { name: greeting })).toBeVisible();
      const phone = await activateOnHostedPage(page);
      await page.goto('/.two-factor/');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Two-factor authentication is activated.',
      );

      await page.getByLabel('Code', { exact: true }).fill(await phone.wrongCode());
      await page.getByRole('button', { name: 'Deactivate' }).click();
      await expect(page.getByRole('alert')).toContainText('This code is not right');
      await page.getByLabel('Code', { exact: true }).fill(await phone.code());
      await page.getByRole('button', { name: 'Deactivate' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Configure authentication');

      await context.clearCookies();
      await logIn(page, user);
      await expect(page.getByRole('heading', { name: greeting })).toBeVisible();
    });
  });
}

test('without the extension a single page is refused its calls, and the next address asks for the code', async ({
  page,
  context,
  user,
}) => {
  await logIn(page, user);
  const phone = await activateOnHostedPage(page);
  await context.clearCookies();

  await logIn(page, user, undefined, '/spa');
  const board = page.locator('#board');
  await expect(board).toHaveAttribute('data-answered', '20');
  await expect(board).toHaveAttribute('data-loaded', '0');
  await page.reload();
  await expectAskedForCode(page);
  await enterCodeOnHostedPage(page, await phone.code());
  await expect(page).toHaveURL('/spa');
  await expect(page.getByRole('heading', { name: greeting })).toBeVisible();
});

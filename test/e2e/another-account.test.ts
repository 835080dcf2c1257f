import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { expectNoFrameOver, frameOver, type Panel } from './panel.ts';
import { setUp } from './set-up.ts';

async function expectSupportContact(face: Panel): Promise<void> {
  await expect(face.getByText('Lost your phone?')).toBeVisible();
  await expect(face.getByRole('link', { name: 'support@northwind.example' })).toHaveAttribute(
    'href',
    'mailto:support@northwind.example',
  );
}

test('"use another account" on the hosted page leads to the login page, where another one comes in', async ({
  page,
  user,
}) => {
  await setUp(page, user);
  await logIn(page, user);
  await expectAskedForCode(page);
  await expectSupportContact(page);

  await page.getByRole('button', { name: 'Use another account' }).click();
  await expect(page).toHaveURL('/login');
  await logIn(page, { realm: 'globex', email: 'erin@globex.example' });
  await expectInside(page);
});

test('"use another account" at the prompt leads to the login form, where another one comes in', async ({
  page,
  user,
}) => {
  await setUp(page, user);
  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  await expectSupportContact(prompt);

  await prompt.getByRole('button', { name: 'Use another account' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  await expectNoFrameOver(page);
  await logIn(page, { realm: 'globex', email: 'erin@globex.example' }, undefined, '/spa');
  await expectInside(page);
});

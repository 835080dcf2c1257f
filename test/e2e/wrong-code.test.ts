import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { answerPrompt, expectNoFrameOver, expectTitle, frameOver } from './panel.ts';
import { setUp } from './set-up.ts';

test('after a wrong code on the login form the hosted page asks, and a right one leads in', async ({
  page,
  user,
}) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.wrongCode());
  await expectAskedForCode(page);
  await expect(page.getByText(`Logged in as ${user.email}`)).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('This code is not right');

  await enterCodeOnHostedPage(page, await phone.wrongCode());
  await expect(page.getByRole('alert')).toContainText('This code is not right');

  await enterCodeOnHostedPage(page, await phone.code());
  await expect(page).toHaveURL('/home');
  await expectInside(page);
});

test('after a wrong code on a single page the prompt lies over it, and a right one leads in', async ({
  page,
  user,
}) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.wrongCode(), '/spa');
  const board = page.locator('#board');
  await expect(board).toHaveAttribute('data-answered', '20');
  await expect(board).toHaveAttribute('data-loaded', '0');

  const prompt = await frameOver(page);
  await expectTitle(prompt, 'Enter your login code');
  await answerPrompt(prompt, await phone.wrongCode());
  await expect(prompt.getByRole('alert')).toContainText('This code is not right');

  await answerPrompt(prompt, await phone.code());
  await expectInside(page);
  await expect(page).toHaveURL('/spa');
  await expectNoFrameOver(page);
});

test('with the right code on the form of a single page all of its calls are answered', async ({
  page,
  user,
}) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.code(), '/spa');
  await expectInside(page);
  await expectNoFrameOver(page);
});

test('with no code at all on the form of a single page the prompt asks for it', async ({
  page,
  user,
}) => {
  const phone = await setUp(page, user);
  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  await answerPrompt(prompt, await phone.code());
  await expectInside(page);
});

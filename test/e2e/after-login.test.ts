import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { expectNotice } from './notice.ts';
import { answerPrompt, frameOver, openPanel } from './panel.ts';
import { setUp } from './set-up.ts';

const oneWrongCode = 'Wrong codes entered before your last right one: 1.';

test('wrong codes are told at the next success on a single page, once', async ({ page, user }) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.wrongCode(), '/spa');
  await answerPrompt(await frameOver(page), await phone.code());
  await expectInside(page);
  await expectNotice(page, oneWrongCode);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('status')).toHaveCount(0);

  await page.reload();
  await expectInside(page);
  // Longer than it takes the extension to look again.
  await page.waitForTimeout(2500);
  await expect(page.getByRole('status')).toHaveCount(0);
  // The panel still says it, as long as that session lives.
  await expect((await openPanel(page)).getByText(oneWrongCode)).toBeVisible();
});

test('wrong codes are told after the hosted page, too', async ({ page, user }) => {
  const phone = await setUp(page, user);
  await logIn(page, user, await phone.wrongCode());
  await expectAskedForCode(page);
  await enterCodeOnHostedPage(page, await phone.code());
  await expectInside(page);
  await expectNotice(page, oneWrongCode);
});

test('a phone two minutes fast is told so by its second code', async ({ page, user }) => {
  const phone = await setUp(page, user);
  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  await answerPrompt(prompt, await phone.codeAhead(120));
  await expect(prompt.getByRole('alert')).toContainText('This code is not right');
  await answerPrompt(prompt, await phone.codeAhead(120));
  await expect(prompt.getByRole('alert')).toHaveText(
    'Your phone’s clock is about 2 minutes ahead. Set it to automatic and try again.',
  );
  await answerPrompt(prompt, await phone.code());
  await expectInside(page);
});

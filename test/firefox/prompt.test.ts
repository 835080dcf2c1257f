import { expect } from 'vitest';
import { byRole, expectText, press, soon, the, type } from './controls.ts';
import { test } from './fixtures.ts';
import { boardOf, expectInside, logOut } from './home-page.ts';
import { expectLoginForm, logIn } from './login-page.ts';
import {
  answerPrompt,
  closePanel,
  enterRecoveryCode,
  expectNoFrameOver,
  expectProblem,
  expectTitle,
  frameOver,
  openPanel,
  scanAndActivate,
  setUp,
} from './panel.ts';

test('on a single page the prompt asks for the code that is owed, and wrong ones are told', async ({
  page,
  door,
  user,
}) => {
  const spa = `${door.origin}/spa`;
  const phone = await setUp(page, door.origin, user);
  await logIn(page, spa, user);
  await soon(() => boardOf(page)).toBe('0 of 20');
  const prompt = await frameOver(page);
  await expectTitle(prompt, 'Enter your login code');
  await answerPrompt(prompt, await phone.wrongCode());
  await expectProblem(prompt, 'This code is not right');
  await answerPrompt(prompt, await phone.code());
  await expectInside(page);
  await expectNoFrameOver(page);
  // In a root of the extension's own, which the page's text leaves out.
  await the(page, '::-p-text(Wrong codes entered before your last right one: 1.)');
  expect(page.url()).toBe(spa);
  await logOut(page);

  await logIn(page, spa, user, await phone.code());
  await expectInside(page);
  await expectNoFrameOver(page);
});

test('without the old phone a recovery code lets in and sets up the new one', async ({
  page,
  door,
  user,
}) => {
  const spa = `${door.origin}/spa`;
  const lost = await setUp(page, door.origin, user);
  const [first = '', second = ''] = lost.recoveryCodes;
  await logIn(page, spa, user);
  // As somebody types it who reads it from paper.
  await enterRecoveryCode(await frameOver(page), first.toLowerCase().replaceAll('-', ' '));
  await expectInside(page);

  const panel = await openPanel(page);
  await press(panel, 'button', 'Replace phone');
  await enterRecoveryCode(panel, first);
  await expectProblem(panel, 'This code is not right');
  const field = await byRole(panel, 'textbox', 'Recovery code');
  await type(field, second);
  await field.press('Enter');
  const found = await scanAndActivate(panel, lost);
  await closePanel(page);
  await logOut(page);

  await logIn(page, spa, user, await found.code());
  await expectInside(page);
});

test('after five wrong codes the prompt says how long to wait', async ({ page, door, user }) => {
  const phone = await setUp(page, door.origin, user);
  await logIn(page, `${door.origin}/spa`, user);
  const prompt = await frameOver(page);
  // Five different ones: what was just refused is not sent again.
  const typed: string[] = [];
  while (typed.length < 5) {
    const answered = page.waitForResponse((response) => response.url().endsWith('/verify'));
    typed.push(await phone.wrongCode(typed));
    await answerPrompt(prompt, typed.at(-1) ?? '');
    await answered;
    if (typed.length < 5) await expectProblem(prompt, 'This code is not right');
  }
  await expectText(prompt, 'You can try again in');
  await press(prompt, 'button', 'Use another account');
  await expectLoginForm(page);
  await expectNoFrameOver(page);
});

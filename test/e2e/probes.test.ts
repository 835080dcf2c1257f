import type { Page } from 'playwright/test';
import { secretOf } from '../harness/authenticator.ts';
import { expect, test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { logIn } from './login-page.ts';
import { activate, answerPrompt, closePanel, expectTitle, frameOver, openPanel } from './panel.ts';
import { scan } from './phone.ts';
import {
  findings,
  leaks,
  look,
  missed,
  piecesOfRecoveryCode,
  piecesOfSecret,
  probesScript,
} from './probes.ts';
import { hearCalls, heardUntilNow } from './worker-in-page.ts';

const inPage = (page: Page) => (script: string) => page.evaluate(script);

test('A54 a page that looks everywhere finds no secret, no recovery code and no typed code', async ({
  page,
  user,
}) => {
  await page.addInitScript(probesScript);
  const wanted: string[] = [];
  const expectNothingFound = async () => {
    expect(findings(await look(inPage(page), wanted), wanted)).toEqual([]);
  };
  await logIn(page, user);
  await expectInside(page);

  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'Show the QR code' }).click();
  const phone = await scan(panel.getByRole('img', { name: 'QR code' }));
  wanted.push(...piecesOfSecret(secretOf(phone.uri)));
  await panel.getByText('No camera?').click();
  await expect(panel.getByText(secretOf(phone.uri).slice(0, 4))).toBeVisible();
  await expectNothingFound();
  await panel.getByRole('button', { name: 'Copy the key' }).click();
  await expectNothingFound();

  const wrong = await phone.wrongCode();
  const first = await phone.code();
  wanted.push(wrong, first);
  const field = panel.getByLabel('Code', { exact: true });
  await field.pressSequentially(wrong);
  await expect(panel.getByRole('alert')).toContainText('This code is not right');
  await field.pressSequentially(first);

  await expectTitle(panel, 'Your recovery codes');
  const recoveryCodes = await panel.getByRole('listitem').allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  wanted.push(...recoveryCodes.flatMap(piecesOfRecoveryCode));
  await expectNothingFound();
  await panel.getByRole('button', { name: 'Copy' }).click();
  await panel.getByRole('link', { name: 'Download' }).hover();
  await expectNothingFound();
  await panel.getByLabel('I have kept these codes').check();
  await panel.getByRole('button', { name: 'Continue' }).click();
  await closePanel(page);
  await expectNothingFound();
  await logOut(page);

  // The prompt, with the code of the phone and before it with a recovery code that is wrong by a letter.
  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  const mistyped = await phone.wrongCode();
  const second = await phone.code();
  wanted.push(mistyped, second);
  await answerPrompt(prompt, mistyped);
  await expect(prompt.getByRole('alert').first()).toContainText('This code is not right');
  await expectNothingFound();
  await answerPrompt(prompt, second);
  await expectInside(page);
  await expectNothingFound();
});

test('A54 a service worker of the page hears none of our calls', async ({ openAnother, user }) => {
  // A browser that is lent to no other test: the worker stays in it.
  const context = await openAnother({ more: [] });
  const page = await context.newPage();
  await logIn(page, user);
  await expectInside(page);
  await page.evaluate(hearCalls);
  await activate(await openPanel(page));
  const heard = await page.evaluate<string[]>(heardUntilNow);
  expect(heard.join('\n')).toContain(user.email);
  expect(heard.filter((call) => call.includes('/.two-factor/'))).toEqual([]);
});

test('A54 each of these places is looked at: a leak there is found', async ({ page, user }) => {
  await page.addInitScript(probesScript);
  await logIn(page, user);
  await expectInside(page);
  expect(await missed(inPage(page), leaks)).toEqual([]);
});

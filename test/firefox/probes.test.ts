import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import {
  findings,
  leaks,
  leaksInFirefox,
  look,
  missed,
  piecesOfRecoveryCode,
  piecesOfSecret,
  probesScript,
} from '../e2e/probes.ts';
import { hearCalls, heardUntilNow } from '../e2e/worker-in-page.ts';
import { secretOf } from '../harness/authenticator.ts';
import { expectText, press, the } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { logIn } from './login-page.ts';
import {
  activate,
  answerPrompt,
  closePanel,
  enterCode,
  expectProblem,
  frameOver,
  keepRecoveryCodes,
  openPanel,
  readRecoveryCodes,
  scan,
} from './panel.ts';

const inPage = (page: Page) => (script: string) => page.evaluate(script);

test('A54 a page that looks everywhere finds no secret, no recovery code and no typed code', async ({
  page,
  door,
  user,
  firefox,
}) => {
  await page.evaluateOnNewDocument(probesScript);
  const wanted: string[] = [];
  const expectNothingFound = async () => {
    expect(findings(await look(inPage(page), wanted), wanted)).toEqual([]);
  };
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);

  const panel = await openPanel(page);
  const phone = await scan(panel);
  wanted.push(...piecesOfSecret(secretOf(phone.uri)));
  await (await the(panel, '::-p-text(No camera?)')).click();
  await expectText(panel, secretOf(phone.uri).slice(0, 4));
  await expectNothingFound();
  await press(panel, 'button', 'Copy the key');
  await expectNothingFound();

  const [wrong, first] = [await phone.wrongCode(), await phone.code()];
  wanted.push(wrong, first);
  await enterCode(panel, wrong, 'Activate');
  await expectProblem(panel, 'This code is not right');
  await enterCode(panel, first, 'Activate');
  const recoveryCodes = await readRecoveryCodes(panel);
  expect(recoveryCodes).toHaveLength(10);
  wanted.push(...recoveryCodes.flatMap(piecesOfRecoveryCode));
  await expectNothingFound();
  await press(panel, 'button', 'Copy the codes');
  await expectNothingFound();
  await keepRecoveryCodes(panel);
  await closePanel(page);
  await expectNothingFound();
  // It has looked into our closed root all the while, and seen a frame there from outside.
  const { 'event targets': inside = [] } = await look(inPage(page), []);
  expect(inside).toContain(firefox.address('panel.html'));
  await logOut(page);

  // The prompt, with the code of the phone and before it with one that is wrong.
  await logIn(page, `${door.origin}/spa`, user);
  const prompt = await frameOver(page);
  const [mistyped, second] = [await phone.wrongCode(), await phone.code()];
  wanted.push(mistyped, second);
  await answerPrompt(prompt, mistyped);
  await expectProblem(prompt, 'This code is not right');
  await expectNothingFound();
  await answerPrompt(prompt, second);
  await expectInside(page);
  await expectNothingFound();
});

test('A54 a service worker of the page hears none of our calls', async ({ page, door, user }) => {
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);
  await page.evaluate(hearCalls);
  await activate(await openPanel(page));
  const heard = (await page.evaluate(heardUntilNow)) as string[];
  expect(heard.join('\n')).toContain(user.email);
  expect(heard.filter((call) => call.includes('/.two-factor/'))).toEqual([]);
});

test('A54 each of these places is looked at: a leak there is found', async ({
  page,
  door,
  user,
}) => {
  await page.evaluateOnNewDocument(probesScript);
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);
  expect(await missed(inPage(page), leaks)).toEqual([]);
  expect(await missed(inPage(page), leaksInFirefox)).toEqual([]);
});

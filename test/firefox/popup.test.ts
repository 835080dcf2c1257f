import { expectText } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { logIn } from './login-page.ts';
import {
  activate,
  answerPrompt,
  enterCode,
  enterRecoveryCode,
  expectProblem,
  expectTitle,
  setUp,
} from './panel.ts';
import { openPopup } from './popup.ts';

test('the popup activates and deactivates for the page in front', async ({
  page,
  door,
  user,
  firefox,
}) => {
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);
  const popup = await openPopup(firefox);
  const phone = await activate(popup);
  await enterCode(popup, await phone.wrongCode(), 'Deactivate');
  await expectProblem(popup, 'This code is not right');
  await enterCode(popup, await phone.code(), 'Deactivate');
  await expectTitle(popup, 'Configure authentication');
  await page.reload();
  await expectInside(page);
});

test('the popup takes the code, or a recovery code, that a session owes, and the page goes on', async ({
  page,
  door,
  user,
  firefox,
}) => {
  const login = `${door.origin}/login`;
  const factor = await setUp(page, door.origin, user);
  await logIn(page, login, user);
  await expectText(page, 'Enter your login code');
  const popup = await openPopup(firefox);
  await expectTitle(popup, 'Enter your login code');
  await answerPrompt(popup, await factor.code());
  await expectTitle(popup, 'Two-factor authentication is activated.');
  await popup.close();
  await page.bringToFront();
  await expectInside(page);

  await firefox.browser.deleteCookie(...(await firefox.browser.cookies()));
  await logIn(page, login, user);
  await expectText(page, 'Enter your login code');
  const again = await openPopup(firefox);
  await enterRecoveryCode(again, factor.recoveryCodes[0] ?? '');
  await expectTitle(again, 'Two-factor authentication is activated.');
});

test('the popup says who is not logged in, and where there is no Doorcode', async ({
  page,
  door,
  firefox,
}) => {
  await page.goto(`${door.origin}/login`);
  const popup = await openPopup(firefox);
  await expectTitle(popup, 'You are not logged in');
  await popup.close();

  // The platform itself, without the gate.
  await page.bringToFront();
  await page.goto(`${door.platform.url}/login`);
  await expectTitle(await openPopup(firefox), 'No two-factor authentication here');
});

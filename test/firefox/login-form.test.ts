import { expect } from 'vitest';
import { press, soon, textOf, type } from './controls.ts';
import { test } from './fixtures.ts';
import { boardOf, expectInside } from './home-page.ts';
import { fillLogin, loginCodeField, typeLoginCode } from './login-page.ts';
import { answerPrompt, frameOver, setUp } from './panel.ts';

test('A63 LOGIN in the moment of the sixth digit, on a form: inside, or asked for the code', async ({
  page,
  door,
  user,
}) => {
  const phone = await setUp(page, door.origin, user);
  await fillLogin(page, `${door.origin}/login`, user);
  await type(await loginCodeField(page), await phone.code());
  await press(page, 'button', 'LOGIN');
  await soon(() => textOf(page)).toMatch(/Enter your login code|Good to see you/);
  if ((await textOf(page)).includes('Enter your login code')) {
    await (await page.waitForSelector('input[autocomplete=one-time-code]'))?.type(
      await phone.code(),
    );
    await page.keyboard.press('Enter');
  }
  await expectInside(page);
});

test('A63 LOGIN in the moment of the sixth digit, on a single page: inside, or at the prompt', async ({
  page,
  door,
  user,
}) => {
  const phone = await setUp(page, door.origin, user);
  await fillLogin(page, `${door.origin}/spa`, user);
  await type(await loginCodeField(page), await phone.code());
  await press(page, 'button', 'LOGIN');
  await soon(() => boardOf(page)).toMatch(/of 20$/);
  if ((await boardOf(page)) !== '20 of 20') {
    await answerPrompt(await frameOver(page), await phone.code());
  }
  await expectInside(page);
});

const code = '135790';

for (const path of ['/login', '/spa']) {
  for (const way of ['LOGIN is pressed', 'Enter is pressed in the code field']) {
    test(`A64 at ${path}, when ${way}, the platform's server sees no code`, async ({
      page,
      door,
      user,
    }) => {
      const before = door.platform.received.length;
      await fillLogin(page, `${door.origin}${path}`, user);
      await typeLoginCode(page, code);
      if (way.startsWith('Enter')) await (await loginCodeField(page)).press('Enter');
      else await press(page, 'button', 'LOGIN');
      await expectInside(page);

      const received = door.platform.received.slice(before);
      const logins = received.filter(({ method, body }) => method === 'POST' && body !== null);
      expect(logins).toHaveLength(1);
      // It does see the rest of the form.
      expect(logins[0]?.body).toContain(user.realm);
      const seen = JSON.stringify(received);
      expect(seen).not.toContain('totpcode');
      expect(seen).not.toContain(code);
    });
  }
}

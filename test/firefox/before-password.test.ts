import { expect } from 'vitest';
import { hideTokens, seenBeforePassword } from '../harness/before-password.ts';
import type { Firefox } from '../harness/firefox.ts';
import { byRole, soon, type } from './controls.ts';
import { test } from './fixtures.ts';
import { fillLogin, logIn, typeLoginCode } from './login-page.ts';
import { frameOver, setUp } from './panel.ts';

const realm = 'acme';

test('A60 before the password an account with a factor, one without, and none at all look the same', async ({
  page,
  door,
  user,
  firefox,
}) => {
  const login = `${door.origin}/login`;
  await setUp(page, door.origin, user);
  const withFactor = await look(firefox, login, user.email);
  expect(withFactor).toContain('totpcode');
  expect(withFactor).toContain('anonymous');
  expect(await look(firefox, login, 'dora@shared.example')).toBe(withFactor);
  expect(await look(firefox, login, 'nobody@nowhere.example')).toBe(withFactor);

  // With the password there is something to see, by the same look.
  await logIn(page, `${door.origin}/spa`, user);
  await frameOver(page);
  const known = await page.evaluate(seenBeforePassword(user.email));
  expect(known).toContain('code-required');
});

/** What a container that has never been here sees of somebody, without the password. */
async function look({ browser }: Firefox, login: string, email: string): Promise<unknown> {
  const container = await browser.createBrowserContext();
  const page = await container.newPage();
  await fillLogin(page, login, { realm, email });
  await typeLoginCode(page, '135790');
  await type(await byRole(page, 'textbox', 'Email'), email);
  await soon(() => page.evaluate('document.readyState')).toBe('complete');
  await page.evaluate(hideTokens);
  const seen = await page.evaluate(seenBeforePassword(email));
  await container.close();
  return seen;
}

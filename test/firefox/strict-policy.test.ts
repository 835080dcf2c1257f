import { afterAll, beforeAll, expect } from 'vitest';
import { type Door, startDoor } from '../harness/door.ts';
import { byRole, press, soon, textOf } from './controls.ts';
import { test } from './fixtures.ts';
import { openUserMenu } from './home-page.ts';
import { expectLoginForm, logIn } from './login-page.ts';
import { activate, enterCode, expectTitle, openPanel } from './panel.ts';

/*
 * A platform whose pages may make no requests. In Firefox that binds content scripts too, and the
 * background makes their calls.
 */

let strict: Door;

beforeAll(async () => {
  strict = await startDoor({ platform: { forbidsRequests: true } });
});

afterAll(() => strict.stop());

test('where a page may make no requests the background makes them, from the login to switching off', async ({
  page,
  user,
}) => {
  const { origin } = strict;
  await logIn(page, `${origin}/login`, user);
  await soon(() => page.url()).toBe(`${origin}/home`);
  // The page's own calls are forbidden, as the test means them to be.
  await expect(page.evaluate(`fetch('/api/me')`)).rejects.toThrow();

  await page.goto(`${origin}/pipelines`);
  const phone = await activate(await openPanel(page));
  await page.goto(`${origin}/pipelines`);
  await openUserMenu(page);
  await press(page, 'menuitem', 'Logout');
  await expectLoginForm(page);

  await logIn(page, `${origin}/login`, user, await phone.code());
  await soon(() => page.url()).toBe(`${origin}/home`);
  await page.goto(`${origin}/pipelines`);
  const panel = await openPanel(page);
  await enterCode(panel, await phone.code(), 'Deactivate');
  await expectTitle(panel, 'Configure authentication');
});

test('A62 in a container nothing is asked with another one’s login, where a page may make no requests', async ({
  page,
  user,
  firefox,
}) => {
  const { origin } = strict;
  await logIn(page, `${origin}/login`, user);
  await soon(() => page.url()).toBe(`${origin}/home`);

  const container = await firefox.browser.createBrowserContext();
  const other = await container.newPage();
  await other.goto(`${origin}/pipelines`);
  const somebody = { realm: 'globex', email: 'erin@globex.example' };
  // No field of ours: the profile could not be read without the other container's cookies.
  await (await byRole(other, 'textbox', 'Realm')).type(somebody.realm);
  await (await byRole(other, 'textbox', 'Email')).type(somebody.email);
  await (await expectLoginForm(other)).type('correct horse');
  await press(other, 'button', 'LOGIN');
  await soon(() => other.url()).toBe(`${origin}/home`);
  expect(await textOf(other)).toContain(somebody.email);
  expect(await other.$('[name=totpcode]')).toBeNull();
  await container.close();
});

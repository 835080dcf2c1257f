import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, startDoor } from '../harness/door.ts';
import { type Firefox, openFirefox } from '../harness/firefox.ts';
import { withPolicyFile } from '../harness/policy-file.ts';
import { isRoot } from '../harness/programs.ts';
import { noteSkipped } from '../platforms/not-here.ts';
import { expectText, press, soon, the } from './controls.ts';
import { expectInside, logOut, openUserMenu } from './home-page.ts';
import { fillLogin, loginCodeField } from './login-page.ts';
import { activate, expectTitle } from './panel.ts';
import { openPopup } from './popup.ts';

/*
 * Sites at run time in Firefox. Its question is no page; the preference has it answered with yes. The
 * popup sees the address of the page in front by `activeTab`, which only a press on the real button
 * gives, or where the host is allowed: so it is allowed first, as on Firefox's page about the extension.
 */

const preferences = { 'extensions.webextOptionalPermissionPrompts': false };
const hosts = ['http://127.0.0.1/*'];
const user = { realm: 'acme', email: 'ada@acme.example' };

let door: Door;

beforeAll(async () => {
  door = await startDoor({ host: '127.0.0.1' });
});

afterAll(() => door.stop());

async function inFirefox(during: (firefox: Firefox, page: Page) => Promise<void>): Promise<void> {
  const firefox = await openFirefox({ preferences });
  try {
    await during(firefox, await firefox.newPage());
  } finally {
    await firefox.close();
  }
}

/** What the extension has beyond its build, asked from one of its own pages. */
function kept(popup: Page): Promise<unknown> {
  return popup.evaluate(`(async () => ({
    origins: (await browser.permissions.getAll()).origins.filter((each) => each.includes('127')),
    scripts: (await browser.scripting.getRegisteredContentScripts()).map(({ id }) => id),
    ...(await browser.storage.local.get(['added', 'served'])),
  }))()`);
}

/** Firefox takes the question from somebody's press alone, so there is a button for it. */
async function allow(firefox: Firefox): Promise<void> {
  const popup = await openPopup(firefox);
  await popup.evaluate(`{
    const button = document.body.appendChild(document.createElement('button'));
    button.textContent = 'Allow';
    button.onclick = async () => {
      button.textContent = await browser.permissions.request({ origins: ${JSON.stringify(hosts)} });
    };
  }`);
  await press(popup, 'button', 'Allow');
  await expectText(popup, 'true');
  await popup.close();
}

test('a site is protected from the popup, used, and forgotten whole', () =>
  inFirefox(async (firefox, page) => {
    const { origin } = door;
    await page.goto(`${origin}/login`);
    await allow(firefox);
    await page.bringToFront();
    let popup = await openPopup(firefox);
    await expectTitle(popup, 'Protect this site');
    await press(popup, 'button', 'Protect this site');
    await expectTitle(popup, 'You are not logged in');
    await soon(() => kept(popup)).toEqual({
      origins: hosts,
      scripts: hosts,
      added: [origin],
      served: [origin],
    });
    await popup.close();
    await page.bringToFront();
    await loginCodeField(page);

    await fillLogin(page, `${origin}/login`, user);
    await press(page, 'button', 'LOGIN');
    await expectInside(page);
    await openUserMenu(page);
    await press(page, 'menuitem', 'Two-factor authentication');
    await soon(() => page.url()).toBe(`${origin}/.two-factor/`);
    await page.goto(`${origin}/home`);
    popup = await openPopup(firefox);
    await activate(popup);
    await popup.close();

    await page.bringToFront();
    await logOut(page);
    await fillLogin(page, `${origin}/spa`, user);
    await press(page, 'button', 'LOGIN');
    // Where the panel would open by itself there is a notice.
    await (await the(page, '>>> [role=status] button')).click();
    await expectText(page, 'Enter your login code');

    popup = await openPopup(firefox);
    await press(popup, 'button', 'Forget it');
    await expectText(popup, 'Doorcode no longer runs on this site.');
    await soon(() => kept(popup)).toEqual({ origins: [], scripts: [], added: [], served: [] });
  }));

test("an administrator's site is served where Firefox allows it, and is not to be forgotten", async () => {
  if (!isRoot()) {
    noteSkipped("Firefox with an administrator's policy", 'only root may set one');
    return;
  }
  const settings = { sites: [door.origin], allowOtherSites: false };
  const extensions = { 'doorcode@doorcode.example': settings };
  const policy = { policies: { '3rdparty': { Extensions: extensions } } };
  await withPolicyFile('/etc/firefox/policies/policies.json', policy, () =>
    inFirefox(async (firefox, page) => {
      await allow(firefox);
      await page.goto(`${door.origin}/login`);
      await loginCodeField(page);
      const popup = await openPopup(firefox);
      await expectTitle(popup, 'You are not logged in');
      expect(await popup.$('.below')).toBeNull();

      await page.bringToFront();
      await page.goto(`${door.platform.url}/login`);
      await the(page, 'input[type=password]');
      await expectTitle(await openPopup(firefox), 'No two-factor authentication here');
    }),
  );
});

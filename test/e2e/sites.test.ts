import type { ServerResponse } from 'node:http';
import type { BrowserContext } from 'playwright/test';
import { expect } from './fixtures.ts';
import { expectInside, logOut, openUserMenu } from './home-page.ts';
import { enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn, loginCodeField } from './login-page.ts';
import { expectNotice } from './notice.ts';
import { startOtherServer } from './other-server.ts';
import { activate, expectTitle } from './panel.ts';
import { openPopup } from './popup.ts';
import {
  kept,
  nothing,
  openAsking,
  openPopupOver,
  pattern,
  test,
  workerOf,
} from './run-time-site.ts';

const offer = 'Protect this site';

test('a site is protected from the popup, has there all that needs no frame, and is forgotten whole', async ({
  allowing: context,
  siteDoor: { origin },
  user,
}) => {
  const page = await context.newPage();
  await page.goto('/login');
  await expect(page.getByLabel('Password')).toBeVisible();
  await expect(loginCodeField(page)).toHaveCount(0);
  let popup = await openPopupOver(page);
  await expectTitle(popup, offer);
  await expect(popup.getByText(origin)).toBeVisible();
  await popup.getByRole('button', { name: offer }).click();

  // The page that was open has it without being loaded anew.
  await expectTitle(popup, 'You are not logged in');
  await expect(loginCodeField(page)).toBeVisible();
  await popup.close();
  await expect
    .poll(() => kept(context))
    .toEqual({ origins: [pattern], scripts: [pattern], added: [origin], served: [origin] });

  await logIn(page, user);
  await expectInside(page);
  const entry = { name: 'Two-factor authentication' };
  await (await openUserMenu(page)).getByRole('menuitem', entry).click();
  await expect(page).toHaveURL('/.two-factor/');
  await page.goto('/home');
  popup = await openPopup(context);
  const phone = await activate(popup);
  await popup.close();

  // On one page, whose calls are refused: where the panel would open by itself there is a notice.
  await logOut(page);
  await logIn(page, user, undefined, '/spa');
  await expectNotice(page, 'This page waits for your two-factor authentication');
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await expectAskedForCode(page);
  await enterCodeOnHostedPage(page, await phone.code());
  await expectInside(page);

  const second = await context.newPage();
  await second.goto('/home');
  await expect((await openUserMenu(second)).getByRole('menuitem', entry)).toBeVisible();
  await page.bringToFront();
  popup = await openPopup(context);
  await popup.getByRole('button', { name: 'Forget it' }).click();
  await expectTitle(popup, offer);
  await expect(popup.getByRole('status')).toHaveText('Doorcode no longer runs on this site.');
  await expect.poll(() => kept(context)).toEqual(nothing);
  await expectInside(page);
  await expect((await openUserMenu(page)).getByRole('menuitem', entry)).toHaveCount(0);
  // Other pages of it are not loaded anew, and are free of us all the same.
  await expect(second.getByRole('menuitem', entry)).toHaveCount(0);
  await expectNoScript(context);
});

/** That a question to the content scripts of all pages is heard by none. */
async function expectNoScript(context: BrowserContext): Promise<void> {
  const worker = await workerOf(context);
  const answers = await worker.evaluate(`chrome.tabs.query({}).then((tabs) => Promise.all(
    tabs.map(({ id }) =>
      chrome.tabs.sendMessage(id, { name: 'site', input: null }, { frameId: 0 }).then(
        () => 'heard', (error) => error.message))))`);
  expect(new Set(answers as string[])).toEqual(
    new Set(['Could not establish connection. Receiving end does not exist.']),
  );
}

test('another port of a protected host is left alone', async ({ allowing: context, siteDoor }) => {
  const other = await startOtherServer();
  const page = await context.newPage();
  await page.goto('/login');
  await (await openPopupOver(page)).getByRole('button', { name: offer }).click();
  await expect(loginCodeField(page)).toBeVisible();

  // Where the script has something to do, it asks for the profile at once.
  const profile = page.waitForRequest(`${siteDoor.origin}/.two-factor/v1/profile`);
  await page.reload();
  await profile;
  await page.goto(`${other.origin}/`);
  await expect(page.getByRole('heading', { name: 'Notes' })).toBeVisible();
  await expectTitle(await openPopupOver(page), offer);
  expect(other.asked).toEqual(['/']);
  other.close();
});

const json = { 'Content-Type': 'application/json' };
const strangers = {
  'answers any address with a page': (response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>'),
  'answers any address with JSON': (response) => response.writeHead(200, json).end('{}'),
  'sends on to a site that has Doorcode': (response, door) =>
    response.writeHead(302, { Location: `${door}/.two-factor/v1/profile` }).end(),
} satisfies Record<string, (response: ServerResponse, door: string) => void>;

for (const [how, answer] of Object.entries(strangers)) {
  test(`a site that ${how} is refused, and nothing of it is kept`, async ({
    allowing: context,
    siteDoor,
  }) => {
    const other = await startOtherServer((_request, response) => answer(response, siteDoor.origin));
    const page = await context.newPage();
    await page.goto(`${other.origin}/`);
    const popup = await openPopupOver(page);
    await popup.getByRole('button', { name: offer }).click();
    await expect(popup.getByRole('status')).toHaveText(/^This site does not use Doorcode/);
    expect(other.asked).toContain('/.two-factor/v1/profile');
    expect(await kept(context)).toEqual(nothing);
    // Not even the script that has looked stays in the page: nobody answers there any more.
    await expectNoScript(context);
    other.close();
  });
}

test('what the browser takes away is forgotten', async ({ allowing: context, siteDoor }) => {
  const page = await context.newPage();
  await page.goto('/login');
  await (await openPopupOver(page)).getByRole('button', { name: offer }).click();
  await expect.poll(() => kept(context)).toMatchObject({ added: [siteDoor.origin] });
  // As the browser's own page about the extension does it.
  const worker = await workerOf(context);
  await worker.evaluate(`chrome.permissions.remove({ origins: ['${pattern}'] })`);
  await expect.poll(() => kept(context)).toEqual(nothing);
});

test('a site is offered where its address is known, and that of the build is not to be forgotten', async ({
  openAnother,
  door,
  siteDoor,
}) => {
  const context = await openAsking(openAnother);
  const page = await context.newPage();
  await page.goto(`${siteDoor.origin}/login`);
  await expectTitle(await openPopupOver(page), offer);
  await page.goto(`${door.origin}/login`);
  const popup = await openPopupOver(page);
  await expectTitle(popup, 'You are not logged in');
  await expect(popup.getByRole('button', { name: 'Forget it' })).toHaveCount(0);
});

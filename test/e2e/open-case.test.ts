import type { Page } from 'playwright/test';
import { parseKeys } from '../../server/config/keys.ts';
import { vetoToken } from '../../server/domain/veto.ts';
import { createSeal } from '../../server/store/seal.ts';
import { barriersIn } from '../harness/axe.ts';
import { openBrowser } from '../harness/browser.ts';
import { type Door, startDoor } from '../harness/door.ts';
import { expect, test as plain, type User } from './fixtures.ts';
import { startFraming } from './framing.ts';
import { expectInside } from './home-page.ts';
import { confirmOnHostedPage, enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { answerPrompt, closePanel, expectTitle, frameOver, scanAndActivate } from './panel.ts';
import { openPopup } from './popup.ts';
import { setUp } from './set-up.ts';

/** A door whose owners have an hour to say no; in one realm neither that nor a set-up code is asked for. */
const test = plain.extend<object, { door: Door }>({
  door: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const policy = {
        coolingOffMinutes: 60,
        hourlyPerKey: 10_000,
        hourlyPerRealm: 10_000,
        realms: { globex: { coolingOffMinutes: 0, setupCode: false } },
      };
      const door = await startDoor({
        settings: { DOORCODE_SUPPORT_POLICY: JSON.stringify(policy) },
      });
      await use(door);
      await door.stop();
    },
    { scope: 'worker' },
  ],
});

const asked = 'Support was asked to reset your two-factor authentication';
const stopButton = 'It was not me: stop the reset';
const stopped = 'The reset is stopped';

/** What an agent's tool sends. */
async function call<T>(door: Door, path: string, body?: object): Promise<T> {
  const response = await fetch(`${door.supportUrl}/support/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${door.supportKey}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return JSON.parse(text) as T;
}

type Opened = { case: { id: string }; setupCode: string | null };

/** Support opens a case; answers its id. */
async function openCase(door: Door, { realm, email }: User): Promise<string> {
  const query = new URLSearchParams({ realm, name: email });
  const { accounts } = await call<{ accounts: { id: string }[] }>(door, `accounts?${query}`);
  const request = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };
  const opened = await call<Opened>(door, `accounts/${accounts[0]?.id}/reset-cases`, request);
  return opened.case.id;
}

const stateOf = async (door: Door, caseId: string) =>
  (await call<{ state: string }>(door, `reset-cases/${caseId}`)).state;

/** The address that the message about a case leads to. */
function linkOf(door: Door, caseId: string): string {
  const keys = parseKeys(door.settings.DOORCODE_KEYS ?? '');
  if (!keys) throw new Error('The door has no keys.');
  const seal = createSeal(keys, () => Buffer.alloc(0));
  return `${door.origin}/.two-factor/veto/${caseId}.${vetoToken({ seal }, caseId)}`;
}

/** In nobody's way, in light and dark, and no wider than a small window. */
async function expectOpen(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 320, height: 640 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await barriersIn(page), `${name}, ${colorScheme}`).toEqual([]);
    const path = test.info().outputPath(`${name}-${colorScheme}.png`);
    await page.screenshot({ path, fullPage: true });
  }
  const overflow = 'document.documentElement.scrollWidth - innerWidth';
  expect(await page.evaluate(overflow), `${name}: px too wide`).toBeLessThanOrEqual(0);
  await page.setViewportSize(before);
}

test('whoever logs in with the login form’s code meets the question, and stops the reset in the popup', async ({
  page,
  context,
  door,
  user,
}) => {
  const phone = await setUp(page, user);
  const caseId = await openCase(door, user);
  await logIn(page, user, await phone.code());
  await expectInside(page);
  const panel = await frameOver(page);
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(asked);
  await closePanel(page);
  expect(await stateOf(door, caseId)).toBe('open');

  const popup = await openPopup(context);
  await expect(popup.getByRole('heading', { level: 2 })).toHaveText(asked);
  await popup.getByRole('button', { name: stopButton }).dblclick();
  await expect(popup.getByRole('status')).toContainText(stopped);
  await expect(popup.getByRole('status')).toBeFocused();
  expect(await stateOf(door, caseId)).toBe('vetoed');
  await page.reload();
  await expectInside(page);
});

test('whoever gives the code at the prompt meets the question in the page that starts anew', async ({
  page,
  door,
  user,
}) => {
  const phone = await setUp(page, user);
  const caseId = await openCase(door, user);
  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  await expectTitle(prompt, 'Enter your login code');
  await expect(prompt.getByText(asked)).toHaveCount(0);
  const anew = page.waitForEvent('load');
  await answerPrompt(prompt, await phone.code());
  await anew;
  await expectInside(page);
  const panel = await frameOver(page);
  await panel.getByRole('button', { name: stopButton }).click();
  await expect(panel.getByRole('status')).toContainText(stopped);
  expect(await stateOf(door, caseId)).toBe('vetoed');
});

for (const javaScriptEnabled of [true, false]) {
  const scripts = javaScriptEnabled ? 'with' : 'without';

  test.describe(() => {
    test.use({ withExtension: false, javaScriptEnabled });

    test(`without the extension, ${scripts} JavaScript, the question stands before the page that was asked for`, async ({
      page,
      door,
      user,
    }) => {
      const phone = await setUp(page, user);
      const caseId = await openCase(door, user);
      await logIn(page, user);
      await page.goto('/pipelines');
      await expectAskedForCode(page);
      await expect(page.getByText(asked)).toHaveCount(0);
      await enterCodeOnHostedPage(page, await phone.code());
      await expectTitle(page, asked);
      // Without scripts there is nobody to look.
      const look = javaScriptEnabled ? expectOpen : async () => {};
      await look(page, 'question');
      await page.getByRole('link', { name: 'Go to the platform' }).click();
      await expect(page).toHaveURL('/pipelines');
      expect(await stateOf(door, caseId)).toBe('open');

      await page.goto('/.two-factor/');
      await expectTitle(page, 'Two-factor authentication is activated.');
      await look(page, 'settings');
      await page.getByRole('button', { name: stopButton }).click();
      await expectTitle(page, stopped);
      await look(page, 'stopped');
      expect(await stateOf(door, caseId)).toBe('vetoed');
      await page.getByRole('link', { name: 'Go to the platform' }).click();
      await expect(page.getByRole('heading', { name: 'Good to see you' })).toBeVisible();
    });
  });
}

test('a message’s link changes nothing before its button is pressed, in no frame, and twice is once', async ({
  page,
  door,
  user,
}) => {
  const phone = await setUp(page, user);
  const caseId = await openCase(door, user);
  const link = linkOf(door, caseId);
  // As a mail scanner follows whatever it finds.
  for (const method of ['GET', 'HEAD', 'GET']) {
    expect((await fetch(link, { method })).status).toBe(200);
  }
  const { port, server } = await startFraming();
  // A browser of its own: what is refused is an error in the console of whoever framed it.
  const context = await openBrowser();
  const framing = await context.newPage();
  const refused = framing.waitForEvent('console', (line) =>
    line.text().includes('frame-ancestors'),
  );
  await framing.goto(`http://localhost:${port}/?framed=${link}`);
  await refused;
  await context.close();
  server.close();
  expect(await stateOf(door, caseId)).toBe('open');

  await page.goto(link);
  await expectTitle(page, asked);
  await expect(page.getByText(user.email)).toHaveCount(0);
  await expectOpen(page, 'link');
  await page.getByRole('button', { name: stopButton }).dblclick();
  await expectTitle(page, stopped);
  expect(await stateOf(door, caseId)).toBe('vetoed');
  await page.goto(link);
  await expectTitle(page, stopped);
  expect((await fetch(`${link}x`)).status).toBe(404);
  await logIn(page, user, await phone.code());
  await expectInside(page);
});

const erin = { realm: 'globex', email: 'erin@globex.example' };
const dora = { realm: 'globex', email: 'dora@shared.example' };

test('where the policy asks for no set-up code, the panel over a single page asks for none', async ({
  page,
  door,
}) => {
  const lost = await setUp(page, erin);
  await openCase(door, erin);
  await logIn(page, erin, undefined, '/spa');
  const panel = await frameOver(page);
  await expect(panel.getByText('Before you go on, set up a new one.')).toBeVisible();
  await expect(panel.getByRole('textbox')).toHaveCount(0);
  await scanAndActivate(panel, lost);
  await closePanel(page);
  await expectInside(page);
});

test('where the policy asks for no set-up code, the hosted page asks for none', async ({
  page,
  door,
}) => {
  const lost = await setUp(page, dora);
  await openCase(door, dora);
  await logIn(page, dora);
  await expectTitle(page, 'Configure authentication');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  await confirmOnHostedPage(page, lost);
  await page.goto('/home');
  await expectInside(page);
});

import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { answerPrompt, expectNoFrameOver, expectTitle, frameOver } from '../../e2e/panel.ts';
import type { Phone } from '../../e2e/phone.ts';
import { openBrowser } from '../../harness/browser.ts';
import { type PlatformDoor, startPlatformDoor } from '../platform-door.ts';
import type { PlatformKind } from '../platform-kind.ts';

/** Playwright's test with this platform behind a gate, once a file, and a browser for each test. */
export function journeysAt(kind: PlatformKind) {
  const test = base.extend<{ withExtension: boolean }, { door: PlatformDoor }>({
    door: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
      async ({}, use) => {
        const door = await startPlatformDoor(kind, { standing: false });
        await use(door);
        await door.stop();
      },
      { scope: 'worker' },
    ],
    withExtension: [true, { option: true }],
    context: async ({ door, withExtension }, use) => {
      const options = withExtension ? {} : { extension: false as const };
      const context: BrowserContext = await openBrowser({ baseURL: door.origin, ...options });
      await use(context);
      await context.close();
    },
    page: async ({ context }, use) => {
      const [page] = context.pages();
      await use(page ?? (await context.newPage()));
    },
  });
  return test;
}

/** The entry that the extension has put into the platform's open user menu. */
export function menuEntry(page: Page) {
  return page.getByText('Two-factor authentication', { exact: true });
}

/** What the gate refuses this page from now on, request by request. */
export function watchRefusals(page: Page): readonly string[] {
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(`${answer.request().method()} ${answer.url()}`);
  });
  return refused;
}

/** The prompt lies over the page: a wrong code is refused, a right one starts the page anew. */
export async function answerPromptWrongThenRight(page: Page, phone: Phone): Promise<void> {
  const prompt = await frameOver(page);
  await expectTitle(prompt, 'Enter your login code');
  await answerPrompt(prompt, await phone.wrongCode());
  await expect(prompt.getByRole('alert')).toContainText('This code is not right');
  await answerPrompt(prompt, await phone.code());
  await expectNoFrameOver(page);
}

/** "Use another account" at the prompt: the page has forgotten the token, and so has the gate. */
export async function leaveByPrompt(page: Page): Promise<void> {
  const prompt = await frameOver(page);
  await prompt.getByRole('button', { name: 'Use another account' }).click();
  await expectNoFrameOver(page);
}

export { expect };

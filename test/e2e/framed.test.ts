import type { Page } from 'playwright/test';
import { extensionId, openBrowser } from '../harness/browser.ts';
import { expect, test } from './fixtures.ts';
import { startFraming } from './framing.ts';

/** What the one frame of a page shows: its first heading, or that there is none. */
async function headingInFrame(page: Page, address: string): Promise<string | null> {
  await page.goto(address);
  // A refusal is a document, too: whatever comes has come by then.
  await expect.poll(() => page.frames().length).toBe(2);
  const heading = page.frames()[1]?.locator('h1').first();
  await heading?.waitFor({ timeout: 4000 }).catch(() => {});
  return (await heading?.isVisible()) ? ((await heading?.textContent()) ?? null) : null;
}

test('A53 our pages show in no frame of a foreign page, and the panel in one of the platform’s', async ({
  door,
}) => {
  const { port, server } = await startFraming();
  // A browser of its own: what is refused is an error in the console of whoever framed it.
  const context = await openBrowser();
  const ours = `chrome-extension://${await extensionId(context)}`;
  const foreign = `http://127.0.0.1:${port}/?framed=`;
  const named = `http://localhost:${port}/?framed=`;
  const page = await context.newPage();
  const free = `http://127.0.0.1:${port}/`;
  expect(await headingInFrame(page, `${foreign}${free}`)).toBe('Free to be framed');

  for (const framing of [foreign, named]) {
    const hosted = `${framing}${door.origin}/.two-factor/`;
    expect(await headingInFrame(page, hosted), hosted).toBeNull();
  }
  for (const name of ['panel.html', 'popup.html']) {
    expect(await headingInFrame(page, `${foreign}${ours}/${name}`), name).toBeNull();
  }
  expect(await headingInFrame(page, `${named}${ours}/popup.html`)).toBeNull();
  // The build names localhost: there it shows, and has nothing to say of a page without Doorcode.
  expect(await headingInFrame(page, `${named}${ours}/panel.html`)).not.toBeNull();

  await context.close();
  server.closeAllConnections();
  server.close();
});

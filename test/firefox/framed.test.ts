import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { startFraming } from '../e2e/framing.ts';
import { soon } from './controls.ts';
import { test } from './fixtures.ts';

const heading = 'document.querySelector("h1")?.textContent';

/** What the one frame of a page shows: where it is, and its first heading. */
async function shownInFrame(page: Page, address: string): Promise<string> {
  // The load of a page whose frame is refused may never be told.
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await soon(() => page.frames().length).toBe(2);
  // A refusal is a document, too: whatever comes has come by then.
  await new Promise((over) => setTimeout(over, 1500));
  const shown = page.frames()[1]?.evaluate(`location.href + ' ' + ${heading}`);
  return String(await shown?.catch(() => 'nothing'));
}

test('A53 our pages show in no frame of a foreign page, and the panel in one of the platform’s', async ({
  page,
  door,
  firefox,
}) => {
  const { port, server } = await startFraming();
  const foreign = `http://127.0.0.1:${port}/?framed=`;
  const named = `http://localhost:${port}/?framed=`;
  const free = `http://127.0.0.1:${port}/`;
  expect(await shownInFrame(page, `${foreign}${free}`)).toBe(`${free} Free to be framed`);

  const hosted = `${door.origin}/.two-factor/`;
  await page.goto(hosted);
  const title = String(await page.evaluate(heading));
  expect(title).not.toBe('undefined');
  for (const framing of [foreign, named]) {
    expect(await shownInFrame(page, `${framing}${hosted}`)).not.toContain(title);
  }

  const panel = firefox.address('panel.html');
  const popup = firefox.address('popup.html');
  for (const refused of [`${foreign}${panel}`, `${foreign}${popup}`, `${named}${popup}`]) {
    expect(await shownInFrame(page, refused), refused).not.toContain('moz-extension:');
  }
  // The build names localhost: there it shows, and has nothing to say of a page without Doorcode.
  expect(await shownInFrame(page, `${named}${panel}`)).toContain(`${panel} `);
  server.closeAllConnections();
  server.close();
});

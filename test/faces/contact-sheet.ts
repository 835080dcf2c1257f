import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright/test';
import { openBrowser } from '../harness/browser.ts';
import { buildExtension } from '../harness/extension-build.ts';
import { folders } from '../harness/folders.ts';
import { type Face, faces, type Place } from './faces.ts';
import { openFace } from './scripted-page.ts';

/*
 * `npm run contact-sheet` takes every face of panel and popup in every language, light and dark, narrow
 * and wide, and lays them out on a few sheets a language, to be looked at.
 */

const folder = join(folders.dist, 'contact-sheet');
/** As many as can be looked at in one go. */
const rowsOnSheet = 5;
const languages = ['en', 'pt-BR', 'es'];

type Column = { title: string; place: Place; width: number; colorScheme: 'light' | 'dark' };

/** The widest window of the sheet shows the panel as it lies over a page; 360 px are a small phone. */
const columns: readonly Column[] = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { title: `wide, ${colorScheme}`, place: 'panel', width: 720, colorScheme },
  { title: `narrow, ${colorScheme}`, place: 'panel', width: 360, colorScheme },
  { title: `popup, ${colorScheme}`, place: 'popup', width: 360, colorScheme },
]);

await mkdir(folder, { recursive: true });
await buildExtension();
const context = await openBrowser();
for (const language of languages) {
  const rows: string[] = [];
  for (const face of faces) rows.push(await rowOf(context, face, language));
  for (let first = 0; first < rows.length; first += rowsOnSheet) {
    const file = join(folder, `${language}-${first / rowsOnSheet + 1}.png`);
    await layOut(context, rows.slice(first, first + rowsOnSheet), file);
    console.log(file);
  }
}
await context.close();

async function rowOf(browser: BrowserContext, face: Face, language: string): Promise<string> {
  const cells: string[] = [];
  for (const place of ['panel', 'popup'] as const) {
    if (face.places && !face.places.includes(place)) continue;
    const page = await openFace(browser, face, place, language);
    for (const column of columns.filter((each) => each.place === place)) {
      await page.emulateMedia({ colorScheme: column.colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: column.width, height: 300 });
      const picture = await page.screenshot({ fullPage: true, type: 'jpeg', quality: 80 });
      const source = `data:image/jpeg;base64,${picture.toString('base64')}`;
      const at = columns.indexOf(column) + 1;
      cells.push(`<img src="${source}" style="grid-column:${at};width:${column.width / 2}px">`);
    }
    await page.close();
  }
  return `<h2>${face.name}</h2>${cells.join('')}`;
}

async function layOut(browser: BrowserContext, rows: string[], file: string): Promise<void> {
  const sheet = await browser.newPage();
  const heads = columns.map(({ title }) => `<h2>${title}</h2>`).join('');
  const widths = columns.map(({ width }) => `${width / 2}px`).join(' ');
  await sheet.setViewportSize({ width: 1560, height: 800 });
  await sheet.setContent(`<style>
    body { margin: 0; padding: 20px; background: #8d96a8; font: 14px system-ui, sans-serif }
    main { display: grid; grid-template-columns: ${widths}; gap: 12px; align-items: start;
      grid-auto-flow: row dense }
    h2 { margin: 0; font-size: 14px } main > img { display: block }
    section { display: contents } section > h2 { grid-column: 1 / -1; margin-top: 8px }
  </style><main>${heads}${rows.map((row) => `<section>${row}</section>`).join('')}</main>`);
  await sheet.screenshot({ path: file, fullPage: true });
  await sheet.close();
}

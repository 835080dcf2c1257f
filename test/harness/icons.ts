import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from './browser.ts';
import { folders } from './folders.ts';

/*
 * `npm run icons` draws the extension's icons from the two drawings beside them: sizes in which single
 * pixels show have one of their own, on whose grid its edges lie.
 */

const folder = join(folders.root, 'extension', 'public', 'icon');
const drawings = [
  ['mark-small.svg', 16],
  ['mark-small.svg', 32],
  ['mark.svg', 48],
  ['mark.svg', 96],
  ['mark.svg', 128],
] as const;

const context = await openBrowser({ extension: false });
const page = await context.newPage();
for (const [drawing, size] of drawings) {
  const svg = await readFile(join(folder, drawing), 'utf8');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  await writeFile(join(folder, `${size}.png`), png);
}
await context.close();

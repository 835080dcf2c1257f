import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { folders } from './folders.ts';

const axe = await readFile(join(folders.root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** WCAG 2.2, levels A and AA, and what the tool calls good practice besides. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is in somebody's way, as sentences; of a page that is not ours, in the part named by `where`. */
export async function barriersIn(page: Page, where = 'html'): Promise<string[]> {
  await page.evaluate(axe);
  const options = JSON.stringify({ runOnly: rules });
  return page.evaluate(`axe.run(${JSON.stringify(where)}, ${options}).then(
    ({ violations }) => violations.map(
      ({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.map(({ html }) => html).join(' | '),
    ),
  )`);
}

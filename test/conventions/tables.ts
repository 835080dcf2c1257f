import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../harness/folders.ts';

/** One row of a table, its cells by the columns' names, and the line of the file that holds it. */
export type TableRow = { readonly cells: Readonly<Record<string, string>>; readonly line: number };

/**
 * The rows of every table of a Markdown file that has these columns, in order. Documents that tests
 * hold the code to are read this way, so that there is no second copy of what they say.
 *
 * @throws when there is no such table, or a row has too few or too many cells.
 */
export function readTables(file: string, columns: readonly string[]): TableRow[] {
  const lines = readFileSync(join(folders.root, file), 'utf8').split('\n').map(cellsOf);
  const rows: TableRow[] = [];
  let inside = false;
  lines.forEach((cells, index) => {
    if (cells?.join() === columns.join()) inside = true;
    else if (!cells) inside = false;
    else if (inside && !cells.every((cell) => /^:?-+:?$/.test(cell))) {
      if (cells.length !== columns.length) {
        throw new Error(`${file}:${index + 1} has ${cells.length} cells, not ${columns.length}.`);
      }
      const named = columns.map((column, i) => [column, cells[i] ?? ''] as const);
      rows.push({ cells: Object.fromEntries(named), line: index + 1 });
    }
  });
  if (rows.length === 0) throw new Error(`${file} has no table with ${columns.join(' | ')}.`);
  return rows;
}

function cellsOf(line: string): string[] | undefined {
  const [, content] = /^\|(.*)\|\s*$/.exec(line) ?? [];
  return content?.split('|').map((cell) => cell.trim());
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { folders } from '../harness/folders.ts';

/*
 * After `npm run mutation`: every mutant that no test noticed has its line in docs/mutation.md, under
 * the reason why it is none to notice, and every line there is such a mutant.
 */

const position = z.object({ line: z.number(), column: z.number() });
const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.string(),
          replacement: z.string(),
          location: z.object({ start: position, end: position }),
        }),
      ),
    }),
  ),
});

type File = z.infer<typeof report>['files'][string];

const read = (path: string) => readFileSync(join(folders.root, path), 'utf8');

/** Code on one line of Markdown, which is cut where it would be hard to read. */
function inline(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').trim();
  const short = line.length > 60 ? `${line.slice(0, 59)}…` : line;
  return short.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}

/** What stood where the mutant stands; columns and lines count from one. */
function original({ source }: File, { start, end }: File['mutants'][number]['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

const { files } = report.parse(JSON.parse(read('coverage/mutation.json')));
const survivors = Object.entries(files).flatMap(([path, file]) =>
  file.mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ location, replacement }) => {
      const code = inline(original(file, location));
      return `- ${path}: ${code} → ${inline(replacement) || 'nothing'}`;
    }),
);
const explained = read('docs/mutation.md')
  .split('\n')
  .filter((line) => line.startsWith('- server/'));

const unexplained = survivors.filter((line) => !explained.includes(line));
const gone = explained.filter((line) => !survivors.includes(line));
if (unexplained.length > 0) {
  console.error(
    'No test notices these: write one, or say in docs/mutation.md why there can be none.',
  );
  console.error(unexplained.join('\n'));
}
if (gone.length > 0) {
  console.error('These do not survive any more: take them out of docs/mutation.md.');
  console.error(gone.join('\n'));
}
process.exitCode = unexplained.length + gone.length > 0 ? 1 : 0;

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folders } from '../harness/folders.ts';
import { atLeast } from './chance.ts';
import { documentOf, path, readFindings } from './document.ts';
import { boundOf, fullSize } from './experiment.ts';
import { kinds } from './kinds.ts';

const written = readFileSync(join(folders.root, path), 'utf8');

it('docs/throttle.md is what the limits and its own findings give', () => {
  expect(documentOf(readFindings()), 'Run `npm run throttle` and commit what it writes.').toBe(
    written,
  );
});

it('A24 the document tells of a million guesses, and of no more hits than computed', () => {
  const { real } = readFindings();
  const found = kinds.map((kind) => ({ kind, ...real[kind.name] }));
  const judged = found.reduce((sum, each) => sum + (each.judged ?? 0), 0);
  expect(judged).toBeGreaterThanOrEqual(fullSize.real);
  const unlikely = found.filter(
    ({ kind, accounts = 0, hits = accounts }) =>
      atLeast(hits, accounts, boundOf(kind, 'real')) < 1e-6,
  );
  expect(unlikely).toEqual([]);
});

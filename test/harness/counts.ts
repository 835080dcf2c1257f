import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './environment.ts';
import { folders } from './folders.ts';

/**
 * How often a test does something: `usual` in `npm test`, `long` in `npm run test:long`, which runs
 * exactly the test files that call this function.
 */
export function bigCount(usual: number, long: number): number {
  return environment.long ? long : usual;
}

/** The test files with big counts, found by their calls of `bigCount`: no list to forget. */
export function filesWithBigCounts(root: string = folders.root): string[] {
  return globSync('{server,test,extension}/**/*.test.ts', { cwd: root })
    .filter((file) => /\bbigCount\(/.test(readFileSync(join(root, file), 'utf8')))
    .sort();
}

const filesInFirefox = globSync('test/firefox/*.test.ts', { cwd: folders.root }).sort();

const isCase = (file: string) =>
  /\btest\(\s*['`]A\d{2}\b/.test(readFileSync(join(folders.root, file), 'utf8'));

/** What `npm test` shows in Firefox: that everything a user does works there. */
export const journeysInFirefox = filesInFirefox.filter((file) => !isCase(file));

/** What Firefox repeats of the security cases, which Chromium shows in every run: in the long one. */
export const casesInFirefox = filesInFirefox.filter(isCase);

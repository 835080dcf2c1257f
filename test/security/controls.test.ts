import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { toolEnvironment } from '../harness/environment.ts';
import { folders } from '../harness/folders.ts';
import { copyServer, misfits, type ServerCopy } from '../harness/planted.ts';
import { defects } from './defects.ts';

/*
 * A test that asserts that something does not happen is worth nothing until it has been seen red. Here
 * each guard is taken out of a copy of the server, one at a time, and the test that stands for it must
 * fail there.
 */

const run = promisify(execFile);
let copy: ServerCopy;

beforeAll(async () => {
  copy = await copyServer();
  await writeFile(
    join(copy.folder, 'vitest.config.ts'),
    `export default { test: { include: ['server/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 60_000 } };`,
  );
});
afterAll(() => copy.remove());

async function failedTests(file: string, number: string): Promise<string[]> {
  const { folder } = copy;
  const report = join(folder, 'report.json');
  const words = ['run', file, '-t', number, '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(folders.root, 'node_modules', '.bin', 'vitest');
  await run(process.execPath, [vitest, ...words], { cwd: folder, env: toolEnvironment() }).catch(
    () => {},
  );
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
    testResults: { message: string; assertionResults: { status: string; title: string }[] }[];
  };
  const broken = testResults.find(({ message }) => message !== '');
  if (broken) throw new Error(`The copy does not load: ${broken.message}`);
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ title }) => title);
}

it('every defect fits the source as it is', async () => {
  expect(await misfits(defects.flatMap(({ edits }) => edits))).toEqual([]);
});

describe('a planted defect turns its test red', () => {
  it.each(defects.slice(0, bigCount(3, defects.length)))(
    '$number: $defect',
    async (defect) => {
      const failed = await copy.planted(defect.edits, () =>
        failedTests(defect.test, defect.number),
      );
      expect(failed.filter((title) => title.startsWith(defect.number))).not.toEqual([]);
    },
    120_000,
  );

  it('and without one the same tests are green', async () => {
    const looked = defects.slice(0, bigCount(1, defects.length));
    for (const file of new Set(looked.map(({ test }) => test))) {
      const numbers = looked.filter(({ test }) => test === file).map(({ number }) => number);
      expect(await failedTests(file, numbers.join('|'))).toEqual([]);
    }
  }, 600_000);
});

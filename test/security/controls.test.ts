import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { toolEnvironment } from '../harness/environment.ts';
import { folders } from '../harness/folders.ts';
import { type Defect, defects, type Edit } from './defects.ts';

/*
 * A test that asserts that something does not happen is worth nothing until it has been seen red. Here
 * each guard is taken out of a copy of the server, one at a time, and the test that stands for it must
 * fail there.
 */

const run = promisify(execFile);
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'doorcode-defects-'));
  for (const name of [
    'server',
    'test',
    'profiles',
    'drizzle',
    'docs',
    'package.json',
    'tsconfig.json',
  ]) {
    await cp(join(folders.root, name), join(copy, name), { recursive: true });
  }
  await symlink(join(folders.root, 'node_modules'), join(copy, 'node_modules'));
  await writeFile(
    join(copy, 'vitest.config.ts'),
    `export default { test: { include: ['server/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 60_000 } };`,
  );
});
afterAll(() => rm(copy, { recursive: true, force: true }));

async function failedTests(file: string, number: string): Promise<string[]> {
  const report = join(copy, 'report.json');
  const words = ['run', file, '-t', number, '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(folders.root, 'node_modules', '.bin', 'vitest');
  await run(process.execPath, [vitest, ...words], { cwd: copy, env: toolEnvironment() }).catch(
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

async function plant({ file, find, replace }: Edit): Promise<() => Promise<void>> {
  const path = join(copy, file);
  const sound = await readFile(path, 'utf8');
  expect(sound.split(find).length - 1, `places in ${file} where the defect fits`).toBe(1);
  await writeFile(
    path,
    sound.replace(find, () => replace),
  );
  return () => writeFile(path, sound);
}

async function planted<T>({ edits }: Defect, look: () => Promise<T>): Promise<T> {
  const mends: (() => Promise<void>)[] = [];
  try {
    for (const edit of edits) mends.push(await plant(edit));
    return await look();
  } finally {
    for (const mend of mends.reverse()) await mend();
  }
}

describe('a planted defect turns its test red', () => {
  it.each(defects.slice(0, bigCount(3, defects.length)))(
    '$number: $defect',
    async (defect) => {
      const failed = await planted(defect, () => failedTests(defect.test, defect.number));
      expect(failed.filter((title) => title.startsWith(defect.number))).not.toEqual([]);
    },
    120_000,
  );

  it('and without one the same tests are green', async () => {
    const [first] = defects;
    expect(await failedTests(first?.test ?? '', first?.number ?? '')).toEqual([]);
  });
});

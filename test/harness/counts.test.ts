import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesWithBigCounts } from './counts.ts';

test('a test file has big counts when it asks for one', async () => {
  const root = await mkdtemp(join(tmpdir(), 'doorcode-counts-'));
  await mkdir(join(root, 'server/domain'), { recursive: true });
  await writeFile(join(root, 'server/domain/race.test.ts'), 'race(bigCount(50, 5000));');
  await writeFile(join(root, 'server/domain/small.test.ts'), 'once();');
  await writeFile(join(root, 'server/domain/race.ts'), 'bigCount(1, 2);');
  expect(filesWithBigCounts(root)).toEqual(['server/domain/race.test.ts']);
  await rm(root, { recursive: true });
});

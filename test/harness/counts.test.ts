import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bigCount, filesWithBigCounts } from './counts.ts';

test('a test file has big counts when it asks for one', async () => {
  const root = await mkdtemp(join(tmpdir(), 'doorcode-counts-'));
  // Written so that this very file has none.
  const call = bigCount.name;
  await mkdir(join(root, 'server/domain'), { recursive: true });
  await writeFile(join(root, 'server/domain/race.test.ts'), `race(${call}(50, 5000));`);
  await writeFile(join(root, 'server/domain/small.test.ts'), 'once();');
  await writeFile(join(root, 'server/domain/race.ts'), `${call}(1, 2);`);
  expect(filesWithBigCounts(root)).toEqual(['server/domain/race.test.ts']);
  await rm(root, { recursive: true });
});

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { toolEnvironment } from '../harness/environment.ts';
import { folders } from '../harness/folders.ts';
import { builtForAll } from './browsers.ts';
import { manifestOf } from './check-built.ts';
import type { Files } from './file-rules.ts';
import { unzip } from './unzip.ts';

/** Where somebody else unpacks the sources. */
let elsewhere = '';

beforeAll(async () => {
  await makeZips(folders.root);
  elsewhere = await mkdtemp(join(tmpdir(), 'doorcode-sources-'));
});
afterAll(() => rm(elsewhere, { recursive: true }));

test.each(builtForAll())(
  'the zip for $browser holds what was tested, and no key',
  async (built) => {
    const packed = unzip(await zipOf(folders.root, built.browser));
    const { key: _, ...manifest } = built.manifest;
    expect(manifestOf(packed)).toEqual(manifest);
    expect(digests(packed)).toEqual(digests(built.files));
  },
);

test('the sources that Firefox’s reviewers get build the very same zips', async () => {
  for (const [path, bytes] of unzip(await zipOf(folders.root, 'sources'))) {
    await mkdir(dirname(join(elsewhere, path)), { recursive: true });
    await writeFile(join(elsewhere, path), bytes);
  }
  // In place of `npm ci`: the lockfile names these very packages.
  await symlink(join(folders.root, 'node_modules'), join(elsewhere, 'node_modules'));
  await makeZips(elsewhere);
  for (const part of ['chrome', 'firefox', 'sources']) {
    const same = (await zipOf(elsewhere, part)).equals(await zipOf(folders.root, part));
    expect(same, part).toBe(true);
  }
});

/** `npm run zip`, in a process of its own. */
async function makeZips(cwd: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['test/built/zip.ts'], {
    cwd,
    env: toolEnvironment({ NODE_ENV: 'production' }),
  });
}

function zipOf(root: string, part: string): Promise<Buffer> {
  return readFile(join(root, 'dist', `doorcode-${packageJson.version}-${part}.zip`));
}

/** All files but the manifest, which alone may differ. */
function digests(files: Files): [string, string][] {
  return [...files]
    .filter(([path]) => path !== 'manifest.json')
    .map(([path, bytes]): [string, string] => [
      path,
      createHash('sha256').update(bytes).digest('hex'),
    ])
    .sort();
}

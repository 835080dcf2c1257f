import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnvironment } from '../harness/environment.ts';
import { folders } from '../harness/folders.ts';

/**
 * The folder of a platform that comes from npm, with what its lockfile names installed in it, once.
 *
 * @throws with npm's own words when it cannot be installed.
 */
export function installedFromNpm(name: string): string {
  const folder = join(folders.root, 'test/platforms', name);
  if (isInstalled(folder)) return folder;
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    env: toolEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`npm ci in ${folder} failed:\n${stdout}${stderr}`);
  return folder;
}

type Lock = {
  packages: Record<string, { version?: string; integrity?: string; optional?: boolean }>;
};

/** npm leaves a note of what it has installed; an install that was cut off leaves none. */
function isInstalled(folder: string): boolean {
  const note = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(note)) return false;
  const read = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as Lock).packages;
  const installed = read(note);
  return Object.entries(read(join(folder, 'package-lock.json'))).every(
    ([path, { integrity, optional }]) =>
      path === '' || optional || installed[path]?.integrity === integrity,
  );
}

import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brokenInFiles, type Files } from './file-rules.ts';
import { type Asked, brokenInManifest, type Manifest } from './manifest-rules.ts';

/*
 * Case A59. wxt.config.ts asks this at the end of each build, so that a build which breaks a rule fails;
 * the tests ask it about what was built, and about what must not be.
 */

/** The files of a built extension. */
export function readBuilt(folder: string): Files {
  const paths = globSync('**/*', { cwd: folder }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return new Map(
    paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path))]),
  );
}

export function manifestOf(files: Files): Manifest {
  return JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '{}') as Manifest;
}

/** Every rule that a built extension breaks, as a sentence; none when it may go out. */
export function brokenRules(files: Files, asked: Asked): string[] {
  return [...brokenInManifest(manifestOf(files), asked), ...brokenInFiles(files)];
}

/** @throws with the sentences when a built extension breaks a rule. */
export function refuseBroken(folder: string, asked: Asked): void {
  const broken = brokenRules(readBuilt(folder), asked);
  if (broken.length > 0) {
    throw new Error(
      `What was built must not go out:\n${broken.map((each) => `- ${each}`).join('\n')}`,
    );
  }
}

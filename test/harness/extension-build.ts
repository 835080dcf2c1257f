import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from './environment.ts';
import { folders } from './folders.ts';
import { runTool } from './tools.ts';

export type Target = 'chrome' | 'firefox';

export const targets: readonly Target[] = ['chrome', 'firefox'];

const SOURCES = ['extension/**/*', 'wxt.config.ts', 'package-lock.json'];

/** Where a browser finds the built extension. */
export function builtExtension(target: Target): string {
  return join(folders.dist, `${target}-mv3`);
}

/**
 * Builds the extension for each browser for which it is not built yet from these very sources.
 * Throws when a build fails; the builder has said why by then.
 */
export async function buildExtension(): Promise<void> {
  const sources = await digestOfSources();
  for (const target of targets) {
    const note = join(folders.dist, `${target}-mv3.sources`);
    const built = existsSync(note) ? await readFile(note, 'utf8') : '';
    if (built === sources && existsSync(join(builtExtension(target), 'manifest.json'))) continue;
    // Whoever runs the tests has another NODE_ENV, with which other files would be built.
    const words = ['build', '--browser', target, '--mv3', '--level', 'warn'];
    const code = await runTool('wxt', words, { NODE_ENV: 'production' });
    if (code !== 0) throw new Error(`The extension could not be built for ${target}.`);
    await mkdir(folders.dist, { recursive: true });
    await writeFile(note, sources);
  }
}

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256').update(environment.extensionOrigins);
  for (const path of globSync(SOURCES, { cwd: folders.root }).sort()) {
    const file = join(folders.root, path);
    if ((await stat(file)).isFile()) hash.update(`\0${path}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

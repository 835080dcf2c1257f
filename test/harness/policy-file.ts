import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a browser's policy file for the length of `during`, and leaves its folder as it was: file and
 * folders that were not there go again.
 */
export async function withPolicyFile(
  path: string,
  policy: object,
  during: () => Promise<void>,
): Promise<void> {
  const before = existsSync(path) ? await readFile(path) : null;
  const made = await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(policy));
  try {
    await during();
  } finally {
    if (before) await writeFile(path, before);
    else await rm(path);
    if (made) await rm(made, { recursive: true });
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file with this profile, or with these words in place of one; it is gone when the test ends. */
export async function scratchProfile(profile: object | string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-profile-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'profile.json');
  await writeFile(file, typeof profile === 'string' ? profile : JSON.stringify(profile));
  return file;
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A first key in the form that the server reads: `id:base64` of 32 random bytes. */
export function newServerKey(): string {
  return `1:${randomBytes(32).toString('base64')}`;
}

export function newSupportKey(): string {
  return randomBytes(24).toString('base64url');
}

/** The secret in this file; made at the first time and readable for its owner only. */
export async function secretInFile(file: string, make: () => string): Promise<string> {
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const secret = make();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serverEnvironment } from './environment.ts';
import { folders } from './folders.ts';

export type CommandResult = {
  readonly code: number | null;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly said: string;
};

/** `npm run doorcode -- …` in a process of its own, in a folder whose `.env` and `data/` it may find. */
export async function runCommand(
  words: readonly string[],
  cwd: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(folders.root, 'server/cli/main.ts'), ...words], {
    cwd,
    env: serverEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number | null];
  return { code, out, said };
}

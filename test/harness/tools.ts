import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { toolEnvironment } from './environment.ts';
import { folders } from './folders.ts';

type Tool = 'playwright' | 'vitest' | 'wxt';

/** Runs one of npm's tools by this very Node and shows what it prints; answers its exit code. */
export function runTool(
  tool: Tool,
  words: readonly string[],
  more: Record<string, string> = {},
): Promise<number> {
  const script = join(folders.root, 'node_modules', '.bin', tool);
  const child = spawn(process.execPath, [script, ...words], {
    cwd: folders.root,
    env: toolEnvironment(more),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

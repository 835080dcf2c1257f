import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { toolEnvironment } from '../harness/environment.ts';
import { builtExtension } from '../harness/extension-build.ts';
import { folders } from '../harness/folders.ts';

type Report = {
  readonly summary: Readonly<Record<'errors' | 'warnings' | 'notices', number>>;
  readonly metadata: { readonly id: string };
} & Readonly<Record<'errors' | 'warnings' | 'notices', readonly unknown[]>>;

test('the check of Firefox’s store finds nothing to say about what was built for Firefox', async () => {
  const report = await lint(builtExtension('firefox'));
  const { errors, warnings, notices } = report;
  expect({ errors, warnings, notices }).toEqual({ errors: [], warnings: [], notices: [] });
  expect(report.metadata.id).toBe('doorcode@doorcode.example');
});

test('it would have: what was built for Chromium is no extension for Firefox', async () => {
  expect((await lint(builtExtension('chrome'))).summary.errors).toBeGreaterThan(0);
});

/** By its command, without a look at the network for a newer version or at anybody's settings. */
async function lint(folder: string): Promise<Report> {
  const command = join(folders.root, 'node_modules', 'web-ext', 'bin', 'web-ext.js');
  const words = ['lint', '--source-dir', folder, '--output', 'json', '--no-config-discovery'];
  const run = promisify(execFile)(process.execPath, [command, ...words], {
    env: toolEnvironment({ NO_UPDATE_NOTIFIER: '1' }),
    maxBuffer: 16 * 1024 * 1024,
  });
  // It ends with 1 where it found errors, and has said which by then.
  const { stdout } = await run.catch((failure: unknown) => failure as { stdout: string });
  return JSON.parse(stdout) as Report;
}

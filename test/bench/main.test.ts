import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folders } from '../harness/folders.ts';

function bench(...names: string[]) {
  const words = [join(folders.root, 'test', 'bench', 'main.ts'), ...names];
  return spawnSync(process.execPath, words, { encoding: 'utf8' });
}

test('a bench that nobody knows is answered with those that there are, and nothing is measured', () => {
  const { status, stdout, stderr } = bench('page', 'nothing');
  expect(status).toBe(2);
  expect(stderr).toContain('No bench is called nothing.');
  expect(stderr).toMatch(/one of: page\b/);
  expect(stdout).toBe('');
});

test('no name at all is answered alike', () => {
  const { status, stderr } = bench();
  expect(status).toBe(2);
  expect(stderr).toMatch(/one of: page\b/);
});

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { toolEnvironment } from '../harness/environment.ts';
import { folders } from '../harness/folders.ts';
import { copyServer, misfits, type ServerCopy } from '../harness/planted.ts';
import { runModel, runSequence } from './run.ts';
import { variants } from './variants.ts';

const run = promisify(execFile);

/** The same sequences every time: what is found can be found again. */
const seed = 11;

it('A99 the server does what a model of two hundred lines does, whatever is asked of it', async () => {
  const steps = bigCount(2_500, 100_000);
  const { failure, ...tally } = await runModel({ steps, seed, shrink: false });
  console.log(
    `A99: ${tally.steps} steps, ${tally.crashes} crashes, ${tally.kills} of them kill -9`,
  );
  expect(failure?.message).toBeUndefined();
  expect(tally.steps).toBeGreaterThanOrEqual(steps);
  expect(tally.crashes).toBeGreaterThan(steps / 100);
  expect(tally.kills).toBeGreaterThanOrEqual(bigCount(0, 10));
}, 1_800_000);

it('A99 what a kill -9 leaves is what was answered, and of the last request all or nothing', async () => {
  const verify = {
    do: 'verify',
    browser: 0,
    another: false,
    code: { from: 'app', offset: 'next', of: 'active' },
  } as const;
  const mistyped = { ...verify, code: { from: 'guess', kind: 'digits', nth: 7 } } as const;
  const lasts = [
    [verify, { commits: 1, when: 'before' }],
    [verify, { commits: 1, when: 'after' }],
    [mistyped, { commits: 1, when: 'after' }],
    // It is over before: killed when the answer is out.
    [mistyped, { commits: 3, when: 'before' }],
    [verify, { ms: 2 }],
  ] as const;
  const { kills } = await runSequence([
    { do: 'set up', browser: 0 },
    ...lasts.flatMap(([last, moment]) => [
      { do: 'wait', ms: 60_000 } as const,
      { do: 'kill', after: [mistyped], in: last, moment } as const,
    ]),
  ]);
  expect(kills).toBe(lasts.length);
});

it('A99 the model fits on two hundred lines and knows nothing of the server', () => {
  const model = readFileSync(join(folders.root, 'test/model/model.ts'), 'utf8');
  expect(model.split('\n').length - 1).toBeLessThanOrEqual(200);
  expect(model).not.toContain('server/');
});

describe('A99 a server with one defect parts from the model', () => {
  let copy: ServerCopy;
  beforeAll(async () => {
    copy = await copyServer();
  });
  afterAll(() => copy.remove());

  /** What the model's own program says in the copy: where they part, or that they do not. */
  async function partsAt(): Promise<string> {
    const words = ['test/model/alone.ts', '--seed', '1', '--steps', String(10_000)];
    const options = { cwd: copy.folder, env: toolEnvironment(), maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run(process.execPath, words, options).catch(
      (error: { stdout: string }) => error,
    );
    const [tally = '', ...failure] = stdout.trim().split('\n');
    if (!tally.startsWith('{"steps":')) throw new Error(`The copy does not run: ${stdout}`);
    return failure.join('\n');
  }

  it.each(variants.slice(0, bigCount(2, variants.length)))(
    'A99 $invariant: $name',
    async ({ edits }) => {
      expect(await copy.planted(edits, partsAt)).toMatch(/^--seed \d+ --path [\d:]+$/m);
    },
    180_000,
  );
});

it('A99 every defect fits the source as it is', async () => {
  expect(await misfits(variants.flatMap(({ edits }) => edits))).toEqual([]);
});

it('A99 every invariant has a defect of its own', () => {
  const invariants = Array.from({ length: 12 }, (_, i) => `I${i + 1}`);
  expect([...new Set(variants.map(({ invariant }) => invariant))].sort()).toEqual(
    invariants.sort(),
  );
});

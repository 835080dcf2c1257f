import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedFromNpm } from '../platforms/npm-install.ts';
import { openBrowser } from './browser.ts';
import { casesInFirefox, filesWithBigCounts, journeysInFirefox } from './counts.ts';
import { buildExtension } from './extension-build.ts';
import { openFirefox } from './firefox.ts';
import { offerMediaWiki, provide } from './install.ts';
import { addTallies, type Tally, tallyOf } from './tally.ts';
import { runTool } from './tools.ts';

/**
 * `npm test`: everything, one stage after the other, until one fails. `--long` runs only the tests
 * with big counts, with these. The last line counts the tests of both runners.
 */
const long = process.argv.includes('--long');

type Outcome = { exitCode: number; tally: Tally };
type Stage = { title: string; run(): Promise<Outcome> };

/** Where tests note what this machine cannot show. */
const noteFolder = await mkdtemp(join(tmpdir(), 'doorcode-notes-'));
const skipNotes = join(noteFolder, 'not-shown');
await writeFile(skipNotes, '');

const common: Stage[] = [
  check('what the tests need', async () => {
    const provided = provide();
    if (provided) offerMediaWiki();
    return provided;
  }),
  tool('types for the extension', ['prepare']),
  check('the extension, for both browsers', async () => {
    await buildExtension();
    return true;
  }),
];

const everything: Stage[] = [
  ...common,
  // Before the tests: several files need the same platform, and none may find it half installed.
  check('platforms from npm', async () => {
    for (const name of ['node-red', 'verdaccio']) console.log(installedFromNpm(name));
    return true;
  }),
  check('browsers that start', async () => {
    for (const open of [openBrowser, openFirefox]) {
      const browser = await open({ extension: false });
      await browser.close();
    }
    return true;
  }),
  { title: 'vitest', run: () => vitest(['--project=!firefox'], {}) },
  { title: 'playwright', run: () => playwright('test/e2e') },
  { title: 'vitest, Firefox', run: () => firefox(journeysInFirefox) },
  { title: 'playwright, real platforms', run: () => playwright('test/platforms/journeys') },
];

const bigCounts: Stage[] = [
  ...common,
  {
    title: 'vitest, big counts',
    async run() {
      const files = filesWithBigCounts();
      console.log(files.length > 0 ? files.join('\n') : 'No test asks for big counts.');
      // Without a file's name vitest would run all of them.
      return files.length > 0 ? vitest(files, { DOORCODE_LONG: '1' }) : outcomeOf(1);
    },
  },
  { title: 'vitest, security cases in Firefox', run: () => firefox(casesInFirefox) },
];

process.exitCode = await runStages(long ? bigCounts : everything);

async function runStages(stages: readonly Stage[]): Promise<number> {
  let total: Tally = { passed: 0, failed: 0 };
  let exitCode = 0;
  for (const stage of stages) {
    console.log(`\n== ${stage.title}`);
    const started = performance.now();
    const outcome = await stage.run();
    console.log(`== ${stage.title}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    total = addTallies(total, outcome.tally);
    exitCode = outcome.exitCode;
    if (exitCode !== 0) break;
  }
  const notes = new Set(
    (await readFile(skipNotes, 'utf8')).split('\n').filter((line) => line !== ''),
  );
  await rm(noteFolder, { recursive: true });
  if (notes.size > 0) console.log(`\nNot shown on this machine, ${notes.size}:`);
  for (const note of notes) console.log(`  ${note}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return exitCode;
}

/** A stage without tests: it counts only when it fails. */
function check(title: string, run: () => Promise<boolean>): Stage {
  return {
    title,
    async run() {
      const fine = await run().catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        return false;
      });
      return outcomeOf(fine ? 0 : 1);
    },
  };
}

function tool(title: string, words: string[]): Stage {
  return { title, run: async () => outcomeOf(await runTool('wxt', words)) };
}

/** A runner that fails without a failed test (it found none, or a file does not load) counts one. */
function outcomeOf(exitCode: number, tally: Tally = { passed: 0, failed: 0 }): Outcome {
  const failed = exitCode !== 0 && tally.failed === 0 ? 1 : tally.failed;
  return { exitCode, tally: { ...tally, failed } };
}

async function vitest(which: readonly string[], more: Record<string, string>): Promise<Outcome> {
  return withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return runTool('vitest', ['run', '--allowOnly=false', ...reporters, ...which], {
      DOORCODE_SKIP_NOTES: skipNotes,
      ...more,
    });
  });
}

/** Each file has a Firefox of its own, and two at once is what two cores can bear. */
async function firefox(files: readonly string[]): Promise<Outcome> {
  return vitest(['--project=firefox', '--maxWorkers=2', ...files], {});
}

async function playwright(config: string): Promise<Outcome> {
  return withReport(async (report) =>
    runTool('playwright', ['test', '-c', config, '--forbid-only', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      DOORCODE_SKIP_NOTES: skipNotes,
    }),
  );
}

async function withReport(run: (report: string) => Promise<number>): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-report-'));
  const report = join(folder, 'report.json');
  const exitCode = await run(report);
  const tally = await readFile(report, 'utf8').then(tallyOf, () => undefined);
  await rm(folder, { recursive: true });
  return outcomeOf(exitCode, tally);
}

import { randomBytes } from 'node:crypto';
import { accessSync, constants, copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openStore } from '../../server/store/database.ts';
import { type Command, people } from './commands.ts';
import { drive, type Tally } from './drive.ts';
import { startPlatform } from './platform.ts';
import { seededRandom } from './seeded-random.ts';
import { sequence } from './sequences.ts';

export type Failure = {
  /** What went apart, and the steps before. */
  readonly message: string;
  readonly seed: number;
  readonly path: string;
  readonly commands: readonly Command[];
};

export type Report = Tally & { readonly failure: Failure | null };

export type Effort = {
  /** At least so many in all. */
  readonly steps: number;
  readonly seed: number;
  /** Of a failure that is to be seen again. */
  readonly path?: string;
  /** Look for the fewest commands that fail too. */
  readonly shrink: boolean;
};

/** Sequences that are made, and counted, in one go. */
const batch = 20;

/** Where sequences are carried out, each on a platform and a database of its own. */
async function openFolder() {
  const folder = await mkdtemp(join(fastFolder(), 'doorcode-model-'));
  const tally: Tally = { steps: 0, crashes: 0, kills: 0, answers: new Map() };
  const empty = join(folder, 'empty.db');
  (await openStore(`file:${empty}`)).close();
  const key = randomBytes(32).toString('base64');

  return {
    tally,
    async carryOut(commands: readonly Command[]): Promise<void> {
      const file = join(folder, `${crypto.randomUUID()}.db`);
      copyFileSync(empty, file);
      const random = seededRandom('platform');
      const platform = await startPlatform(people, () => random(18).toString('base64url'));
      const settings = { file, key, platform: platform.url.href, seed: 'door' };
      try {
        await drive(commands, settings, platform, tally);
      } finally {
        platform.close();
        for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/**
 * Carries out this one sequence.
 *
 * @throws where door and model part.
 */
export async function runSequence(commands: readonly Command[]): Promise<Tally> {
  const { carryOut, tally, remove } = await openFolder();
  try {
    await carryOut(commands);
    return tally;
  } finally {
    await remove();
  }
}

/** Runs random sequences until there are enough steps or one fails. */
export async function runModel({ steps, seed, path, shrink }: Effort): Promise<Report> {
  const { carryOut, tally, remove } = await openFolder();
  const property = fc.asyncProperty(sequence, carryOut);
  try {
    for (let round = 0; ; round++) {
      const result = await fc.check(property, {
        seed: seed + round,
        numRuns: batch,
        endOnFailure: !shrink,
        ...(path === undefined ? {} : { path }),
      });
      if (result.failed) {
        const { errorInstance, counterexamplePath, counterexample } = result;
        const failure = {
          message: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
          seed: seed + round,
          path: counterexamplePath ?? '',
          commands: counterexample?.[0] ?? [],
        };
        return { ...tally, failure };
      }
      if (tally.steps >= steps || path !== undefined) return { ...tally, failure: null };
    }
  } finally {
    await remove();
  }
}

/**
 * A file system in memory, where there is one: what is tried here is that processes end, not that the
 * power fails, and an fsync to a disk would be all the time that it takes.
 */
function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export type Program = {
  /** What it has written so far. */
  said(): string;
  stop(): Promise<void>;
};

type Options = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** It is there when this address answers, whatever it answers. */
  readonly answersAt: string;
};

const readyMs = 60_000;
const endMs = 5_000;

/** No platform outlives the process that started it. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) end(child, 'SIGKILL');
});

/**
 * Starts a platform's own server and waits until it answers.
 *
 * @throws with the program's own words when it ends before, or never answers.
 */
export async function startProgram(
  command: string,
  words: readonly string[],
  { cwd, env, answersAt }: Options,
): Promise<Program> {
  // A group of its own: PHP's server has workers, which outlive it when it alone is ended.
  const child = spawn(command, words, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  alive.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-200_000);
    });
  }
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  }).then(() => void alive.delete(child));

  const until = Date.now() + readyMs;
  for (;;) {
    if (await answers(answersAt)) break;
    if (!alive.has(child) || Date.now() > until) {
      end(child, 'SIGKILL');
      throw new Error(`${command} ${words.join(' ')} did not start:\n${said}`);
    }
    await sleep(100);
  }
  return {
    said: () => said,
    async stop() {
      end(child, 'SIGTERM');
      const impatience = setTimeout(() => end(child, 'SIGKILL'), endMs);
      await exited;
      clearTimeout(impatience);
      end(child, 'SIGKILL');
    },
  };
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(20_000) });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

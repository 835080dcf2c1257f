import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEnvironment } from './environment.ts';
import { folders } from './folders.ts';

export type ServerProcess = {
  readonly pid: number;
  /** Where the gate is, as the ready line says. */
  readonly gate: string;
  /** Everything that the server has logged so far. */
  log(): string;
  /** The exit code once it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to end, waits for it, and after ten seconds ends it. Answers the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`. */
  kill(): Promise<void>;
};

export type ServerOptions = {
  /** Restarts when a source changes. */
  watch?: boolean;
  /** Gets the log as it is written. */
  onLog?: (chunk: string) => void;
};

/** No server outlives the process that started it, however early that one ends. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

const MAX_LOG = 20_000_000;
const READY_MS = 30_000;
const STOP_MS = 10_000;

/**
 * Starts the real server in a process of its own and waits for its ready line. Throws with the
 * server's own words when it ends before.
 */
export async function startServer(
  settings: Record<string, string>,
  { watch = false, onLog = () => {} }: ServerOptions = {},
): Promise<ServerProcess> {
  const watching = watch ? ['--watch', '--watch-preserve-output'] : [];
  const child = spawn(process.execPath, [...watching, 'server/main.ts'], {
    cwd: folders.root,
    env: serverEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  exited.then(() => alive.delete(child));

  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log = (log + chunk).slice(-MAX_LOG);
    onLog(chunk);
  });

  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const gate = gateOf(line);
      if (gate) resolve(gate);
    });
  });
  const timeout = new AbortController();
  const gate = await Promise.race([
    ready,
    // After the exit the last words may still be on their way.
    once(child, 'close').then(() => undefined),
    sleep(READY_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
  ]);
  timeout.abort();
  if (gate === undefined) {
    child.kill('SIGKILL');
    throw new Error(`The server did not start:\n${log}`);
  }

  return {
    pid: child.pid ?? 0,
    gate,
    log: () => log,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const code = await exited;
      clearTimeout(impatience);
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The ready line is the only line on standard output: `{"ready":true,"gate":"http://…"}`. */
function gateOf(line: string): string | undefined {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null || !('ready' in said)) return undefined;
    return 'gate' in said && typeof said.gate === 'string' ? said.gate : undefined;
  } catch {
    return undefined;
  }
}

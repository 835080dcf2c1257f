import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { folders } from '../harness/folders.ts';
import { freePort } from '../harness/ports.ts';

/** The double of a remote database in a process of its own, always at the same address. */
export type HranaProcess = {
  readonly url: string;
  /** `kill -9`; committed or not is what the file says. */
  kill(): Promise<void>;
  /** Once more on the same file and port. */
  start(): Promise<void>;
};

/** No double outlives the process that started it. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts the double on this database file. Throws with its own words when it ends at once. */
export async function startHranaProcess(file: string, token?: string): Promise<HranaProcess> {
  const port = await freePort();
  let child: ChildProcess;

  async function start(): Promise<void> {
    const args = ['test/hrana/main.ts', file, String(port), ...(token ? [token] : [])];
    child = spawn(process.execPath, args, { cwd: folders.root, stdio: ['ignore', 'pipe', 'pipe'] });
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      words += chunk;
    });
    if (!child.stdout) throw new Error('The double has no standard output.');
    const ready = once(createInterface({ input: child.stdout }), 'line');
    const [how] = await Promise.race([ready, once(child, 'close').then(() => [null])]);
    if (how === null) throw new Error(`The double did not start:\n${words}`);
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    start,
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folders } from '../harness/folders.ts';
import { findProgram } from '../harness/programs.ts';

export type FrontName = 'nginx' | 'caddy';

/** Ports of this host. */
export type FrontPorts = {
  readonly front: number;
  readonly gate: number;
  readonly platform: number;
};

export type FrontProcess = {
  /** What it said, for a test that fails. */
  log(): string;
  stop(): Promise<void>;
};

const patience = 10_000;

/** No front outlives the process that started it; nginx's workers end with a polite master only. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGTERM');
});

/** Starts a front with its configuration of `docs/fronts/` as it stands, but for what it says is yours. */
export async function startFrontProcess(name: FrontName, ports: FrontPorts): Promise<FrontProcess> {
  const program = findProgram([name]);
  if (!program) throw new Error(`${name} is not here: npm test says how to get it.`);
  const folder = await mkdtemp(join(tmpdir(), `doorcode-${name}-`));
  // nginx gives its workers away to another user, who must find the way in.
  await chmod(folder, 0o755);
  const file = join(folder, 'configuration');
  await writeFile(file, await configuration(name, ports, folder));

  const words = {
    nginx: ['-p', folder, '-e', 'stderr', '-c', file, '-g', 'daemon off;'],
    caddy: ['run', '--adapter', 'caddyfile', '--config', file],
  }[name];
  const child = spawn(program, words, {
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  alive.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  ended.then(() => alive.delete(child));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log = (log + chunk).slice(-100_000);
  });

  const stop = async () => {
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(impatience);
    await rm(folder, { recursive: true, force: true });
  };
  const isUp = await Promise.race([listens(ports.front), ended.then(() => false)]);
  if (!isUp) {
    await stop();
    throw new Error(`${name} did not start:\n${log}`);
  }
  return { log: () => log, stop };
}

/** The files name what is to be changed by these values, and use each of them. */
async function configuration(name: FrontName, ports: FrontPorts, folder: string): Promise<string> {
  const changes: Readonly<Record<FrontName, readonly (readonly [string, string])[]>> = {
    nginx: [
      ['127.0.0.1:8080', `127.0.0.1:${ports.front}`],
      ['/run/nginx.pid', join(folder, 'nginx.pid')],
      ['/var/lib/nginx', folder],
    ],
    caddy: [['http://:8080', `http://:${ports.front}`]],
  };
  const file = { nginx: 'nginx.conf', caddy: 'Caddyfile' }[name];
  const text = await readFile(join(folders.root, 'docs', 'fronts', file), 'utf8');
  const values = new Map([
    ...changes[name],
    ['127.0.0.1:4000', `127.0.0.1:${ports.gate}`],
    ['127.0.0.1:4001', `127.0.0.1:${ports.platform}`],
  ] as const);
  for (const from of values.keys()) {
    if (!text.includes(from)) throw new Error(`docs/fronts/${file} does not have ${from}.`);
  }
  // All at once: a port that was put in may begin like one that is still to be changed.
  const patterns = [...values.keys()].map((from) => from.replaceAll('.', '\\.'));
  const all = new RegExp(patterns.join('|'), 'g');
  return text.replace(all, (from) => values.get(from) ?? from);
}

async function listens(port: number): Promise<boolean> {
  for (const end = performance.now() + patience; performance.now() < end; await sleep(20)) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return true;
  }
  return false;
}

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { startPlatform } from '../platform/platform.ts';
import { openWindow } from './browser-window.ts';
import { environment } from './environment.ts';
import { buildExtension } from './extension-build.ts';
import { watchExtension } from './extension-watch.ts';
import { folders } from './folders.ts';
import { newServerKey, newSupportKey, secretInFile } from './keys.ts';
import { isFree } from './ports.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { welcome } from './welcome.ts';

/**
 * `npm start`: the whole thing on this machine, to try it by hand. `--browser` opens a Chromium with
 * the extension; `--watch` (`npm run dev`) restarts the server and rebuilds the extension on change.
 */
const wantsBrowser = process.argv.includes('--browser');
const wantsWatch = process.argv.includes('--watch');

/** Who tries the product reads its pages, not its log; who develops it reads both. */
const logFile = wantsWatch ? undefined : join(folders.data, 'server.log');

const HOST = '127.0.0.1';

/** What is to be ended, last one first. */
const running: Array<() => Promise<unknown>> = [];
let ending: Promise<void> | undefined;

// Before anything starts: npm hands the same Ctrl-C on a second time, and it may come early.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));

try {
  await start();
} catch (error) {
  if (!ending) console.error(error instanceof Error ? error.message : error);
  end(1);
}

async function start(): Promise<void> {
  const gatePort = portOf(environment.gatePort);
  const [platformPort, supportPort] = [gatePort + 1, gatePort + 2];
  for (const port of [gatePort, platformPort, supportPort]) {
    if (!(await isFree(port, HOST))) throw new Error(inUse(port));
  }

  console.log('Building the extension where it has changed …');
  const extension = await (wantsWatch ? watchExtension(running) : buildOnce());

  const platform = await startPlatform({ port: platformPort, host: HOST });
  running.push(() => platform.close());

  const origin = `http://localhost:${gatePort}`;
  const supportKey = await secretInFile(join(folders.data, 'support-key'), newSupportKey);
  await secretInFile(join(folders.data, 'keys'), newServerKey);
  const server = await startServer(
    {
      DOORCODE_PROFILE: 'stand-in',
      DOORCODE_UPSTREAM: platform.url,
      DOORCODE_ORIGIN: origin,
      DOORCODE_HOST: HOST,
      DOORCODE_PORT: String(gatePort),
      DOORCODE_DATABASE_URL: `file:${join(folders.data, 'doorcode.db')}`,
      DOORCODE_KEYS_FILE: join(folders.data, 'keys'),
      DOORCODE_SUPPORT_PORT: String(supportPort),
      DOORCODE_SUPPORT_KEY: supportKey,
    },
    { watch: wantsWatch, onLog: logTo(logFile) },
  );
  running.push(() => server.stop());
  endWith(server);

  const { url } = platform;
  console.log(welcome({ origin, platform: url, supportPort, extension, logFile }));
  if (wantsBrowser) running.push(openWindow(`${origin}/login`, extension));
}

async function buildOnce(): Promise<string> {
  await buildExtension();
  return join(folders.dist, 'chrome-mv3');
}

function logTo(file: string | undefined): (chunk: string) => void {
  const output = file ? createWriteStream(file, { flags: 'a', mode: 0o600 }) : process.stderr;
  return (chunk) => output.write(chunk);
}

/** A server that ends although nobody asked it to ends everything. */
function endWith(server: ServerProcess): void {
  server.exited.then((code) => {
    if (ending) return;
    console.error(server.log().slice(-2000));
    console.error(`The server has ended by itself (exit code ${code}).`);
    end(1);
  });
}

/** Ends everything once, however often it is asked, and then this process. */
function end(exitCode: number): void {
  ending ??= (async () => {
    for (const stop of running.reverse()) await stop();
    process.exit(exitCode);
  })();
}

function portOf(text: string): number {
  const port = Number(text);
  // The platform and support take the two after it.
  if (Number.isInteger(port) && port > 0 && port < 65_534) return port;
  throw new Error(`DOORCODE_PORT: "${text}" is no port with two more after it.`);
}

function inUse(port: number): string {
  return `Port ${port} is in use, perhaps by an earlier npm start. End what holds it, or choose three others in a row by the first: DOORCODE_PORT=4100 npm start`;
}

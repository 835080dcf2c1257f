import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { startServer } from '../../server/server.ts';
import { type FrontName, startFrontProcess } from '../fronts/front-process.ts';
import type { Clock } from '../harness/inner-door.ts';
import { newServerKey } from '../harness/keys.ts';
import { freePort } from '../harness/ports.ts';
import { type Answer, type Request, send } from '../harness/request.ts';
import type { PlatformKind } from './platform-kind.ts';

/** A real platform with the real server before it, which runs in this process, and a front before both. */
export type PlatformDoor = {
  /** Where users come in. */
  readonly origin: string;
  readonly upstream: string;
  readonly clock: Clock;
  readonly log: readonly string[];
  /** Sends exactly this request to where users come in. */
  send(request: Request): Promise<Answer>;
  /** Sends it to the platform itself: the control of what the gate refuses. */
  sendDirectly(request: Request): Promise<Answer>;
  /** Ends the open connections that would not be let in any more. */
  recheck(): Promise<void>;
  stop(): Promise<void>;
};

/** Settings of a server before a platform: free ports, fresh keys, a database in this folder. */
export async function settingsOf(folder: string, profile: string, port: number) {
  return {
    DOORCODE_PROFILE: profile,
    DOORCODE_ORIGIN: `http://localhost:${port}`,
    DOORCODE_HOST: '127.0.0.1',
    DOORCODE_PORT: String(port),
    DOORCODE_DATABASE_URL: `file:${join(folder, 'doorcode.db')}`,
    DOORCODE_KEYS: newServerKey(),
    DOORCODE_SUPPORT_PORT: String(await freePort()),
  };
}

export type PlatformDoorOptions = {
  /** Whether its clock stands still but for `advance`; a phone's codes need a real one. */
  readonly standing?: boolean;
  /** What carries the requests; the gate itself unless given. */
  readonly front?: FrontName | null;
};

export async function startPlatformDoor(
  kind: PlatformKind,
  { standing = true, front = null }: PlatformDoorOptions = {},
): Promise<PlatformDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-platform-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const platform = await kind.start(origin, await mkdtemp(join(folder, 'platform-')));
  const gatePort = front ? await freePort() : port;
  const config = readConfig({
    ...(await settingsOf(folder, kind.profile, gatePort)),
    DOORCODE_ORIGIN: origin,
    DOORCODE_FRONT: front ?? '',
    DOORCODE_UPSTREAM: platform.upstream,
  });
  let time = Date.now();
  const clock: Clock = {
    now: () => (standing ? time : Date.now()),
    advance: (ms) => {
      time += ms;
    },
  };
  const log: string[] = [];
  const write = createLog((line) => log.push(line), clock.now);
  const running = await startServer(config, write, clock.now);
  const stopInner = async () => {
    await running.close();
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const ports = { front: port, gate: gatePort, platform: Number(new URL(platform.upstream).port) };
  const before = front ? await startFrontProcess(front, ports) : null;
  const { host } = new URL(origin);
  const withHost = (request: Request) => ({
    ...request,
    headers: { Host: host, ...request.headers },
  });

  return {
    origin,
    upstream: platform.upstream,
    clock,
    log,
    send: (request) => send(before ? origin : running.gate, withHost(request)),
    sendDirectly: (request) => send(platform.upstream, withHost(request)),
    recheck: running.recheck,
    async stop() {
      await before?.stop();
      await stopInner();
    },
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.ts';
import type { Deps } from '../../server/deps.ts';
import { createLog } from '../../server/log.ts';
import { startServer } from '../../server/server.ts';
import { type Platform, type PlatformOptions, startPlatform } from '../platform/platform.ts';
import { newServerKey, newSupportKey } from './keys.ts';
import { newPerson, type Person } from './person.ts';
import { freePort } from './ports.ts';
import { newSupport, type Support } from './support.ts';

/** Epoch milliseconds that tests turn; it stands still in between. */
export type Clock = { now(): number; advance(ms: number): void };

/** What stands behind a door: the stand-in, or a fixture of another kind. */
export type Protected = { readonly url: string; close(): Promise<void> };

/** The real server on real sockets in this process, with a clock that tests turn. */
export type InnerDoor<P extends Protected = Platform> = Support & {
  readonly origin: string;
  readonly platform: P;
  readonly clock: Clock;
  readonly deps: Deps;
  readonly supportUrl: string;
  readonly supportKey: string;
  /** Every line that the server logged. */
  readonly log: readonly string[];
  /** Somebody at the gate, with an empty cookie jar. */
  person(): Person;
  /** Ends the open connections that would not be let in any more. */
  recheck(): Promise<void>;
  /** Starts the server anew on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type InnerDoorOptions = {
  platform?: PlatformOptions;
  settings?: Record<string, string>;
  /** A time step begins at this very moment. */
  start?: number;
};

const someDay = Date.UTC(2026, 0, 5, 9, 0, 0);

export function startInnerDoor({
  platform,
  ...options
}: InnerDoorOptions = {}): Promise<InnerDoor> {
  return startDoorBefore(({ now }) => startPlatform({ now, ...platform }), options);
}

/** The same before any platform; `settings` name its profile. */
export async function startDoorBefore<P extends Protected>(
  startProtected: (clock: Clock) => Promise<P>,
  options: Omit<InnerDoorOptions, 'platform'>,
): Promise<InnerDoor<P>> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-'));
  let time = options.start ?? someDay;
  const clock: Clock = {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
  const platform = await startProtected(clock);
  const port = await freePort();
  const supportPort = await freePort();
  const origin = `http://localhost:${port}`;
  const supportUrl = `http://127.0.0.1:${supportPort}`;
  const supportKey = newSupportKey();
  const config = readConfig({
    DOORCODE_PROFILE: 'stand-in',
    DOORCODE_UPSTREAM: platform.url,
    DOORCODE_ORIGIN: origin,
    DOORCODE_HOST: '127.0.0.1',
    DOORCODE_PORT: String(port),
    DOORCODE_DATABASE_URL: `file:${join(folder, 'doorcode.db')}`,
    DOORCODE_KEYS: newServerKey(),
    DOORCODE_SUPPORT_PORT: String(supportPort),
    DOORCODE_SUPPORT_KEY: supportKey,
    // Tests of everything reset more accounts than any desk.
    DOORCODE_SUPPORT_POLICY: '{"hourlyPerKey":10000,"hourlyPerRealm":10000}',
    ...options.settings,
  });
  const log: string[] = [];
  const start = () =>
    startServer(
      config,
      createLog((line) => log.push(line), clock.now),
      clock.now,
    );
  let running = await start();

  return {
    ...newSupport(supportUrl, supportKey),
    origin,
    platform,
    clock,
    supportUrl,
    supportKey,
    log,
    get deps() {
      return running.deps;
    },
    person: () => newPerson(origin, clock),
    recheck: () => running.recheck(),
    async restart() {
      await running.close();
      running = await start();
    },
    async stop() {
      await running.close();
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

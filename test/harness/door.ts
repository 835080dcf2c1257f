import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Platform, type PlatformOptions, startPlatform } from '../platform/platform.ts';
import { newVisitor, type Visitor } from '../platform/visitor.ts';
import { newServerKey, newSupportKey } from './keys.ts';
import { freePort } from './ports.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { newSupport, type Support } from './support.ts';

export type DoorOptions = {
  /** For the stand-in platform. */
  platform?: PlatformOptions;
  /** The host in its origin; the extension that is built here knows `localhost`. */
  host?: 'localhost' | '127.0.0.1';
  /** More settings of the server, over those that a door has anyway. */
  settings?: Record<string, string>;
};

/** The stand-in platform with the real server before it, on ports of their own. */
export type Door = Support & {
  /** Where users come in. */
  readonly origin: string;
  readonly platform: Platform;
  readonly supportUrl: string;
  readonly supportKey: string;
  /** Holds the database; goes when the door stops. */
  readonly folder: string;
  readonly server: ServerProcess;
  /** The server's settings, for a process that is started by hand. */
  readonly settings: Readonly<Record<string, string>>;
  /** Someone new at the gate, with an empty cookie jar. */
  visitor(): Visitor;
  /** One more server process on the same database, keys and platform; ends with the door. */
  another(settings?: Record<string, string>): Promise<ServerProcess>;
  /** Ends the server, politely or by `kill -9`, and starts it again at the same addresses. */
  restart(how?: 'stop' | 'kill'): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a door that nobody else uses: a fresh database, fresh keys, free ports. */
export async function startDoor(options: DoorOptions = {}): Promise<Door> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-'));
  const platform = await startPlatform(options.platform);
  const [gatePort, supportPort] = [await freePort(), await freePort()];
  const origin = `http://${options.host ?? 'localhost'}:${gatePort}`;
  const supportUrl = `http://127.0.0.1:${supportPort}`;
  const supportKey = newSupportKey();
  const settings = {
    DOORCODE_PROFILE: 'stand-in',
    DOORCODE_UPSTREAM: platform.url,
    DOORCODE_ORIGIN: origin,
    DOORCODE_HOST: '127.0.0.1',
    DOORCODE_PORT: String(gatePort),
    DOORCODE_DATABASE_URL: `file:${join(folder, 'doorcode.db')}`,
    DOORCODE_KEYS: newServerKey(),
    DOORCODE_SUPPORT_PORT: String(supportPort),
    DOORCODE_SUPPORT_KEY: supportKey,
    // Tests of everything reset more accounts than any desk.
    DOORCODE_SUPPORT_POLICY: '{"hourlyPerKey":10000,"hourlyPerRealm":10000}',
    ...options.settings,
  };

  const others: ServerProcess[] = [];
  let server: ServerProcess;
  try {
    server = await startServer(settings);
  } catch (error) {
    await platform.close();
    await rm(folder, { recursive: true });
    throw error;
  }

  return {
    ...newSupport(supportUrl, supportKey),
    origin,
    platform,
    supportUrl,
    supportKey,
    folder,
    settings,
    get server() {
      return server;
    },
    visitor: () => newVisitor(origin),

    async another(more = {}) {
      const ports = {
        DOORCODE_PORT: String(await freePort()),
        DOORCODE_SUPPORT_PORT: String(await freePort()),
      };
      const other = await startServer({ ...settings, ...ports, ...more });
      others.push(other);
      return other;
    },

    async restart(how = 'stop') {
      await server[how]();
      server = await startServer(settings);
    },

    async stop() {
      await Promise.all([server, ...others].map((each) => each.stop()));
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

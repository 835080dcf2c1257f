import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Profile, readProfile } from './profile.ts';
import type { Keys } from './store/seal.ts';

/** Everything that the operator can set, read once; the rest of the server never sees the environment. */
export type Config = {
  readonly profile: Profile;
  readonly upstream: URL;
  readonly origin: URL;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly databaseToken: string | undefined;
  readonly keys: Keys;
  readonly supportPort: number;
  readonly supportKey: string | undefined;
  readonly window: 0 | 1;
  /** Milliseconds; 0 is off. */
  readonly freshLogin: number;
};

/** A setting that is missing or wrong: its message is for the operator, without a stack. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const port = z.coerce.number().int().min(0).max(65535);

/** Settings that the command line needs too. */
const storage = {
  DOORCODE_DATABASE_URL: z
    .string()
    .regex(/^(file:.|libsql:\/\/|https?:\/\/|wss?:\/\/)/, 'must be file:PATH or a libSQL address')
    .default('file:data/doorcode.db'),
  DOORCODE_DATABASE_TOKEN: z.string().min(1).optional(),
  DOORCODE_KEYS: z.string().min(1).optional(),
  DOORCODE_KEYS_FILE: z.string().min(1).optional(),
};

const environmentSchema = z.object({
  DOORCODE_PROFILE: z.string({ error: 'is missing: a name in profiles/ or a path' }).min(1),
  DOORCODE_UPSTREAM: url,
  DOORCODE_ORIGIN: url,
  DOORCODE_HOST: z.string().min(1).default('127.0.0.1'),
  DOORCODE_PORT: port.default(4000),
  ...storage,
  DOORCODE_SUPPORT_PORT: port.default(4002),
  DOORCODE_SUPPORT_KEY: z.string().min(16, 'must have 16 characters at least').optional(),
  DOORCODE_WINDOW: z.enum(['0', '1']).default('1'),
  DOORCODE_FRESH_LOGIN_MINUTES: z.coerce.number().int().min(0).max(1440).default(60),
});

/**
 * Reads the settings from an environment such as `process.env`.
 *
 * @throws ConfigError that names every wrong setting.
 */
export function readConfig(environment: Environment): Config {
  const settings = parse(environmentSchema, environment);
  const config: Config = {
    profile: asConfig('DOORCODE_PROFILE', () => readProfile(settings.DOORCODE_PROFILE)),
    upstream: new URL(settings.DOORCODE_UPSTREAM),
    origin: new URL(settings.DOORCODE_ORIGIN),
    host: settings.DOORCODE_HOST,
    port: settings.DOORCODE_PORT,
    databaseUrl: settings.DOORCODE_DATABASE_URL,
    databaseToken: settings.DOORCODE_DATABASE_TOKEN,
    keys: readKeys(settings.DOORCODE_KEYS, settings.DOORCODE_KEYS_FILE),
    supportPort: settings.DOORCODE_SUPPORT_PORT,
    supportKey: settings.DOORCODE_SUPPORT_KEY,
    window: settings.DOORCODE_WINDOW === '0' ? 0 : 1,
    freshLogin: settings.DOORCODE_FRESH_LOGIN_MINUTES * 60_000,
  };
  refuseOpenWire(config);
  return config;
}

/** What a command at the database needs. The keys are read when they are asked for. */
export type Storage = Pick<Config, 'databaseUrl' | 'databaseToken'> & { readKeys(): Keys };

/**
 * The settings of the database alone. Where no keys are set, they are those that `npm start` made.
 *
 * @throws ConfigError, as soon as what is wrong is asked for.
 */
export function readStorage(environment: Environment): Storage {
  const settings = parse(z.object(storage), environment);
  const { DOORCODE_KEYS: keys, DOORCODE_KEYS_FILE: file } = settings;
  refuseOpenDatabase(settings.DOORCODE_DATABASE_URL);
  return {
    databaseUrl: settings.DOORCODE_DATABASE_URL,
    databaseToken: settings.DOORCODE_DATABASE_TOKEN,
    readKeys: () =>
      readKeys(keys, file ?? (keys || !existsSync(triedKeys) ? undefined : triedKeys)),
  };
}

/** Where `npm start` keeps its keys, beside its database. */
const triedKeys = 'data/keys';

type Environment = Readonly<Record<string, string | undefined>>;

function parse<T extends z.ZodType>(schema: T, environment: Environment): z.output<T> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new ConfigError(mistakes.join('\n'));
}

/** A code or session that crosses a network in the clear is anybody's. */
function refuseOpenWire({ origin, host, upstream, databaseUrl }: Config): void {
  if (origin.pathname !== '/' || origin.search || origin.hash || origin.username) {
    throw new ConfigError('DOORCODE_ORIGIN must be scheme, host and port only.');
  }
  if (origin.protocol === 'http:' && !isLoopback(origin.hostname)) {
    throw new ConfigError(
      `DOORCODE_ORIGIN ${origin.origin} is plain http and not this machine: use https.`,
    );
  }
  if (!isLoopback(host)) {
    throw new ConfigError(
      `DOORCODE_HOST ${host} would serve plain http beyond this machine: listen on 127.0.0.1 and put a front that speaks https before it.`,
    );
  }
  if (upstream.protocol !== 'http:' || !isLoopback(upstream.hostname)) {
    throw new ConfigError(
      'DOORCODE_UPSTREAM must be an http address of this machine: sessions must not cross a network in the clear.',
    );
  }
  if (upstream.pathname !== '/' || upstream.search || upstream.hash || upstream.username) {
    throw new ConfigError('DOORCODE_UPSTREAM must be scheme, host and port only.');
  }
  refuseOpenDatabase(databaseUrl);
}

function refuseOpenDatabase(databaseUrl: string): void {
  // The client takes `?tls=0` for plain http, whatever the scheme.
  const plainDatabase = /^(http|ws):\/\/|[?&]tls=0/.test(databaseUrl);
  if (plainDatabase && !isLoopback(new URL(databaseUrl).hostname)) {
    throw new ConfigError(
      'DOORCODE_DATABASE_URL would cross a network in the clear: use libsql: or https:.',
    );
  }
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** Keys as `id:base64` with 32 bytes each, by comma or line; the first one is current. */
function readKeys(text: string | undefined, file: string | undefined): Keys {
  if ((text === undefined) === (file === undefined)) {
    throw new ConfigError(
      'Give the keys either as DOORCODE_KEYS or as DOORCODE_KEYS_FILE: id:base64 of 32 random bytes. One key: echo "1:$(openssl rand -base64 32)"',
    );
  }
  const source = text === undefined ? 'DOORCODE_KEYS_FILE' : 'DOORCODE_KEYS';
  const content = text ?? readKeysFile(file ?? '');
  const roots = new Map<string, Buffer>();
  for (const entry of content.split(/[,\n]/).map((line) => line.trim())) {
    if (entry === '') continue;
    const [, id, base64] = /^([\w-]+):([A-Za-z0-9+/_-]+=*)$/.exec(entry) ?? [];
    const key = Buffer.from(base64 ?? '', 'base64');
    if (!id || key.length !== 32) {
      throw new ConfigError(
        `${source}: the ${roots.size + 1}. key is not id:base64 of 32 bytes (the key itself is not shown).`,
      );
    }
    if (roots.has(id)) throw new ConfigError(`${source}: the key id "${id}" comes twice.`);
    roots.set(id, key);
  }
  const [current] = roots.keys();
  if (!current) throw new ConfigError(`${source} holds no key.`);
  return { current, roots };
}

/** The path may be a key that was put into the wrong setting: it is not shown. */
function readKeysFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'no such file' } = error as { code?: string };
    throw new ConfigError(
      `DOORCODE_KEYS_FILE: the file cannot be read (${code}). It takes a path; keys themselves go into DOORCODE_KEYS.`,
    );
  }
}

function asConfig<T>(setting: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${setting}: ${(error as Error).message}`);
  }
}

/** The settings of this process. */
export function readEnvironment(): Config {
  return readConfig(process.env);
}

/** The settings of this process and, where it has none, of a file `.env` in this folder. */
export function readStorageEnvironment(): Storage {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readStorage(process.env);
}

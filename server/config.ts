import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readAddresses } from './config/addresses.ts';
import { readCertificate, readPrivateKey } from './config/certificate.ts';
import { contact, supportOf } from './config/contact.ts';
import { parseKeys } from './config/keys.ts';
import { type MessageSettings, messageEnvironment, readMessages } from './config/messages.ts';
import { ConfigError } from './config/mistake.ts';
import {
  isLoopback,
  refuseOpenDatabase,
  refuseOpenWire,
  refuseUnsafeFront,
} from './config/safe-wire.ts';
import { readSupportPolicy } from './config/support-policy.ts';
import type { PolicyOf } from './policy.ts';
import { readProfile } from './profile/profile.ts';
import type { Profile } from './profile/schema.ts';
import type { Keys } from './store/seal.ts';

export { ConfigError };

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
  /** Addresses whose `X-Forwarded-For` is believed. */
  readonly trustedFronts: readonly string[];
  /** The front that asks for verdicts; null: the gate itself is the proxy. */
  readonly front: 'nginx' | 'caddy' | null;
  /** A certificate and its key, PEM; null: plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly window: 0 | 1;
  /** Milliseconds; 0 is off. */
  readonly freshLogin: number;
  /** How support may act. */
  readonly policyOf: PolicyOf;
  readonly messages: MessageSettings;
};

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
  DOORCODE_SUPPORT_POLICY: z.string().min(1).optional(),
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
  DOORCODE_SUPPORT_CONTACT: contact.optional(),
  DOORCODE_TRUSTED_FRONTS: z.string().default(''),
  DOORCODE_FRONT: z.enum(['nginx', 'caddy']).optional(),
  DOORCODE_TLS_CERT: z.string().min(1).optional(),
  DOORCODE_TLS_KEY: z.string().min(1).optional(),
  DOORCODE_WINDOW: z.enum(['0', '1']).default('1'),
  ...messageEnvironment,
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
    profile: {
      ...asConfig('DOORCODE_PROFILE', () => readProfile(settings.DOORCODE_PROFILE)),
      ...supportOf(settings.DOORCODE_SUPPORT_CONTACT),
    },
    upstream: new URL(settings.DOORCODE_UPSTREAM),
    origin: new URL(settings.DOORCODE_ORIGIN),
    host: settings.DOORCODE_HOST,
    port: settings.DOORCODE_PORT,
    databaseUrl: settings.DOORCODE_DATABASE_URL,
    databaseToken: settings.DOORCODE_DATABASE_TOKEN,
    keys: readKeys(settings.DOORCODE_KEYS, settings.DOORCODE_KEYS_FILE),
    supportPort: settings.DOORCODE_SUPPORT_PORT,
    supportKey: settings.DOORCODE_SUPPORT_KEY,
    trustedFronts: asConfig('DOORCODE_TRUSTED_FRONTS', () =>
      readAddresses(settings.DOORCODE_TRUSTED_FRONTS),
    ),
    front: settings.DOORCODE_FRONT ?? null,
    tls: readTls(settings.DOORCODE_TLS_CERT, settings.DOORCODE_TLS_KEY),
    window: settings.DOORCODE_WINDOW === '0' ? 0 : 1,
    freshLogin: settings.DOORCODE_FRESH_LOGIN_MINUTES * 60_000,
    policyOf: readPolicy(settings.DOORCODE_SUPPORT_POLICY),
    messages: asConfig(null, () => readMessages(settings, isLoopback)),
  };
  refuseOpenWire(config);
  refuseUnsafeFront(config);
  return config;
}

/** What a command at the database needs. The keys are read when they are asked for. */
export type Storage = Pick<Config, 'databaseUrl' | 'databaseToken'> & {
  readKeys(): Keys;
  readPolicy(): PolicyOf;
  /** Whether a policy is set here; a server may have one that is set elsewhere. */
  readonly hasPolicy: boolean;
};

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
    readPolicy: () => readPolicy(settings.DOORCODE_SUPPORT_POLICY),
    hasPolicy: settings.DOORCODE_SUPPORT_POLICY !== undefined,
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

function readTls(cert: string | undefined, key: string | undefined): Config['tls'] {
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError('Give both DOORCODE_TLS_CERT and DOORCODE_TLS_KEY, or neither.');
  }
  if (cert === undefined || key === undefined) return null;
  const certificate = asConfig('DOORCODE_TLS_CERT', () => readCertificate(cert));
  const privateKey = asConfig('DOORCODE_TLS_KEY', () => readPrivateKey(key, certificate));
  return { cert: certificate, key: privateKey };
}

function readPolicy(given: string | undefined): PolicyOf {
  return asConfig('DOORCODE_SUPPORT_POLICY', () => readSupportPolicy(given));
}

function readKeys(text: string | undefined, file: string | undefined): Keys {
  if ((text === undefined) === (file === undefined)) {
    throw new ConfigError(
      'Give the keys either as DOORCODE_KEYS or as DOORCODE_KEYS_FILE: id:base64 of 32 random bytes. One key: echo "1:$(openssl rand -base64 32)"',
    );
  }
  const source = text === undefined ? 'DOORCODE_KEYS_FILE' : 'DOORCODE_KEYS';
  const keys = asConfig(source, () => parseKeys(text ?? readKeysFile(file ?? '')));
  if (!keys) throw new ConfigError(`${source} holds no key.`);
  return keys;
}

/** The path may be a key that was put into the wrong setting: it is not shown. */
function readKeysFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'no such file' } = error as { code?: string };
    throw new Error(
      `the file cannot be read (${code}). It takes a path; keys themselves go into DOORCODE_KEYS.`,
    );
  }
}

/** @param setting null where the complaint names it. */
function asConfig<T>(setting: string | null, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(setting === null ? message : `${setting}: ${message}`);
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

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { scratchFile } from '../test/harness/scratch-store.ts';
import { ConfigError, readConfig } from './config.ts';

const key = randomBytes(32).toString('base64');
const other = randomBytes(32).toString('base64');

const fine = {
  DOORCODE_PROFILE: 'stand-in',
  DOORCODE_UPSTREAM: 'http://127.0.0.1:4001',
  DOORCODE_ORIGIN: 'http://localhost:4000',
  DOORCODE_KEYS: `1:${key}`,
};

type Settings = Readonly<Record<string, string | undefined>>;

/** What the operator is told; fails when there is nothing to tell. */
function complaint(settings: Settings): string {
  try {
    readConfig({ ...fine, ...settings });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('These settings were accepted.');
}

describe('the least that is set', () => {
  it('is enough; all else has the documented value', () => {
    const { upstream, origin, keys, profile, policyOf, ...rest } = readConfig(fine);
    expect(profile.name).toBe('Northwind Flows');
    expect([upstream.origin, origin.origin]).toEqual([
      'http://127.0.0.1:4001',
      'http://localhost:4000',
    ]);
    expect(keys).toEqual({ current: '1', roots: new Map([['1', Buffer.from(key, 'base64')]]) });
    expect(rest).toEqual({
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: 'file:data/doorcode.db',
      databaseToken: undefined,
      supportPort: 4002,
      supportKey: undefined,
      trustedFronts: [],
      front: null,
      tls: null,
      window: 1,
      freshLogin: 3_600_000,
      messages: { language: 'en', mail: null, webhook: null },
    });
    expect(policyOf('acme')).toEqual({
      approvals: 0,
      coolingOff: 0,
      setupCode: true,
      bypassCodes: true,
      hourlyPerKey: 20,
      hourlyPerRealm: 100,
    });
  });

  it('counts an empty setting as not set', () => {
    const empty = { DOORCODE_PORT: '', DOORCODE_SUPPORT_KEY: '', DOORCODE_KEYS_FILE: '' };
    expect(readConfig({ ...fine, ...empty })).toMatchObject({ port: 4000, supportKey: undefined });
  });

  it('is not mixed up with what others put into the environment', () => {
    const { policyOf, ...ours } = readConfig(fine);
    const theirs = readConfig({ ...fine, PORT: '1', HOST: 'evil.example' });
    expect(theirs).toMatchObject(ours);
    expect(theirs.policyOf('acme')).toEqual(policyOf('acme'));
  });
});

it.each([
  ['help@flows.example', { email: 'help@flows.example' }],
  ['https://help.example/phone', { url: 'https://help.example/phone' }],
  ['/help', { url: '/help' }],
])('users without a phone turn to %s in place of what the profile says', (contact, support) => {
  const { profile } = readConfig({ ...fine, DOORCODE_SUPPORT_CONTACT: contact });
  expect(profile).toEqual({ ...readConfig(fine).profile, support });
});

describe('a setting is refused by its name', () => {
  const bad: readonly (readonly [setting: string, value: string | undefined, says: RegExp])[] = [
    ['DOORCODE_PROFILE', undefined, /is missing: a name in profiles\/ or a path/],
    ['DOORCODE_PROFILE', 'no-such-profile', /no-such-profile\.json cannot be read/],
    ['DOORCODE_PROFILE', '../package.json', /not valid|cannot be read/],
    ['DOORCODE_UPSTREAM', undefined, /must be an http or https address/],
    ['DOORCODE_UPSTREAM', 'platform', /must be an http or https address/],
    ['DOORCODE_UPSTREAM', 'ftp://127.0.0.1', /must be an http or https address/],
    ['DOORCODE_UPSTREAM', 'https://127.0.0.1', /must be an http address of this machine/],
    ['DOORCODE_ORIGIN', undefined, /must be an http or https address/],
    ['DOORCODE_ORIGIN', 'localhost:4000', /must be an http or https address/],
    ['DOORCODE_ORIGIN', 'https://flows.example/app', /scheme, host and port only/],
    ['DOORCODE_ORIGIN', 'https://flows.example/?a', /scheme, host and port only/],
    ['DOORCODE_ORIGIN', 'https://flows.example/#a', /scheme, host and port only/],
    ['DOORCODE_ORIGIN', 'https://ada@flows.example', /scheme, host and port only/],
    ['DOORCODE_PORT', 'http', /number/],
    ['DOORCODE_PORT', '65536', /65535/],
    ['DOORCODE_PORT', '-1', /0/],
    ['DOORCODE_PORT', '4000.5', /int/],
    ['DOORCODE_SUPPORT_PORT', '4002x', /number/],
    ['DOORCODE_DATABASE_URL', 'data/doorcode.db', /must be file:PATH or a libSQL address/],
    ['DOORCODE_DATABASE_URL', 'file:', /must be file:PATH or a libSQL address/],
    ['DOORCODE_DATABASE_URL', 'postgres://db', /must be file:PATH or a libSQL address/],
    ['DOORCODE_DATABASE_URL', 'http://db.example', /in the clear/],
    ['DOORCODE_DATABASE_URL', 'libsql://db.example?tls=0', /in the clear/],
    ['DOORCODE_SUPPORT_KEY', 'fifteen letters', /16 characters/],
    ...['support', '//evil.example', 'http://help.example', 'javascript:alert(1)'].map(
      (value) =>
        ['DOORCODE_SUPPORT_CONTACT', value, /an e-mail address, an https address/] as const,
    ),
    ['DOORCODE_WINDOW', '2', /"0"\|"1"/],
    ['DOORCODE_WINDOW', '-1', /"0"\|"1"/],
  ];
  for (const [setting, value, says] of bad) {
    it(`${setting} ${value ?? 'left out'}`, () => {
      const message = complaint({ [setting]: value });
      expect(message).toMatch(says);
      expect(message).toContain(setting);
    });
  }

  it('all of them at once', () => {
    const message = complaint({ DOORCODE_PORT: 'x', DOORCODE_WINDOW: '9', DOORCODE_ORIGIN: 'y' });
    for (const setting of ['DOORCODE_PORT', 'DOORCODE_WINDOW', 'DOORCODE_ORIGIN']) {
      expect(message).toContain(setting);
    }
  });
});

describe('plain http', () => {
  it('is for this machine only', () => {
    for (const host of [
      'flows.example',
      '192.168.0.1',
      '0.0.0.0',
      'localhost.evil.example',
      '[::2]',
    ]) {
      expect(complaint({ DOORCODE_ORIGIN: `http://${host}:4000` })).toMatch(
        /plain http.*use https/,
      );
    }
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]']) {
      const { origin } = readConfig({ ...fine, DOORCODE_ORIGIN: `http://${host}:4000` });
      expect(origin.hostname).toBe(host);
    }
  });

  it('is never served beyond this machine, whatever the origin says', () => {
    for (const host of [
      '0.0.0.0',
      '::',
      '192.168.0.1',
      'flows.example',
      '127.0.0.1.evil.example',
    ]) {
      const settings = { DOORCODE_HOST: host, DOORCODE_ORIGIN: 'https://flows.example' };
      expect(complaint(settings)).toMatch(/DOORCODE_HOST .* beyond this machine/);
    }
    for (const host of ['127.0.0.1', '127.8.8.8', 'localhost', '::1']) {
      expect(readConfig({ ...fine, DOORCODE_HOST: host }).host).toBe(host);
    }
  });

  it('behind a front that speaks https is fine', () => {
    const { origin } = readConfig({ ...fine, DOORCODE_ORIGIN: 'https://flows.example' });
    expect(origin.origin).toBe('https://flows.example');
  });
});

describe('keys', () => {
  it('come by comma or by line, the first one current', () => {
    for (const text of [
      `new:${key},old:${other}`,
      `new:${key}\nold:${other}\n`,
      ` new:${key} ,\n\n old:${other}\r\n`,
    ]) {
      const { keys } = readConfig({ ...fine, DOORCODE_KEYS: text });
      expect(keys.current).toBe('new');
      expect([...keys.roots.keys()]).toEqual(['new', 'old']);
      expect(keys.roots.get('old')).toEqual(Buffer.from(other, 'base64'));
    }
  });

  it('come from a file just so', async () => {
    const file = await scratchFile();
    await writeFile(file, `new:${key}\nold:${other}\n`);
    const fromFile = { ...fine, DOORCODE_KEYS: undefined, DOORCODE_KEYS_FILE: file };
    expect(readConfig(fromFile).keys).toEqual(
      readConfig({ ...fine, DOORCODE_KEYS: `new:${key},old:${other}` }).keys,
    );
  });

  it('come from one place: neither none nor two', () => {
    for (const settings of [{ DOORCODE_KEYS: undefined }, { DOORCODE_KEYS_FILE: '/dev/null' }]) {
      expect(complaint(settings)).toMatch(/either as DOORCODE_KEYS or as DOORCODE_KEYS_FILE/);
    }
  });

  it('that are none are refused', async () => {
    expect(complaint({ DOORCODE_KEYS: ' , ' })).toBe('DOORCODE_KEYS holds no key.');
    const file = await scratchFile();
    await writeFile(file, '\n');
    const fromFile = { DOORCODE_KEYS: undefined, DOORCODE_KEYS_FILE: file };
    expect(complaint(fromFile)).toBe('DOORCODE_KEYS_FILE holds no key.');
    expect(complaint({ ...fromFile, DOORCODE_KEYS_FILE: `${file}.none` })).toMatch(
      /cannot be read .ENOENT./,
    );
  });

  const short = randomBytes(31).toString('base64');
  const long = randomBytes(33).toString('base64');
  const wrong: Readonly<Record<string, string>> = {
    'without an id': key,
    'with an empty id': `:${key}`,
    'with id and key the wrong way round': `${key}:1`,
    'of 31 bytes': `1:${short}`,
    'of 33 bytes': `1:${long}`,
    'in hexadecimal': `1:${Buffer.from(key, 'base64').toString('hex')}`,
    'with a stray letter': `1:${key}!`,
    'behind a good one': `1:${key},2:${other.slice(0, 40)}`,
    'cut by a space': `1:${key.slice(0, 20)} ${key.slice(20)}`,
  };
  for (const [how, keys] of Object.entries(wrong)) {
    it(`${how} are refused, and nothing of them is shown`, () => {
      const message = complaint({ DOORCODE_KEYS: keys });
      expect(message).toMatch(/DOORCODE_KEYS: the [12]\. key is not id:base64 of 32 bytes/);
      for (const part of keys.split(/[,:\s]/).filter((part) => part.length > 8)) {
        expect(message).not.toContain(part.slice(0, 8));
      }
    });
  }

  it('of one id are refused, by the id alone', () => {
    const message = complaint({ DOORCODE_KEYS: `one:${key},one:${other}` });
    expect(message).toBe('DOORCODE_KEYS: the key id "one" comes twice.');
  });

  it('and tokens never show in a complaint about something else', () => {
    const secrets = {
      DOORCODE_KEYS: `1:${key}`,
      DOORCODE_SUPPORT_KEY: 'tooshort-Secret',
      DOORCODE_DATABASE_TOKEN: 'a-token-of-the-database',
      DOORCODE_PORT: 'x',
    };
    const message = complaint(secrets);
    expect(message).toContain('DOORCODE_SUPPORT_KEY');
    for (const secret of [key, 'tooshort', 'a-token']) expect(message).not.toContain(secret);
  });
});

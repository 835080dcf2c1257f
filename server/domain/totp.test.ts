import { createSecretKey, randomBytes } from 'node:crypto';
import { URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { codeFor } from '../../test/harness/authenticator.ts';
import large from '../../test/vectors/hotp-large-counters.json' with { type: 'json' };
import rfc4226 from '../../test/vectors/rfc-4226.json' with { type: 'json' };
import rfc6238 from '../../test/vectors/rfc-6238.json' with { type: 'json' };
import {
  type Algorithm,
  digits,
  findOffset,
  hotp,
  matchStep,
  newSecret,
  period,
  stepAt,
} from './totp.ts';

const keyOf = (ascii: string) => createSecretKey(Buffer.from(ascii));

describe('published codes', () => {
  for (const { algorithm, seconds, code } of rfc6238.codes) {
    it(`A01 the ${algorithm} code of RFC 6238 at second ${seconds} is ${code}`, () => {
      const name = algorithm as Algorithm;
      expect(hotp(keyOf(rfc6238.secrets[name]), stepAt(seconds * 1000), 8, name)).toBe(code);
    });
  }

  it('A02 the codes of RFC 4226 for counters 0 to 9 are exact', () => {
    const codes = rfc4226.codes.map((_, counter) => hotp(keyOf(rfc4226.secret), counter));
    expect(codes).toEqual(rfc4226.codes);
    expect(codes).toHaveLength(10);
  });

  for (const { counter, code } of large.codes) {
    it(`A01 counter ${counter} is not cut to 32 bits`, () => {
      expect(hotp(keyOf(large.secret), counter)).toBe(code);
    });
  }
});

describe('time steps', () => {
  it('a step lasts thirty seconds and begins with the epoch', () => {
    expect(period).toBe(30);
    expect([0, 29_999, 30_000, 59_999, 60_000].map(stepAt)).toEqual([0, 0, 1, 1, 2]);
  });

  it('seconds past 2^32 are as good as any other', () => {
    expect(stepAt(2 ** 32 * 1000 + 30_000) - stepAt(2 ** 32 * 1000)).toBe(1);
  });
});

describe('which step a code belongs to', () => {
  const secret = Buffer.from(rfc4226.secret);
  const now = 1_700_000_010_000;
  const here = stepAt(now);
  const codeOf = (step: number) => hotp(createSecretKey(secret), step);
  const matches = (window: 0 | 1, lastStep = 0) =>
    [-2, -1, 0, 1, 2].map((away) => matchStep(secret, codeOf(here + away), now, window, lastStep));

  it('window 1 takes the steps before, of and after now and no other', () => {
    expect(matches(1)).toEqual([null, here - 1, here, here + 1, null]);
  });

  it('window 0 takes the step of now only', () => {
    expect(matches(0)).toEqual([null, null, here, null, null]);
  });

  it('a step that is not later than the last accepted one is over', () => {
    expect(matches(1, here - 1)).toEqual([null, null, here, here + 1, null]);
    expect(matches(1, here)).toEqual([null, null, null, here + 1, null]);
    expect(matches(1, here + 1)).toEqual([null, null, null, null, null]);
  });

  it('a code that is right for another secret belongs to no step', () => {
    expect(matchStep(Buffer.from('another secret 12345'), codeOf(here), now, 1, 0)).toBeNull();
  });

  it('a code that two steps share counts for the newer one', () => {
    // Found by search: for this secret the codes of two neighbouring steps are the same.
    const twin = 910_737;
    const at = twin * period * 1000;
    expect(codeOf(twin)).toBe(codeOf(twin + 1));
    expect(matchStep(secret, codeOf(twin), at, 1, 0)).toBe(twin + 1);
    expect(matchStep(secret, codeOf(twin), at, 1, twin)).toBe(twin + 1);
    expect(matchStep(secret, codeOf(twin), at, 1, twin + 1)).toBeNull();
  });

  it('less or more than six digits is an error of the caller', () => {
    for (const code of ['', '12345', '1234567']) {
      expect(() => matchStep(secret, code, now, 1, 0)).toThrow(RangeError);
    }
  });
});

describe('by how many steps a code is off', () => {
  const secret = Buffer.from(rfc4226.secret);
  const now = 1_700_000_010_000;
  const here = stepAt(now);
  const codeOf = (step: number) => hotp(createSecretKey(secret), step);
  const offsetOf = (away: number, lastStep = 0) =>
    findOffset(secret, codeOf(here + away), now, lastStep);

  it('is found from two to ten steps away, ahead and behind', () => {
    for (let away = 2; away <= 10; away++) {
      expect([offsetOf(away), offsetOf(-away)]).toEqual([away, -away]);
    }
  });

  it('is not found nearer, where the window is, nor further away', () => {
    for (const away of [-12, -11, -1, 0, 1, 11, 12]) expect(offsetOf(away)).toBeNull();
  });

  it('is not told by steps up to the last accepted one', () => {
    const told = (lastStep: number) => [-3, -2, 2, 3].map((away) => offsetOf(away, lastStep));
    expect(told(here - 3)).toEqual([null, -2, 2, 3]);
    expect(told(here + 2)).toEqual([null, null, null, 3]);
    expect(told(here + 3)).toEqual([null, null, null, null]);
  });

  it('is nothing for a code of no step around', () => {
    expect(findOffset(secret, codeOf(here + 100), now, 0)).toBeNull();
  });
});

describe('a new secret', () => {
  it('has 160 random bits and is never the same again', () => {
    const asked: number[] = [];
    const random = (bytes: number) => {
      asked.push(bytes);
      return randomBytes(bytes);
    };
    const one = newSecret(random, 'Northwind', 'ada');
    const other = newSecret(random, 'Northwind', 'ada');
    expect(asked).toEqual([20, 20]);
    expect(one.bytes).toHaveLength(20);
    expect(one.base32).toMatch(/^[A-Z2-7]{32}$/);
    expect(one.base32).not.toBe(other.base32);
  });

  it('keeps exactly the bytes it drew, even out of a shared pool', () => {
    const pool = randomBytes(64);
    const { bytes, base32, uri } = newSecret(() => pool.subarray(7, 27), 'Northwind', 'ada');
    expect(bytes.equals(pool.subarray(7, 27))).toBe(true);
    const read = URI.parse(uri);
    expect(Buffer.from(read.secret.bytes).equals(bytes)).toBe(true);
    expect(read.secret.base32).toBe(base32);
  });

  it('is read by an app from its address as what the server checks', async () => {
    const { bytes, uri } = newSecret(randomBytes, 'Northwind Flows', 'ada@acme.example (acme)');
    const at = 1_700_000_000_000;
    const ours = hotp(createSecretKey(bytes), stepAt(at));
    expect(URI.parse(uri).generate({ timestamp: at })).toBe(ours);
    expect(await codeFor(uri, at)).toBe(ours);
  });

  it('says SHA-1, six digits and thirty seconds, which every app can do', () => {
    const uri = new URL(newSecret(randomBytes, 'Northwind', 'ada').uri);
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.host).toBe('totp');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: 'Northwind',
      algorithm: 'SHA1',
      digits: String(digits),
      period: String(period),
    });
  });

  for (const [issuer, label] of [
    ['Northwind Flows', 'ada@acme.example (acme)'],
    ['Ação & Cia?', 'joão+teste@ação.example (são paulo/1)'],
    ['100% #1', 'a&secret=AAAA&issuer=evil'],
    ['日本', '\u200fada "quoted" <b>'],
  ] as const) {
    it(`names ${issuer} and ${label} such that an app shows exactly these`, () => {
      const read = URI.parse(newSecret(randomBytes, issuer, label).uri);
      expect(read.issuer).toBe(issuer);
      expect(read.label).toBe(label);
      expect(read.secret.bytes).toHaveLength(20);
    });
  }
});

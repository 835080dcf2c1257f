import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSeal, type Purpose, type Seal } from './seal.ts';

const root = randomBytes(32);
const seal = createSeal({ current: '1', roots: new Map([['1', root]]) }, randomBytes);
const secret = Buffer.from('a secret of twenty b');

const withKeys = (current: string, ...keys: (readonly [string, Buffer])[]): Seal =>
  createSeal({ current, roots: new Map(keys) }, randomBytes);

describe('what was sealed', () => {
  it('opens to the same bytes, also none and many', () => {
    for (const plain of [secret, Buffer.alloc(0), randomBytes(10_000)]) {
      expect(seal.open('secrets', seal.seal('secrets', plain, 'here'), 'here')).toEqual(plain);
    }
  });

  it('looks different each time and shows nothing of the plain bytes', () => {
    const texts = Array.from({ length: 100 }, () => seal.seal('secrets', secret, 'here'));
    expect(new Set(texts).size).toBe(100);
    expect(new Set(texts.map((text) => text.split('.')[1])).size).toBe(100);
    for (const text of texts) {
      expect(Buffer.from(text.split('.')[2] ?? '', 'base64url').includes(secret)).toBe(false);
    }
  });

  it('is text that a cookie and a column take as it is', () => {
    expect(seal.seal('secrets', secret, 'here')).toMatch(/^1\.[\w-]{16}\.[\w-]+$/);
  });

  it('does not open in another context', () => {
    const text = seal.seal('secrets', secret, 'factor.secret/one/secret');
    for (const context of ['factor.secret/other/secret', 'factor.secret/one/other', '', 'x']) {
      expect(seal.open('secrets', text, context)).toBeNull();
    }
  });

  it('does not open for another purpose', () => {
    const purposes: Purpose[] = [
      'secrets',
      'forms',
      'devices',
      'audit',
      'canary',
      'login-code/1',
      'login-code/2',
    ];
    for (const purpose of purposes) {
      const text = seal.seal(purpose, secret, 'here');
      const opened = purposes.filter((other) => seal.open(other, text, 'here') !== null);
      expect(opened).toEqual([purpose]);
    }
  });

  it('does not open with another key of the same id', () => {
    const text = seal.seal('secrets', secret, 'here');
    expect(withKeys('1', ['1', randomBytes(32)]).open('secrets', text, 'here')).toBeNull();
  });

  it('does not open under the name of a key that is not there', () => {
    const text = seal.seal('secrets', secret, 'here');
    expect(withKeys('2', ['2', root]).open('secrets', text, 'here')).toBeNull();
    expect(seal.open('secrets', text.replace(/^1\./, '2.'), 'here')).toBeNull();
  });

  it('does not open with any one bit changed', () => {
    const [key = '', iv = '', body = ''] = seal.seal('secrets', secret, 'here').split('.');
    const parts = { iv: Buffer.from(iv, 'base64url'), body: Buffer.from(body, 'base64url') };
    let tried = 0;
    for (const [name, bytes] of Object.entries(parts)) {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        const at = bit >> 3;
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit & 7)), at);
        const all = { iv, body, [name]: changed.toString('base64url') };
        expect(seal.open('secrets', `${key}.${all.iv}.${all.body}`, 'here')).toBeNull();
        tried++;
      }
    }
    expect(tried).toBe((12 + secret.length + 16) * 8);
  });

  it('does not open when cut or grown, however short the tag becomes', () => {
    const text = seal.seal('secrets', secret, 'here');
    const [key = '', iv = '', body = ''] = text.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length).toString('base64url');
      expect(seal.open('secrets', `${key}.${iv}.${cut}`, 'here')).toBeNull();
    }
    const grown = Buffer.concat([bytes, Buffer.from([0])]).toString('base64url');
    expect(seal.open('secrets', `${key}.${iv}.${grown}`, 'here')).toBeNull();
    const swapped = Buffer.concat([bytes.subarray(-16), bytes.subarray(0, -16)]);
    expect(
      seal.open('secrets', `${key}.${iv}.${swapped.toString('base64url')}`, 'here'),
    ).toBeNull();
  });

  it('is nothing, and no exception, when it was never sealed', () => {
    for (const text of [
      '',
      '.',
      '..',
      '...',
      '1',
      '1.',
      '1..',
      '1..AAAA',
      `1.${'A'.repeat(16)}.`,
      '\0',
      '🗝.🗝.🗝',
    ]) {
      expect(seal.open('secrets', text, 'here')).toBeNull();
    }
  });
});

describe('several keys', () => {
  const old = ['old', randomBytes(32)] as const;
  const now = ['now', randomBytes(32)] as const;

  it('the current one seals and all of them open', () => {
    const before = withKeys('old', old).seal('secrets', secret, 'here');
    const both = withKeys('now', now, old);
    expect(both.open('secrets', before, 'here')).toEqual(secret);
    const after = both.seal('secrets', secret, 'here');
    expect(after).toMatch(/^now\./);
    expect(withKeys('now', now).open('secrets', after, 'here')).toEqual(secret);
    expect(withKeys('old', old).open('secrets', after, 'here')).toBeNull();
  });

  it('are listed with the current one first', () => {
    expect(withKeys('now', old, now).keyIds).toEqual(['now', 'old']);
  });

  it('without the current one nothing is sealed', () => {
    const without = withKeys('now', old);
    expect(() => without.seal('secrets', secret, 'here')).toThrow('"now" is missing');
    expect(() => without.mac('forms', 'text')).toThrow('"now" is missing');
  });

  it('keep opening after many subkeys were used and dropped', () => {
    const text = seal.seal('secrets', secret, 'here');
    for (let hour = 0; hour < 500; hour++) seal.seal(`login-code/${hour}`, secret, 'here');
    expect(seal.open('secrets', text, 'here')).toEqual(secret);
  });
});

describe('a mac', () => {
  it('is the same for the same text, and another for any other text, purpose or key', () => {
    const mac = seal.mac('forms', 'text');
    expect(seal.mac('forms', 'text')).toBe(mac);
    expect(mac).toMatch(/^[\w-]{43}$/);
    const others = [
      seal.mac('forms', 'text '),
      seal.mac('canary', 'text'),
      withKeys('1', ['1', randomBytes(32)]).mac('forms', 'text'),
    ];
    expect(others).not.toContain(mac);
  });
});

import { describe, expect, it } from 'vitest';
import { readProfile } from '../profile/profile.ts';
import {
  credentialNames,
  endCredentials,
  endLoginCode,
  endOwes,
  endPlanted,
  loginCodeCookie,
  owesCookie,
  setLoginCode,
  setOwes,
} from './own-cookies.ts';

const standIn = credentialNames(readProfile('stand-in'), []);
const platformWith = (...names: string[]) => names;

/** A Set-Cookie line's parts, its attributes in small letters. */
function parts(line: string): { pair: string; attributes: string[] } {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  return { pair, attributes: attributes.map((attribute) => attribute.toLowerCase()).toSorted() };
}

describe('the sealed login code', () => {
  it('is for this host and the server only, and for a minute', () => {
    expect(parts(setLoginCode('1.iv.body'))).toEqual({
      pair: '__Host-two-factor-login-code=1.iv.body',
      attributes: ['httponly', 'max-age=60', 'path=/', 'samesite=strict', 'secure'],
    });
  });

  it('ends with the attributes that a browser asks of its prefix', () => {
    expect(loginCodeCookie.startsWith('__Host-')).toBe(true);
    expect(parts(endLoginCode)).toEqual({
      pair: `${loginCodeCookie}=`,
      attributes: ['httponly', 'max-age=0', 'path=/', 'samesite=strict', 'secure'],
    });
  });
});

describe('the cookie that a code is owed', () => {
  it('is readable by pages, says nothing but 1, and lasts a minute', () => {
    expect(parts(setOwes)).toEqual({
      pair: 'two-factor-owed=1',
      attributes: ['max-age=60', 'path=/', 'samesite=lax'],
    });
    expect(owesCookie).toBe('two-factor-owed');
  });

  it('ends where it was set', () => {
    expect(parts(endOwes)).toEqual({
      pair: 'two-factor-owed=',
      attributes: ['max-age=0', 'path=/', 'samesite=lax'],
    });
  });
});

describe('signing out', () => {
  it('ends each credential here and on every parent domain', () => {
    expect(endCredentials(platformWith('sid', 'token'), 'app.flows.example.com')).toEqual(
      ['sid', 'token'].flatMap((name) => [
        `${name}=; Path=/; Max-Age=0`,
        `${name}=; Path=/; Domain=app.flows.example.com; Max-Age=0`,
        `${name}=; Path=/; Domain=flows.example.com; Max-Age=0`,
        `${name}=; Path=/; Domain=example.com; Max-Age=0`,
      ]),
    );
  });

  it('of a prefixed cookie is Secure, without which a browser ignores it', () => {
    for (const line of endCredentials(platformWith('__Secure-sid'), 'flows.example')) {
      expect(parts(line).attributes).toContain('secure');
    }
    expect(endCredentials(platformWith('__Host-sid'), 'flows.example.com')).toEqual([
      '__Host-sid=; Path=/; Max-Age=0; Secure',
    ]);
  });

  it('names no domain where a host has no parent', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(endCredentials(platformWith('sid'), host)).toEqual(['sid=; Path=/; Max-Age=0']);
    }
  });
});

describe('a cookie that a sibling host planted', () => {
  it('ends on every domain that a sibling could name', () => {
    expect(endPlanted(platformWith('sid'), 'flows.example.com')).toEqual([
      'sid=; Path=/; Domain=flows.example.com; Max-Age=0',
      'sid=; Path=/; Domain=example.com; Max-Age=0',
    ]);
  });

  it("ends without the host's own cookie, which names no domain", () => {
    for (const line of endPlanted(standIn, 'flows.example.com')) expect(line).toContain('Domain=');
    expect(endPlanted(standIn, 'localhost')).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, likeOneOf, plainName } from './spelling.ts';

/** Names that some platform takes for `access_token`. */
const alike = [
  'access_token',
  'ACCESS_TOKEN',
  'Access_Token',
  'access-token',
  'access.token',
  'access token',
  'access+token',
  ' access_token',
  '+access_token ',
  '_access_token_',
  'access__token',
  '%61ccess_token',
  'access%5Ftoken',
  'access%5ftoken',
  '%u0061ccess%u005Ftoken',
  'access_token[]',
  'access_token[0]',
  'access_token[a][b]',
  'access_token%5B%5D',
  '[access_token]',
  '[access_token][]',
  '[access_token]x',
  '[]access_token',
  'access[token',
  'access%5btoken',
  'access_token[x',
  '%5Baccess_token%5D',
  '[[access_token',
  'access_token]',
  'access_token\0',
  'access_token%00x',
  '"access_token"',
  '$access_token',
  '\ufeffaccess_token',
];

const other = [
  'access',
  'token',
  'accesstoken',
  'my_access_token',
  'access_token_2',
  'access_tokens',
  'a[access_token]',
  'access[token]',
  'a[access_token',
  '%zzaccess_token',
  '%00access_token',
  '',
  '[]',
  '_',
];

describe('a name', () => {
  const isAlike = likeOneOf(['access_token']);

  it.each(alike)('%j is like access_token', (name) => {
    expect(isAlike(name)).toBe(true);
  });

  it.each(other)('%j is not', (name) => {
    expect(isAlike(name)).toBe(false);
  });

  it('of any letters is like itself, however it is encoded, quoted and put in brackets', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,8}){0,3}$/);
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.nat(3)), (name, ways) => {
        const spelled = Array.from(name, (letter) => {
          const hex = letter.charCodeAt(0).toString(16);
          const all = [letter, letter.toUpperCase(), `%${hex}`, `%u00${hex}`];
          return all[ways.next().value ?? 0];
        }).join('');
        for (const each of [spelled, `[${spelled}]`, `${spelled}[]`, `"${spelled}"`]) {
          expect(likeOneOf([name])(each)).toBe(true);
        }
        expect(likeOneOf([`${name}x`])(spelled)).toBe(false);
      }),
    );
  });

  it('with a star stands for any text there, and none elsewhere', () => {
    const fits = likeOneOf(['*_session', 'wiki*Token', 'x*', 'app-*', 'a_*_b']);
    const alike = 'a_session _session a.b_SESSION wikiToken wiki_de_Token x xyz app-1 app- app%2D1';
    for (const name of [...alike.split(' '), 'a_b', 'a__b', 'a_x_b', 'A-x.y%5Fb']) {
      expect(fits(name), name).toBe(true);
    }
    for (const name of ['a_session_2', 'mysession', 'sessions', 'wiki', 'Token', 'apple', 'ab']) {
      expect(fits(name), name).toBe(false);
    }
  });

  it('is like none of no names', () => {
    expect(likeOneOf([])('')).toBe(false);
    expect(likeOneOf([])('a')).toBe(false);
  });

  it('of a megabyte is as quickly plain as a short one', () => {
    const million = 1_000_000;
    for (const long of ['_', '%', '[', '%5B', ' ', 'a_', '%00', '=']) {
      const name = `a${long.repeat(million / long.length)}a`;
      expect(plainName(name).length).toBeLessThanOrEqual(name.length);
    }
  });
});

describe('a value', () => {
  it.each([
    'abc.DEF-1',
    'ABC.def-1',
    '"abc.DEF-1"',
    ' abc.DEF-1 ',
    'abc%2EDEF-1',
    'abc%252EDEF-1',
    'abc%u002eDEF-1',
    '%61bc.DEF-1',
    'abc.DEF-1%00x',
    'abc.DEF-1\0x',
    'abc.\\DEF-1',
    'abc.%22DEF-1',
  ])('%j has the hash of the one token that it may be', (value) => {
    expect(hashOf(value)).toBe(hashOf('abc.DEF-1'));
  });

  it('that is another one has another hash', () => {
    const seen = new Set(['abc', 'abd', 'ab', 'abcc', 'abc=', 'abc-', 'a.bc', ''].map(hashOf));
    expect(seen.size).toBe(8);
  });

  it('is not to be had from its hash', () => {
    expect(hashOf('abc')).toMatch(/^[\w-]{43}$/);
  });
});

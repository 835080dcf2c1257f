import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parametersOf, queryOf, withoutParameters, withoutPathParameters } from './query.ts';
import { likeOneOf } from './spelling.ts';

const isToken = likeOneOf(['token']);

describe('parameters', () => {
  it.each<[string, [string, string][]]>([
    ['', []],
    ['a=b', []],
    ['token=1', [['token', '1']]],
    ['a=b&token=1&c', [['token', '1']]],
    ['a=b;token=1;c', [['token', '1']]],
    [
      'token=1&TOKEN=2',
      [
        ['token', '1'],
        ['TOKEN', '2'],
      ],
    ],
    ['token', [['token', '']]],
    ['token=', [['token', '']]],
    ['token=a=b==', [['token', 'a=b==']]],
    ['token=a+b%20c%2B', [['token', 'a b c+']]],
    ['token=%zz+', [['token', '%zz ']]],
    ['token=%C3%A9', [['token', 'é']]],
    ['[token]=1', [['[token]', '1']]],
    ['=token&&;&token=1', [['token', '1']]],
    ['x=[token]=1', []],
  ])('of %j are %j', (query, found) => {
    expect(parametersOf(query, isToken).map(({ name, value }) => [name, value])).toEqual(found);
  });

  it('are those behind the first question mark', () => {
    expect(queryOf('/a?b?c=d')).toBe('b?c=d');
    expect(queryOf('/a')).toBe('');
    expect(queryOf('/a?')).toBe('');
    expect(queryOf('http://b/a?c')).toBe('c');
  });
});

describe('an address without its tokens', () => {
  it.each([
    ['/a', '/a'],
    ['/a?', '/a?'],
    ['/a?b=c', '/a?b=c'],
    ['/a?token=1', '/a'],
    ['/a?b=c&token=1', '/a?b=c'],
    ['/a?token=1&b=c', '/a?b=c'],
    ['/a?b=c&token=1&d=e', '/a?b=c&d=e'],
    ['/a?b=c;token=1;d=e', '/a?b=c&d=e'],
    ['/a?token=1&[token]=2&TOKEN=3', '/a'],
    ['/a?b=%20+&token=1&c=%zz', '/a?b=%20+&c=%zz'],
    ['/a?&&b', '/a?&&b'],
    ['//a/../b?token=1#c', '//a/../b'],
  ])('%s is %s', (target, rest) => {
    expect(withoutParameters(target, isToken)).toBe(rest);
  });

  it('has none of them left, and all of the others, in their order', () => {
    const pair = fc.constantFrom(
      'a=1',
      'b',
      'c=%20',
      'token=1',
      '[token]=2',
      'Token',
      't%6fken=3',
      '',
    );
    const text = fc.array(fc.tuple(pair, fc.constantFrom('&', ';')), { maxLength: 12 });
    fc.assert(
      fc.property(text, (pairs) => {
        const target = `/x?${pairs.map(([each, separator]) => each + separator).join('')}`;
        const rest = withoutParameters(target, isToken);
        expect(parametersOf(queryOf(rest), isToken)).toEqual([]);
        const names = (query: string) => query.split(/[&;]/).filter((each) => each !== '');
        expect(names(queryOf(rest))).toEqual(
          names(queryOf(target)).filter((each) => parametersOf(each, isToken).length === 0),
        );
      }),
    );
  });
});

describe('an address without the tokens of its path', () => {
  it.each([
    ['/a', '/a'],
    ['/a;b=c', '/a;b=c'],
    ['/a;token=1', '/a'],
    ['/a;TOKEN=1;b=c', '/a;b=c'],
    ['/a;b=c;token=1/d;token=2?token=3', '/a;b=c/d?token=3'],
    ['/a%3Btoken=1', '/a'],
    ['/a;t%6Fken%3D1/b', '/a/b'],
    ['/a;token', '/a'],
    ['/a;tokens=1', '/a;tokens=1'],
    [';token=1', ''],
    ['http://b/a;token=1', 'http://b/a'],
  ])('%s is %s', (target, rest) => {
    expect(withoutPathParameters(target, isToken)).toBe(rest);
  });

  it('is made of a megabyte by looking at no name twice', () => {
    for (const long of [';', ';a', '%3b', ';token', '/;']) {
      const target = `/a${long.repeat(1_000_000 / long.length)}`;
      let looked = 0;
      const rest = withoutPathParameters(target, (name) => {
        looked += ';'.length + name.length;
        return isToken(name);
      });
      expect(rest).toBe(long === ';token' ? '/a' : target);
      expect(looked).toBeLessThanOrEqual(target.length);
    }
  });
});

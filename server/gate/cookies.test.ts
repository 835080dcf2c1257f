import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileWith } from '../../test/harness/profiles.ts';
import { createCookieReader, parseCookies, setCookiePair, writeCookies } from './cookies.ts';

const wiki = createCookieReader(
  profileWith({
    credential: {
      cookies: [{ pattern: '*_session', with: ['*UserID', '*Token'], anonymous: 'forward' }],
    },
  }),
);
const mixed = createCookieReader(
  profileWith({
    credential: {
      cookies: [
        { name: 'sid', anonymous: 'forward' },
        { pattern: 'app-*', with: ['csrf'] },
      ],
    },
  }),
);

const shown = (read: typeof wiki, header: string) => {
  const { others, found, ambiguous } = read(header);
  return {
    others: writeCookies(others),
    found: found.map(({ cookies }) => writeCookies(cookies)),
    ambiguous,
  };
};

describe('a set with a key cookie', () => {
  it.each<[string, string[], string | null]>([
    ['w_session=1', ['w_session=1'], null],
    ['w_session=1; wUserID=2; wToken=3', ['w_session=1; wUserID=2; wToken=3'], null],
    ['wToken=3; a=b; w_session=1', ['w_session=1; wToken=3'], 'a=b'],
    ['w_session=1; vUserID=2; vToken=3', ['w_session=1'], null],
    ['wUserID=2; wToken=3', [], null],
    ['a=b; wUserID=2', [], 'a=b'],
    [
      'v_session=1; w_session=2; wToken=3; vToken=4',
      ['v_session=1; vToken=4', 'w_session=2; wToken=3'],
      null,
    ],
    ['_session=1; Token=2', ['_session=1; Token=2'], null],
    ['w_SESSION=1; w_session%00=2; wtoken=3; w_Token=4', [], null],
    ['w_session=', ['w_session='], null],
  ])('of %s: %j, and %j beside', (header, found, others) => {
    expect(shown(wiki, header)).toEqual({ found, others, ambiguous: false });
  });

  it.each([
    'w_session=1; w_session=2',
    'w_session=1; wToken=2; wToken=3',
    'w_session=1; wToken=2; wToken=2',
    'w_session=1; wUserID=; wUserID=1',
  ])('of %s could be read in two ways', (header) => {
    expect(wiki(header).ambiguous).toBe(true);
  });

  it('is no more ambiguous for members that open nothing without their key', () => {
    expect(wiki('wToken=1; wToken=2').ambiguous).toBe(false);
  });
});

describe('a pattern', () => {
  it.each<[string, string[], string | null]>([
    ['sid=1; app-a=2', ['sid=1', 'app-a=2'], null],
    ['app-a=2; csrf=3', ['app-a=2; csrf=3'], null],
    ['app-=2', ['app-=2'], null],
    ['apple=2; myapp-a=3', [], 'apple=2; myapp-a=3'],
    ['app=2', [], null],
    ['csrf=3; lang=en', [], 'lang=en'],
    ['lang=app-a', [], 'lang=app-a'],
    ['lang="x app-a=1"', [], null],
  ])('of %s: %j, and %j beside', (header, found, others) => {
    expect(shown(mixed, header)).toEqual({ found, others, ambiguous: false });
  });

  it('says for each what happens while it is nobody’s', () => {
    expect(mixed('sid=1; app-a=2').found.map(({ anonymous }) => anonymous)).toEqual([
      'forward',
      'remove',
    ]);
  });

  it('that takes a cookie for a credential never lets the same one travel on', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9._-]{0,6}$/);
    fc.assert(
      fc.property(part, part, part, (before, after, star) => {
        const cookies = [{ pattern: `${before}*${after}` }];
        const read = createCookieReader(profileWith({ credential: { cookies } }));
        const { found, others } = read(`${before}${star}${after}x=1; ${before}${star}${after}=1`);
        const names = found.flatMap((each) => each.cookies.map(({ name }) => name));
        expect(others.filter(({ name }) => names.includes(name))).toEqual([]);
      }),
    );
  });

  it('concerns its members, too', () => {
    for (const name of ['sid', 'app-x', 'csrf', 'CSRF']) expect(mixed.concerns(name)).toBe(true);
    for (const name of ['lang', 'xsid']) expect(mixed.concerns(name)).toBe(false);
  });
});

it('a header of 200 kB holds no credential that is not there, however it is made up', () => {
  // Whatever takes the square of its length would not end in the time that a test has.
  for (const long of ['a', '=', ' ', 'a=', ',', '"', ' a=', 'sid', ';']) {
    const text = long.repeat(200_000 / long.length);
    expect(mixed(`x=${text}`).found).toEqual([]);
    expect(wiki(`${text}=x`).found).toEqual([]);
    expect(shown(mixed, `sid=1; x=${text}`).found).toEqual(['sid=1']);
  }
});

describe('a Set-Cookie line', () => {
  it.each<[string, [string, string] | undefined]>([
    ['a=b', ['a', 'b']],
    ['a=b; Path=/; HttpOnly', ['a', 'b']],
    [' a = b ;x', ['a', 'b']],
    ['a=', ['a', '']],
    ['a=b=c', ['a', 'b=c']],
    ['a', undefined],
    ['=b', undefined],
    ['', undefined],
  ])('%j sets %j', (line, pair) => {
    const read = setCookiePair(line);
    expect(read && [read.name, read.value]).toEqual(pair);
  });
});

it('a Cookie header is taken apart at semicolons alone', () => {
  expect(parseCookies('a="b; c=d"; e=f,g=h').map(({ name, value }) => `${name}|${value}`)).toEqual([
    'a|"b',
    'c|d"',
    'e|f,g=h',
  ]);
});

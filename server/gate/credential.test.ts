import { describe, expect, it } from 'vitest';
import { readProfile } from '../profile/profile.ts';
import { type Cookie, readOwnCookie, writeCookies } from './cookies.ts';
import { credentialReader } from './credential.ts';

/** The stand-in's credentials: `session` (forwarded while nobody's) and `session_legacy`. */
const profile = readProfile('stand-in');
const read = (header: string | undefined) =>
  credentialReader(profile).read({ headers: { cookie: header } });
const line = ({ name, value }: Cookie) => `${name}=${value}`;

describe('credentials', () => {
  it('are the cookies that the profile names, and all others travel on as they are', () => {
    const { found, others, ambiguous } = read(
      'lang=en; session=abc; theme="dark"; session_legacy=d',
    );
    expect(found.map(line)).toEqual(['session=abc', 'session_legacy=d']);
    expect(found.map(({ anonymous }) => anonymous)).toEqual(['forward', 'remove']);
    expect(others.map(line)).toEqual(['lang=en', 'theme="dark"']);
    expect(ambiguous).toBe(false);
  });

  it('are none without a Cookie header, and none in an empty one', () => {
    for (const header of [undefined, '', ';', '; ;', '=', '=session', 'session']) {
      expect(read(header)).toEqual({ found: [], others: [], ambiguous: false });
    }
  });

  it('keep their value to the letter, also with = in it and none at all', () => {
    expect(read('session=a=b==').found.map(({ value }) => value)).toEqual(['a=b==']);
    expect(read('session="a b%20"').found.map(({ value }) => value)).toEqual(['"a b%20"']);
    expect(read('session=').found.map(({ value }) => value)).toEqual(['']);
  });

  it('are found however the header is spaced', () => {
    for (const header of ['session=abc', ' session = abc ', 'a=b;session=abc;', '\tsession=abc']) {
      expect(read(header).found.map(line)).toEqual(['session=abc']);
    }
  });

  it('are known by a hash that shows nothing of the value', () => {
    const [one] = read('session=abc').found;
    const [same] = read('x=y; session=abc').found;
    const [otherValue] = read('session=abd').found;
    expect(one?.hash).toMatch(/^[\w-]{43}$/);
    expect(one?.hash).not.toContain('abc');
    expect(same?.hash).toBe(one?.hash);
    expect(otherValue?.hash).not.toBe(one?.hash);
  });

  it.each([
    ['session_legacy=abc', 'under another name'],
    ['session=%61bc', 'percent-encoded'],
    ['session=%2561bc', 'percent-encoded twice'],
    ['session="abc"', 'quoted'],
    ['session=ABC', 'in capitals'],
    ['session=abc%00def', 'with an end of text'],
    ['session=abc%20', 'with a space behind it'],
  ])('are the same session as `session=abc` with %s: %s', (header) => {
    expect(read(header).found[0]?.hash).toBe(read('session=abc').found[0]?.hash);
  });
});

describe('a request is ambiguous', () => {
  for (const header of [
    'session=one; session=other',
    'session=same; session=same',
    'session=one; lang=en; session=',
    'session_legacy=one; session=x; session_legacy=other',
    'a="x; session=one; session=other',
  ]) {
    it(`when it carries ${header}`, () => {
      expect(read(header).ambiguous).toBe(true);
    });
  }

  it('not for two different credentials, nor for another cookie that comes twice', () => {
    expect(read('session=one; session_legacy=one').ambiguous).toBe(false);
    expect(read('session=one; lang=en; lang=es').ambiguous).toBe(false);
  });
});

describe('what some platform might take for a credential never travels on', () => {
  const lookalikes = {
    'letter case': 'Session=evil',
    'all in capitals': 'SESSION=evil',
    'a percent-encoded letter': 's%65ssion=evil',
    'a percent-encoded space': '%20session=evil',
    'a zero byte at the end': 'session%00=evil',
    quotes: '"session"=evil',
    'brackets, which PHP reads as a list': 'session[]=evil',
    'a dot for an underscore, as PHP has it': 'session.legacy=evil',
    'a space for an underscore': 'session legacy=evil',
    'an encoded dot': 'session%2Elegacy=evil',
    'a dollar sign in front': '$session=evil',
    'a hyphen': 'session-legacy=evil',
    'a value behind a comma': 'lang=en, session=evil',
    'a value behind a space': 'lang=en session=evil',
    'a value behind a tab': 'lang=en\tsession=evil',
    'a value with spaces at its sign': 'lang=en session =evil',
    'a value in quotes': 'lang="en session=evil"',
    'a lookalike in a value': 'lang=en,SESSION=evil',
    'an encoded name in a value': 'lang=en,s%65ssion=evil',
  } as const;
  for (const [how, header] of Object.entries(lookalikes)) {
    it(`by ${how}: ${header}`, () => {
      const { found, others } = read(header);
      expect(found).toEqual([]);
      expect(others).toEqual([]);
    });
  }

  it('by a quoted value that a semicolon cuts: the pair behind it is a credential', () => {
    const { found, others } = read('lang="en; session=evil"');
    expect(found.map(line)).toEqual(['session=evil"']);
    expect(others.map(line)).toEqual(['lang="en']);
  });

  it('a lookalike takes nothing away from the credential beside it', () => {
    const { found, others, ambiguous } = read('Session=evil; session=mine');
    expect(found.map(line)).toEqual(['session=mine']);
    expect(others).toEqual([]);
    expect(ambiguous).toBe(false);
  });
});

describe('cookies that only sound alike', () => {
  for (const header of [
    'sessions=1',
    'session_id=1',
    'my_session=1',
    'lang=session',
    'note=my session',
    'pref=a=b',
    'percent%=1',
    'percent%zz=1',
  ]) {
    it(`travel on: ${header}`, () => {
      expect(read(header).others.map(line)).toEqual([header]);
    });
  }
});

describe('our own cookies', () => {
  it('never travel on, in any letter case', () => {
    for (const header of [
      'two-factor-owed=1',
      'Two-Factor-Owed=1',
      '__Host-two-factor-login-code=sealed',
      '__HOST-TWO-FACTOR-LOGIN-CODE=sealed',
      'two-factor-anything=1',
    ]) {
      expect(read(`a=b; ${header}; c=d`).others.map(line)).toEqual(['a=b', 'c=d']);
    }
  });

  it('are read by their exact name', () => {
    const header = 'a=b; two-factor-owed=1; c=d';
    expect(readOwnCookie(header, 'two-factor-owed')).toBe('1');
    expect(readOwnCookie(header, 'Two-factor-owed')).toBeNull();
    expect(readOwnCookie(undefined, 'two-factor-owed')).toBeNull();
  });

  it('count as not there when they come twice', () => {
    expect(readOwnCookie('x=1; x=1', 'x')).toBeNull();
    expect(readOwnCookie('x=1; x=2', 'x')).toBeNull();
  });
});

it('a Cookie header is written as it was read, and not at all without cookies', () => {
  const { found, others } = read('a=b; session=c=; d="e"');
  expect(writeCookies([...others, ...found])).toBe('a=b; d="e"; session=c=');
  expect(writeCookies([])).toBeNull();
});

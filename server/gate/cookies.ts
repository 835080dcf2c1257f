import type { Profile } from '../profile/schema.ts';
import { likeOneOf } from './spelling.ts';

export type Cookie = { readonly name: string; readonly value: string };

/** A cookie that is a credential, with those that belong to it and open nothing alone. */
export type CookieCredential = {
  readonly cookies: readonly [Cookie, ...Cookie[]];
  readonly anonymous: 'remove' | 'forward';
};

export type CookieCredentials = {
  /** Those that may travel on as they are. */
  readonly others: readonly Cookie[];
  readonly found: readonly CookieCredential[];
  /** A name that matters came twice: platforms differ in which one they take. */
  readonly ambiguous: boolean;
};

/** The prefix of every cookie of ours; none of them ever reaches the platform. */
const ours = /^(__host-)?two-factor-/i;

/**
 * Takes Cookie headers apart (RFC 6265 §4.2.1). Cookies that some platform might take for a credential
 * although they are not spelled like it (letter case, percent-encoding, PHP's underscores, a second
 * pair hidden in a value) are left out, and so is whatever belongs to a credential that is not there.
 */
export function createCookieReader(profile: Profile) {
  const keys = profile.credential.cookies.map((cookie) => {
    const name = 'name' in cookie ? cookie.name : cookie.pattern;
    const members = 'with' in cookie ? cookie.with : [];
    return { name, starOf: starOf(name), members, anonymous: cookie.anonymous };
  });
  const looksLike = likeOneOf(keys.flatMap(({ name, members }) => [name, ...members]));
  const hides = (value: string) =>
    value
      .split('=')
      .slice(0, -1)
      .some((before) => looksLike(lastWord(before)));

  function read(header: string | undefined): CookieCredentials {
    const all = parseCookies(header);
    const found = all.flatMap((cookie): CookieCredential[] => {
      for (const { starOf, members, anonymous } of keys) {
        const star = starOf(cookie.name);
        if (star === null) continue;
        const names = members.map((member) => member.replace('*', () => star));
        const belonging = all.filter(({ name }) => names.includes(name));
        return [{ cookies: [cookie, ...belonging], anonymous }];
      }
      return [];
    });
    const others = all.filter(
      ({ name, value }) => !ours.test(name) && !looksLike(name) && !hides(value),
    );
    const taken = found.flatMap(({ cookies }) => cookies.map(({ name }) => name));
    return { others, found, ambiguous: new Set(taken).size < taken.length };
  }

  return Object.assign(read, { concerns: looksLike });
}

function lastWord(text: string): string {
  return (
    text
      .trimEnd()
      .split(/[\s,"]/)
      .at(-1) ?? ''
  );
}

/** What the `*` of a pattern stands for in a name, empty for an exact one; null where it does not fit. */
function starOf(pattern: string): (name: string) => string | null {
  const [before = '', after] = pattern.split('*', 2);
  return (name) => {
    if (after === undefined) return name === pattern ? '' : null;
    const fits = name.length >= before.length + after.length;
    return fits && name.startsWith(before) && name.endsWith(after)
      ? name.slice(before.length, name.length - after.length)
      : null;
  };
}

/** The value of one of our own cookies, or null; a name that comes twice counts as not there. */
export function readOwnCookie(header: string | undefined, name: string): string | null {
  const [first, ...more] = parseCookies(header).filter((cookie) => cookie.name === name);
  return first && more.length === 0 ? first.value : null;
}

/** A Cookie header of these cookies, or null for none. */
export function writeCookies(cookies: readonly Cookie[]): string | null {
  return cookies.length > 0
    ? cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    : null;
}

/** The pair of a Set-Cookie line. */
export function setCookiePair(line: string): Cookie | undefined {
  return parseCookies(line.split(';', 1)[0])[0];
}

/** The pairs of a Cookie header, in order, values as they stand; what has no name is left out. */
export function parseCookies(header = ''): Cookie[] {
  const cookies: Cookie[] = [];
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    if (name) cookies.push({ name, value: pair.slice(at + 1).trim() });
  }
  return cookies;
}

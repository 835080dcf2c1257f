import type { IncomingHttpHeaders } from 'node:http';
import type { Profile } from '../profile/schema.ts';
import {
  type Cookie,
  createCookieReader,
  parseCookies,
  setCookiePair,
  writeCookies,
} from './cookies.ts';
import { parametersOf, queryOf } from './query.ts';
import type { RequestHead } from './request.ts';
import { hashOf, likeOneOf } from './spelling.ts';

/** Where in a request a credential stands; a token in two places is two credentials with one hash. */
export type Place = 'cookie' | 'header' | 'query' | 'body' | 'message';

export type Credential = {
  readonly place: Place;
  /** Of the cookie, header or parameter. */
  readonly name: string;
  /** The token without what stands around it. */
  readonly value: string;
  /** A cookie itself and those that belong to it. */
  readonly cookies: readonly Cookie[];
  /**
   * SHA-256, base64url: what is stored and compared instead of the value. One session has one hash, in
   * whatever place and in whatever spelling its value comes.
   */
  readonly hash: string;
  /** What happens to it while the platform says nobody. */
  readonly anonymous: 'remove' | 'forward';
};

/** The credentials of a request, and the cookies that may travel on as they are. */
export type Credentials = {
  readonly others: readonly Cookie[];
  readonly found: readonly Credential[];
  /** A credential's name came twice: platforms differ in which one they take. */
  readonly ambiguous: boolean;
};

export type CredentialReader = {
  /** @param inside what the body or a message of the request holds. */
  read(head: RequestHead, inside?: readonly Credential[]): Credentials;
  /** The credentials that the browser has when an answer's Set-Cookie lines have come to it. */
  readAfter(cookieHeader: string | undefined, lines: readonly string[]): readonly Credential[];
  /** Whether a cookie of this name is one, or belongs to one. */
  isCookie(name: string): boolean;
  /** Whether a parameter of an address is one of the profile's credentials. */
  isParameter(name: string): boolean;
};

const readers = new WeakMap<Profile, CredentialReader>();

/** Reads the credentials that a profile names. */
export function credentialReader(profile: Profile): CredentialReader {
  let reader = readers.get(profile);
  if (!reader) {
    reader = createReader(profile);
    readers.set(profile, reader);
  }
  return reader;
}

function createReader(profile: Profile): CredentialReader {
  const readCookies = createCookieReader(profile);
  const isParameter = likeOneOf(profile.credential.query);

  function ofCookies(header: string | undefined) {
    const { others, found, ambiguous } = readCookies(header);
    const credentials = found.map(({ cookies, anonymous }): Credential => {
      const [{ name, value }] = cookies;
      return { place: 'cookie', name, value, cookies, hash: hashOf(value), anonymous };
    });
    return { others, found: credentials, ambiguous };
  }

  return {
    isParameter,
    isCookie: readCookies.concerns,
    read({ headers, url = '' }, inside = []) {
      const cookies = ofCookies(headers.cookie);
      const query = parametersOf(queryOf(url), isParameter).map(({ name, value }) =>
        tokenAt('query', name, value),
      );
      const found = [...cookies.found, ...headersOf(headers, profile), ...query, ...inside];
      const inBody = inside.filter(({ place }) => place === 'body');
      const ambiguous = cookies.ambiguous || query.length > 1 || inBody.length > 1;
      return { others: cookies.others, found, ambiguous };
    },
    readAfter(cookieHeader, lines) {
      const jar = new Map(parseCookies(cookieHeader).map(({ name, value }) => [name, value]));
      for (const { name, value } of lines.flatMap((line) => setCookiePair(line) ?? [])) {
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      return ofCookies(writeCookies([...jar].map(([name, value]) => ({ name, value }))) ?? '')
        .found;
    },
  };
}

/** A token that stands by itself at this place. */
export function tokenAt(place: Exclude<Place, 'cookie'>, name: string, value: string): Credential {
  return { place, name, value, cookies: [], hash: hashOf(value), anonymous: 'remove' };
}

/** A header's line that carries the token, as its scheme wants it. */
export function headerLine(profile: Profile, { name, value }: Credential): [string, string] {
  const scheme = profile.credential.headers.find((header) => header.name === name)?.scheme;
  return [name, scheme ? `${scheme} ${value}` : value];
}

function headersOf(headers: IncomingHttpHeaders, profile: Profile): Credential[] {
  return profile.credential.headers.flatMap(({ name, scheme }) => {
    const line = headers[name];
    if (typeof line !== 'string' || line === '') return [];
    if (!scheme) return [tokenAt('header', name, line)];
    const [, given = '', token = ''] = /^([\w-]+)[ \t]+(\S+)[ \t]*$/.exec(line) ?? [];
    return given.toLowerCase() === scheme.toLowerCase() ? [tokenAt('header', name, token)] : [];
  });
}

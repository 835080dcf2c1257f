import { createHash } from 'node:crypto';
import type { Profile } from '../profile.ts';

/** One way in that a request carries: a cookie that the profile names. */
export type Credential = {
  readonly name: string;
  readonly value: string;
  /**
   * SHA-256, base64url: what is stored and compared instead of the value. One session has one hash,
   * under whatever name and in whatever spelling its value comes.
   */
  readonly hash: string;
  /** What happens to it while the platform says nobody. */
  readonly anonymous: 'remove' | 'forward';
};

export type Cookie = { readonly name: string; readonly value: string };

/** The cookies of a request: those that may travel on as they are, and the credentials among them. */
export type Credentials = {
  readonly others: readonly Cookie[];
  readonly found: readonly Credential[];
  /** A credential's cookie name came twice: platforms differ in which one they take. */
  readonly ambiguous: boolean;
};

/** The prefix of every cookie of ours; none of them ever reaches the platform. */
const ours = /^(__host-)?two-factor-/i;

/**
 * Takes a Cookie header apart (RFC 6265 §4.2.1). Cookies that some platform might take for a credential
 * although they are not spelled like it (letter case, percent-encoding, PHP's underscores, a second
 * pair hidden in a value) are left out.
 */
export function readCredentials(cookieHeader: string | undefined, profile: Profile): Credentials {
  const named = new Map(profile.credential.cookies.map((cookie) => [cookie.name, cookie]));
  const lookalikes = new Set([...named.keys()].map(canonical));
  const others: Cookie[] = [];
  const found: Credential[] = [];

  for (const cookie of parseCookies(cookieHeader ?? '')) {
    const credential = named.get(cookie.name);
    if (credential) {
      const { anonymous } = credential;
      found.push({ ...cookie, hash: hashOf(cookie.value), anonymous });
    } else if (!ours.test(cookie.name) && !looksLike(cookie, lookalikes)) {
      others.push(cookie);
    }
  }
  const ambiguous = new Set(found.map(({ name }) => name)).size < found.length;
  return { others, found, ambiguous };
}

/** The value of one of our own cookies, or null; a name that comes twice counts as not there. */
export function readOwnCookie(cookieHeader: string | undefined, name: string): string | null {
  const [first, ...more] = parseCookies(cookieHeader ?? '').filter(
    (cookie) => cookie.name === name,
  );
  return first && more.length === 0 ? first.value : null;
}

/** The credentials that an answer's Set-Cookie lines give to the browser; an ended cookie is none. */
export function readSetCredentials(lines: readonly string[], profile: Profile): Credential[] {
  return lines.flatMap((line) => {
    const [pair = ''] = line.split(';', 1);
    const [cookie] = parseCookies(pair);
    const named = profile.credential.cookies.find(({ name }) => name === cookie?.name);
    if (!cookie || !named || cookie.value === '') return [];
    return [{ ...cookie, hash: hashOf(cookie.value), anonymous: named.anonymous }];
  });
}

/** A Cookie header of these cookies, or null for none. */
export function writeCookies(cookies: readonly Cookie[]): string | null {
  return cookies.length > 0
    ? cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    : null;
}

function parseCookies(header: string): Cookie[] {
  const cookies: Cookie[] = [];
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    if (name) cookies.push({ name, value: pair.slice(at + 1).trim() });
  }
  return cookies;
}

function looksLike({ name, value }: Cookie, lookalikes: ReadonlySet<string>): boolean {
  if (lookalikes.has(canonical(name))) return true;
  const hidden = value.matchAll(/([^\s,"=]+)\s*=/g);
  return Array.from(hidden).some((match) => lookalikes.has(canonical(match[1] ?? '')));
}

/** Each byte for itself, as lenient decoders do, and no further than C's end of a text. */
function decode(text: string): string {
  return text
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\0.*$/s, '');
}

function canonical(name: string): string {
  return decode(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '_')
    .replace(/^_+|_+$/g, '');
}

/**
 * Platforms take a session's value percent-encoded, quoted, or in another letter case. Each such
 * spelling would be a session never seen before, hence a fresh login: they are one.
 */
function hashOf(value: string): string {
  const plain = decode(decode(value))
    .replaceAll(/["\\\s]/g, '')
    .toLowerCase();
  return createHash('sha256').update(`credential\n${plain}`).digest('base64url');
}

import type { IncomingHttpHeaders } from 'node:http';
import { type Cookie, parseCookies, writeCookies } from '../gate/cookies.ts';
import { type Credential, credentialReader } from '../gate/credential.ts';
import { queryOf } from '../gate/query.ts';
import type { Profile } from '../profile/schema.ts';
import { linesOfCurl } from './curl-command.ts';
import type { Pairs } from './wire.ts';

/** What a browser holds of a login, as its requests show it. */
export type Held = {
  readonly cookies: readonly Cookie[];
  /** All others, by names in lower case. */
  readonly headers: Pairs;
  /** Of the address, without its `?`. */
  readonly query: string;
};

/** Of one request or one connection only, or about what the browser can read. */
const ofOneRequest =
  /^(:.*|host|cookie|connection|content-.*|transfer-encoding|accept-encoding|if-.*|range|te|upgrade|expect|origin|referer|sec-.*|x-two-factor)$/;
/** Headers that are called like something to log in with. */
export const likeTokens = /auth|token|session|key|secret|\bsid\b/;

/**
 * Reads what somebody copied out of a browser: a curl command, or header lines, one each, and perhaps
 * the request line before them. A line `?name=value` is a token in the address.
 */
export function readHeld(text: string): Held {
  const lines = (linesOfCurl(text) ?? text.split(/\r?\n/)).map((line) => line.trim());
  const query = lines.flatMap((line) => {
    if (line.startsWith('?')) return line.slice(1);
    const [, target = ''] = /^[A-Z]+ (\S+)( HTTP\/[\d.]+)?$/.exec(line) ?? [];
    return queryOf(target) || [];
  });
  const headers = lines.flatMap((line): [string, string][] => {
    const [, name = '', value = ''] = /^([\w.-]+):\s*(.+)$/.exec(line) ?? [];
    return name ? [[name.toLowerCase(), value]] : [];
  });
  return {
    cookies: headers.flatMap(([name, value]) => (name === 'cookie' ? parseCookies(value) : [])),
    headers: headers.filter(([name]) => !ofOneRequest.test(name)),
    query: query.join('&'),
  };
}

/** The credentials in it that the profile names, each token once. */
export function tokensOf(profile: Profile, held: Held): readonly Credential[] {
  const { found } = credentialReader(profile).read(headOf(held));
  return found.filter(({ hash }, i) => found.findIndex((each) => each.hash === hash) === i);
}

/** As the gate would see it. */
export function headOf({ cookies, headers, query }: Held): {
  headers: IncomingHttpHeaders;
  url: string;
} {
  const cookie = writeCookies(cookies);
  return {
    headers: { ...Object.fromEntries(headers), ...(cookie === null ? {} : { cookie }) },
    url: `/?${query}`,
  };
}

/** All of it, as the browser sends it with every request. */
export function everything({ cookies, headers }: Held): Pairs {
  const cookie = writeCookies(cookies);
  return [...headers, ...(cookie === null ? [] : [['cookie', cookie] as const])];
}

/** Headers that the platform may want beside a credential, and that are none. */
export function besides(profile: Profile, { headers }: Held): Pairs {
  const wanted = ['user-agent', ...profile.whoami.companionHeaders];
  const isCredential = carriers(profile);
  return headers.filter(([name]) => wanted.includes(name) && !isCredential(name));
}

function carriers({ credential }: Profile): (name: string) => boolean {
  const names = credential.headers.map(({ name }) => name);
  return (name) => names.includes(name);
}

/** The same without anything that the profile names. */
export function unnamed(profile: Profile, { cookies, headers, query }: Held): Held {
  const { isCookie, isParameter } = credentialReader(profile);
  const isCredential = carriers(profile);
  return {
    cookies: cookies.filter(({ name }) => !isCookie(name)),
    headers: headers.filter(([name]) => !isCredential(name)),
    query: query
      .split('&')
      .filter((pair) => !isParameter(pair.split('=', 1)[0] ?? ''))
      .join('&'),
  };
}

/** The same with other values in whatever the profile names, or might have named. */
export function withValues(
  profile: Profile,
  { cookies, headers, query }: Held,
  value: (real: string) => string,
): Held {
  const isCredential = carriers(profile);
  return {
    cookies: cookies.map((cookie) => ({ ...cookie, value: value(cookie.value) })),
    headers: headers.map(([name, text]) => {
      const token = /\S+\s*$/.exec(text)?.[0] ?? '';
      const known = isCredential(name) || likeTokens.test(name);
      return [name, known ? text.slice(0, text.length - token.length) + value(token) : text];
    }),
    query: query.replaceAll(/=([^&]*)/g, (_, text: string) => `=${value(text)}`),
  };
}

/**
 * Values of the same shape that nobody ever gave out: letters for letters, digits for digits. One
 * value always gets the same one.
 */
export function lookAlikes(random: (bytes: number) => Buffer): (real: string) => string {
  const known = new Map<string, string>();
  const letter = (range: string, byte: number) => range[byte % range.length] ?? '';
  return (real) => {
    const before = known.get(real);
    if (before !== undefined) return before;
    const bytes = random(Math.max(1, real.length));
    const made = real.replaceAll(/%[0-9a-f]{2}|[a-z0-9]/gi, (each, at: number) => {
      const byte = bytes[at] ?? 0;
      if (each.startsWith('%')) return each;
      if (/[0-9]/.test(each)) return letter('0123456789', byte);
      return letter(
        /[a-z]/.test(each) ? 'abcdefghijklmnopqrstuvwxyz' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
        byte,
      );
    });
    known.set(real, made);
    return made;
  };
}

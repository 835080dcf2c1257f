import type { Profile } from '../profile/schema.ts';
import type { Credential } from './credential.ts';

/** Holds a sealed login code for the minute between the login form and the new session. */
export const loginCodeCookie = '__Host-two-factor-login-code';
/** Tells pages and the extension that a code is owed; nothing is decided by it but which page is shown. */
export const owesCookie = 'two-factor-owed';

/** Kept by a browser that showed a right code; it picks the count of failures and opens nothing. */
export const deviceCookie = '__Host-two-factor-device';

/** Seconds: the longest that browsers keep a cookie (RFC 6265bis §5.5). */
const longest = 400 * 24 * 60 * 60;

export function setDevice(device: string): string {
  return `${deviceCookie}=${device}; Path=/; Max-Age=${longest}; Secure; HttpOnly; SameSite=Lax`;
}

export function setLoginCode(sealed: string): string {
  return `${loginCodeCookie}=${sealed}; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict`;
}

export const endLoginCode = `${loginCodeCookie}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`;

export const setOwes = `${owesCookie}=1; Path=/; Max-Age=60; SameSite=Lax`;

export const endOwes = `${owesCookie}=; Path=/; Max-Age=0; SameSite=Lax`;

/** The names of a profile's credential cookies: those it spells out, and those that a request shows. */
export function credentialNames(profile: Profile, found: readonly Credential[]): string[] {
  const exact = profile.credential.cookies.flatMap((cookie) =>
    'name' in cookie ? cookie.name : [],
  );
  return [
    ...new Set([...exact, ...found.flatMap(({ cookies }) => cookies.map(({ name }) => name))]),
  ];
}

/** Set-Cookie lines that end these cookies of the platform, wherever they were set from. */
export function endCredentials(names: readonly string[], host: string): string[] {
  return names.flatMap((name) => {
    return [`${name}=; Path=/; Max-Age=0${flagsOf(name)}`, ...endOnParents(name, host)];
  });
}

/** The same for those that a sibling host may have planted: never the host's own cookie. */
export function endPlanted(names: readonly string[], host: string): string[] {
  return names.flatMap((name) => endOnParents(name, host));
}

/** A browser takes a name with one of these prefixes only from a line that is Secure. */
function flagsOf(name: string): string {
  return /^__(Host|Secure)-/.test(name) ? '; Secure' : '';
}

function endOnParents(name: string, host: string): string[] {
  const labels = host.split('.');
  const isAddress = /^[\d.]+$|:/.test(host);
  if (isAddress || name.startsWith('__Host-')) return [];
  return labels
    .slice(0, -1)
    .map(
      (_, i) => `${name}=; Path=/; Domain=${labels.slice(i).join('.')}; Max-Age=0${flagsOf(name)}`,
    );
}

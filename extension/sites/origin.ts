const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The origin of an address on which Doorcode may run: https anywhere, plain http on this machine only;
 * null for all else. A star would be a pattern for many hosts.
 */
export function siteOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, origin } = new URL(address);
  const fits = protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
  return fits && !hostname.includes('*') ? origin : null;
}

/** The same, where the text has to be an origin and nothing more. */
export function readOrigin(text: string): string | null {
  const bare = text.trim().replace(/\/$/, '');
  return siteOrigin(bare) === bare ? bare : null;
}

/** Firefox knows no ports in match patterns: without one, both browsers match every port. */
export function patternOf(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

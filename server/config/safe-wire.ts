import type { Config } from '../config.ts';
import { ConfigError } from './mistake.ts';

/** A code or session that crosses a network in the clear is anybody's. */
export function refuseOpenWire({ origin, host, upstream, databaseUrl, tls }: Config): void {
  if (origin.pathname !== '/' || origin.search || origin.hash || origin.username) {
    throw new ConfigError('DOORCODE_ORIGIN must be scheme, host and port only.');
  }
  if (origin.protocol === 'http:' && !isLoopback(origin.hostname)) {
    throw new ConfigError(
      `DOORCODE_ORIGIN ${origin.origin} is plain http and not this machine: use https.`,
    );
  }
  if (origin.protocol === 'http:' && tls) {
    throw new ConfigError('DOORCODE_ORIGIN must be https where DOORCODE_TLS_CERT is given.');
  }
  if (!isLoopback(host) && !tls) {
    throw new ConfigError(
      `DOORCODE_HOST ${host} would serve plain http beyond this machine: listen on 127.0.0.1 and put a front that speaks https before it, or give DOORCODE_TLS_CERT and DOORCODE_TLS_KEY.`,
    );
  }
  if (upstream.protocol !== 'http:' || !isLoopback(upstream.hostname)) {
    throw new ConfigError(
      'DOORCODE_UPSTREAM must be an http address of this machine: sessions must not cross a network in the clear.',
    );
  }
  if (upstream.pathname !== '/' || upstream.search || upstream.hash || upstream.username) {
    throw new ConfigError('DOORCODE_UPSTREAM must be scheme, host and port only.');
  }
  refuseOpenDatabase(databaseUrl);
}

export function refuseOpenDatabase(databaseUrl: string): void {
  // The client takes `?tls=0` for plain http, whatever the scheme.
  const plainDatabase = /^(http|ws):\/\/|[?&]tls=0/.test(databaseUrl);
  if (plainDatabase && !isLoopback(new URL(databaseUrl).hostname)) {
    throw new ConfigError(
      'DOORCODE_DATABASE_URL would cross a network in the clear: use libsql: or https:.',
    );
  }
}

/** What a front cannot do for a platform is said by the platform's profile. */
export function refuseUnsafeFront({ front, profile, tls }: Config): void {
  if (!front) return;
  if (!profile.fronts.includes(front)) {
    throw new ConfigError(
      `DOORCODE_FRONT ${front}: the profile of ${profile.name} does not say that this front is safe for it (fronts).`,
    );
  }
  if (tls) throw new ConfigError('DOORCODE_TLS_CERT: behind a front that asks, https is its job.');
}

export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

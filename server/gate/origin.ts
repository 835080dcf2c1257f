import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request that changes something came from the platform's own pages or from the extension:
 * the browser says so in headers that no page can forge (Fetch Metadata). Firefox sends an extension's
 * own origin with `Sec-Fetch-Site: same-origin` from its background.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, origin: string): boolean {
  if (headers['sec-fetch-site'] !== 'same-origin') return false;
  const from = headers.origin;
  return from === origin || (from?.startsWith('moz-extension://') ?? false);
}

/**
 * A local path to return to after a page of ours, `/` for anything that could lead elsewhere.
 *
 * @param target what a request line or a form says.
 */
export function localPath(target: string | undefined): string {
  if (!target || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(target)) return '/';
  return target.startsWith('/.two-factor/') && target !== '/.two-factor/'
    ? '/.two-factor/'
    : target;
}

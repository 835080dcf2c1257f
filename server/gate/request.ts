import type { IncomingMessage } from 'node:http';
import type { Profile } from '../profile.ts';

/** A person's browser going to a document; anything else could not show a page of ours. */
export function isNavigation({ method, headers }: IncomingMessage): boolean {
  if (headers.upgrade !== undefined && headers.connection?.toLowerCase().includes('upgrade')) {
    return false;
  }
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return (
    (method === 'GET' || method === 'HEAD') && (headers.accept?.includes('text/html') ?? false)
  );
}

/** Whether a request is one of those that a profile names by method and path. */
export function isRequest(
  { method, url }: IncomingMessage,
  requests: Profile['login' | 'logout'],
): boolean {
  const path = (url ?? '').replace(/[?#].*$/, '');
  return requests.some((request) => request.method === method && request.path === path);
}

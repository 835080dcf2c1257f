import type { IncomingHttpHeaders } from 'node:http';
import type { KnownRequest } from '../profile/schema.ts';
import { queryOf } from './query.ts';

/** A request as far as the gate decides by it; a front tells of it instead of sending it. */
export type RequestHead = {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
};

/** A person's browser going to a document; anything else could not show a page of ours. */
export function isNavigation({ method, headers }: RequestHead): boolean {
  if (headers.upgrade !== undefined && headers.connection?.toLowerCase().includes('upgrade')) {
    return false;
  }
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return (
    (method === 'GET' || method === 'HEAD') && (headers.accept?.includes('text/html') ?? false)
  );
}

/** Whether a request is one of those that a profile names by method, path and query. */
export function isRequest(
  { method, url = '' }: RequestHead,
  requests: readonly KnownRequest[],
): boolean {
  return requests.some((request) => fits(request, method, url));
}

/** The one of these requests that this is, if it is one. */
export function knownRequest<T extends KnownRequest>(
  { method, url = '' }: RequestHead,
  requests: readonly T[],
): T | undefined {
  return requests.find((request) => fits(request, method, url));
}

function fits(known: KnownRequest, method: string | undefined, url: string): boolean {
  if (known.method !== method || known.path !== url.replace(/[?#].*$/, '')) return false;
  const given = new URLSearchParams(queryOf(url));
  return Object.entries(known.query ?? {}).every(([name, value]) => given.get(name) === value);
}

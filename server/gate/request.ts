import type { IncomingHttpHeaders } from 'node:http';
import type { KnownRequest } from '../profile/schema.ts';
import { parametersOf, queryOf } from './query.ts';
import { decodeBytes, likeOneOf } from './spelling.ts';

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

/**
 * Whether a request is one of those that a profile names by method, path and query, in any spelling that
 * some platform might take for it.
 */
export function isRequest(head: RequestHead, requests: readonly KnownRequest[]): boolean {
  return knownRequest(head, requests) !== undefined;
}

/** The one of these requests that this is, if it is one. */
export function knownRequest<T extends KnownRequest>(
  { method, url = '' }: RequestHead,
  requests: readonly T[],
): T | undefined {
  return requests.find(
    (known) =>
      known.method === plainMethod(method) &&
      plainPath(known.path) === plainPath(url) &&
      hasQuery(known, (name, value) => valuesOf(url, name).includes(value)),
  );
}

/** The same to the letter: for what such a request may do and no other. */
export function isExactly(
  { method, url = '' }: RequestHead,
  requests: readonly KnownRequest[],
): boolean {
  return requests.some(
    (known) =>
      known.method === method &&
      known.path === url.replace(/\?.*$/s, '') &&
      hasQuery(known, (name, value) => hasOnly(url, name, value)),
  );
}

/** HEAD goes where GET does, and some fronts and platforms take small letters, too. */
function plainMethod(method = ''): string {
  const plain = method.toUpperCase();
  return plain === 'HEAD' ? 'GET' : plain;
}

function hasQuery(
  { query = {} }: KnownRequest,
  fits: (name: string, value: string) => boolean,
): boolean {
  return Object.entries(query).every(([name, value]) => fits(name, value));
}

/** What some platform might read as the values of this parameter. */
function valuesOf(url: string, name: string): string[] {
  return parametersOf(queryOf(url), likeOneOf([name])).map(({ value }) => value);
}

/** The parameter once in its own spelling, and nothing beside it that could be read in its place. */
function hasOnly(url: string, name: string, value: string): boolean {
  const given = new URLSearchParams(queryOf(url)).get(name);
  return given === value && valuesOf(url, name).length === 1;
}

/** Some clients send the whole address as request target (RFC 9112 §3.2.2); the platform gets the path. */
export function originForm(target: string): string {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}

/** One spelling for all of a path: encoding, letter case, `//`, `/./`, `/x/..`, `;x` and a last `/` aside. */
function plainPath(target: string): string {
  const path = originForm(target).replace(/[?#].*$/s, '');
  const parts: string[] = [];
  for (const part of decodeBytes(path).toLowerCase().split(/[/\\]/)) {
    const name = (part.split(/[;\0]/, 1)[0] ?? '').trimEnd();
    if (name === '..') parts.pop();
    else if (name !== '' && name !== '.') parts.push(name);
  }
  return `/${parts.join('/')}`;
}

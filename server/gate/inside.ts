import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import type { Profile } from '../profile/schema.ts';
import { type Credential, tokenAt } from './credential.ts';
import { namesIn } from './json-names.ts';
import { watchParts } from './parts.ts';
import { parametersOf } from './query.ts';
import { isExactly, type RequestHead } from './request.ts';
import { likeOneOf } from './spelling.ts';

/** A body that was read before the decision: its bytes, and the credentials in it. */
export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly found: readonly Credential[] }
  /** It has a field that the profile forbids. */
  | { readonly kind: 'forbidden' }
  /** Compressed, in an odd charset, or broken: nobody can say what the platform would find in it. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too-large' };

/** Forms, JSON and what might be taken for them are read whole where a profile looks into bodies. */
const readAtMost = 8 * 1024 * 1024;
/** Milliseconds in which such a body must be there: whoever dribbles it holds memory before a decision. */
const patience = 5 * 60_000;
/** No form has more fields than that: platforms stop at a thousand or ten. */
const fieldsAtMost = 20_000;

export type BodyReader = {
  /** Whether this body must be read before anything is decided. */
  mustRead(head: RequestHead): boolean;
  read(from: IncomingMessage): Promise<ReadBody>;
  /** Lets the parts of a multipart body through until one has a name that matters: then it breaks off. */
  watch(head: RequestHead): Transform | null;
};

type Field = { readonly name: string; readonly value: string };

/**
 * Looks into bodies for the credentials and forbidden fields of a profile; most profiles have none. What
 * is forbidden elsewhere is how one logs in at the login request itself. Bodies of other types are
 * streamed: a platform that looks for fields in those, too, cannot be protected by their names.
 */
export function createBodyReader(profile: Profile): BodyReader {
  const isCredential = likeOneOf(profile.credential.body);
  const forbidden = likeOneOf(profile.forbid.body);
  const matters = profile.credential.body.length + profile.forbid.body.length > 0;
  const isForbidden = (head: RequestHead) =>
    isExactly(head, profile.login) ? () => false : forbidden;

  return {
    mustRead(head) {
      const { headers } = head;
      const type = typeOf(head);
      const hasBody = (headers['content-length'] ?? headers['transfer-encoding']) !== undefined;
      const looksInside = isMultipart(type) ? !canWatch(head) : mayHaveFields(type);
      return matters && hasBody && looksInside;
    },

    async read(from) {
      const type = typeOf(from);
      if (isMultipart(type) || isCompressed(from) || !isPlainCharset(type)) {
        return { kind: 'unreadable' };
      }
      const bytes = await wholeBody(from);
      if (!bytes) return { kind: 'too-large' };
      const fields = fieldsOf(type, bytes.toString('utf8'));
      if (!fields) return { kind: 'unreadable' };
      if (fields.length > fieldsAtMost) return { kind: 'too-large' };
      const isOut = isForbidden(from);
      if (fields.some(({ name }) => isOut(name))) return { kind: 'forbidden' };
      const found = fields
        .filter(({ name }) => isCredential(name))
        .map(({ name, value }) => tokenAt('body', name, value));
      return { kind: 'read', bytes, found };
    },

    watch(head) {
      const isOut = isForbidden(head);
      return matters && isMultipart(typeOf(head))
        ? watchParts((name) => isOut(name) || isCredential(name))
        : null;
    },
  };
}

function typeOf({ headers }: RequestHead): string {
  return (headers['content-type'] ?? '').toLowerCase();
}

function isCompressed({ headers }: RequestHead): boolean {
  return headers['content-encoding'] !== undefined;
}

/** Some platforms look for the word anywhere in the type, as they do for the others. */
function isMultipart(type: string): boolean {
  return type.includes('multipart');
}

/** Parts in plain sight. What may be fields as well, by its boundary or by whatever else, is none. */
function canWatch(head: RequestHead): boolean {
  const type = typeOf(head);
  const mayBeElse = /\bplain\b|urlencoded|\bjson\b/.test(type);
  return !mayBeElse && !isCompressed(head) && isPlainCharset(type);
}

/** Forms and JSON under all their names, and what says nothing of itself. */
function mayHaveFields(type: string): boolean {
  return /^$|plain|urlencoded|json/.test(type);
}

/** Names are ASCII there, byte for byte; every charset that is named counts. */
function isPlainCharset(type: string): boolean {
  const named = Array.from(type.matchAll(/charset\s*=\s*["']?([^\s;"',]*)/g), ([, name]) => name);
  const times = type.split('charset').length - 1;
  return (
    named.length === times &&
    named.every((name = '') => /^(utf-?8|us-ascii|iso-8859-1)$/.test(name))
  );
}

/** Null where it should be JSON and is none. What says nothing of itself is looked at both ways. */
function fieldsOf(type: string, text: string): Field[] | null {
  const isForm = type.includes('urlencoded');
  const isJson = type.includes('json');
  const form = isJson && !isForm ? [] : parametersOf(text, () => true);
  if (isForm && !isJson) return form;
  const json = text === '' ? [] : jsonFields(text);
  if (json) return [...form, ...json];
  return isJson || /^[\s\ufeff]*\{/.test(text) ? null : form;
}

function jsonFields(text: string): Field[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  const values = json as Record<string, unknown>;
  return namesIn(text, 1).map(([name = '']) => {
    const value = values[name];
    return { name, value: typeof value === 'string' ? value : JSON.stringify(value) };
  });
}

/** Null for one that is longer than may be; the rest of it is left to whoever answers. */
function wholeBody(from: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooSlow = setTimeout(() => from.destroy(new Error('too slow a body')), patience);
    const settle = (whole: Buffer | null) => {
      clearTimeout(tooSlow);
      resolve(whole);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= readAtMost) chunks.push(chunk);
      else {
        from.off('data', take);
        from.resume();
        settle(null);
      }
    };
    from.on('data', take);
    from.on('end', () => settle(Buffer.concat(chunks)));
    from.on('error', (error) => {
      clearTimeout(tooSlow);
      reject(error);
    });
  });
}

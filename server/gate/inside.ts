import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import type { Profile } from '../profile/schema.ts';
import { type Credential, tokenAt } from './credential.ts';
import { parametersOf } from './query.ts';
import type { RequestHead } from './request.ts';
import { likeOneOf } from './spelling.ts';

/** A body that was read before the decision: its bytes, and the credentials in it. */
export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly found: readonly Credential[] }
  /** It has a field that the profile forbids. */
  | { readonly kind: 'forbidden' }
  /** Compressed, in an odd charset, or broken: nobody can say what the platform would find in it. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too-large' };

/** Forms and JSON are read whole where a profile looks into bodies; uploads are streamed. */
const readAtMost = 8 * 1024 * 1024;
/** The longest name of a part, and what stands around it, that may lie across two chunks. */
const overlap = 1024;

export type BodyReader = {
  /** Whether this body must be read before anything is decided. */
  mustRead(head: RequestHead): boolean;
  read(from: IncomingMessage): Promise<ReadBody>;
  /** Lets the parts of a multipart body through until one has a name that matters: then it breaks off. */
  watch(head: RequestHead): Transform | null;
};

/** Looks into bodies for the credentials and forbidden fields of a profile; most profiles have none. */
export function createBodyReader(profile: Profile): BodyReader {
  const isCredential = likeOneOf(profile.credential.body);
  const isForbidden = likeOneOf(profile.forbid.body);
  const matters = profile.credential.body.length + profile.forbid.body.length > 0;
  const typeOf = ({ headers }: RequestHead) => (headers['content-type'] ?? '').toLowerCase();
  const isForm = (head: RequestHead) =>
    typeOf(head).startsWith('application/x-www-form-urlencoded');
  const isJson = (head: RequestHead) =>
    /^(application|text)\/([\w.+-]+\+)?json\b/.test(typeOf(head));
  const isMultipart = (head: RequestHead) => typeOf(head).startsWith('multipart/');

  function look(fields: readonly (readonly [string, unknown])[]): 'forbidden' | Credential[] {
    if (fields.some(([name]) => isForbidden(name))) return 'forbidden';
    return fields
      .filter(([name]) => isCredential(name))
      .map(([name, value]) => tokenAt('body', name, String(value)));
  }

  function fieldsOf(head: RequestHead, text: string): (readonly [string, unknown])[] | null {
    if (isForm(head)) {
      return parametersOf(text, () => true).map(({ name, value }) => [name, value] as const);
    }
    try {
      const json: unknown = JSON.parse(text);
      return typeof json === 'object' && json !== null ? topLevel(json, text) : [];
    } catch {
      return null;
    }
  }

  return {
    mustRead: (head) => matters && (isForm(head) || isJson(head)),
    async read(from) {
      const { headers } = from;
      const charset = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
      const plain = /^(utf-?8|us-ascii|iso-8859-1)$/i.test(charset);
      if (headers['content-encoding'] || !plain) return { kind: 'unreadable' };
      const bytes = await wholeBody(from);
      if (!bytes) return { kind: 'too-large' };
      const fields = bytes.length === 0 ? [] : fieldsOf(from, bytes.toString('utf8'));
      if (!fields) return { kind: 'unreadable' };
      const found = look(fields);
      return found === 'forbidden' ? { kind: found } : { kind: 'read', bytes, found };
    },
    watch(head) {
      return matters && isMultipart(head)
        ? watchParts((name) => isForbidden(name) || isCredential(name))
        : null;
    },
  };
}

/** A name that comes twice is told twice: parsers differ in which one they take. */
function topLevel(json: object, text: string): (readonly [string, unknown])[] {
  return Object.entries(json).flatMap(([name, value]) => {
    const times = text.split(JSON.stringify(name)).length - 1;
    return Array.from({ length: Math.max(1, Math.min(times, 2)) }, () => [name, value] as const);
  });
}

async function wholeBody(from: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of from) {
    size += (chunk as Buffer).length;
    if (size > readAtMost) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function watchParts(matters: (name: string) => boolean): Transform {
  let tail = '';
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const text = tail + chunk.toString('latin1');
      const names = text.matchAll(/\bname\*?\s*=\s*(?:"([^"\r\n]*)"|([^\s;"\r\n]+))/gi);
      for (const [, quoted, bare] of names) {
        if (matters((quoted ?? bare ?? '').replace(/^utf-8''/i, ''))) {
          done(new Error('a part of the body has a forbidden name'));
          return;
        }
      }
      tail = text.slice(-overlap);
      done(null, chunk);
    },
  });
}

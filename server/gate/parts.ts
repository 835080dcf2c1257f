import { Transform } from 'node:stream';

/** A part of a multipart body has a name that may not pass. */
export class ForbiddenPart extends Error {
  override name = 'ForbiddenPart';
}

/** Nobody's part has a longer name, with what stands around it; to wait for its end is to let it through. */
const atMost = 1024;

/** A name of a part (RFC 7578 §4.2), wherever it stands: what is a header and what a file, parsers differ. */
const named = /\bname(\*[\d*]*)?\s*=\s*(?=(?:(\\?")([^"\r\n]*)("?)|([^\s;="\r\n]*)))/gi;
/** What may become one with the next bytes. */
const begun = /\b(?:n|na|nam|name(?:\*[\d*]*)?\s*)$/i;

/**
 * Lets a multipart body through, and breaks off with ForbiddenPart before a name that matters is whole.
 * A name in a form that browsers do not send (RFC 2231, RFC 2047) may be any name.
 */
export function watchParts(matters: (name: string) => boolean): Transform {
  let tail = '';

  /** Where the text begins that must be looked at again with more of it; null where a name is out. */
  function look(text: string, isEnd: boolean): number | null {
    let rest = text.search(begun);
    for (const found of text.matchAll(named)) {
      const [all, form = '', open = '', quoted = '', close = '', bare = ''] = found;
      const end = found.index + (all + open + quoted + close + bare).length;
      if (end === text.length && !close && !isEnd) {
        rest = found.index;
        break;
      }
      const name = (quoted + bare).replaceAll('\\', '');
      if (form || name.includes('=?') || matters(name)) return null;
    }
    if (rest < 0) return Math.max(0, text.length - 1);
    return text.length - rest > atMost ? null : rest;
  }

  return new Transform({
    transform(chunk: Buffer, _, done) {
      const text = tail + chunk.toString('latin1');
      const rest = look(text, false);
      if (rest === null) return done(new ForbiddenPart());
      tail = text.slice(rest);
      done(null, chunk);
    },
    flush(done) {
      done(look(tail, true) === null ? new ForbiddenPart() : null);
    },
  });
}

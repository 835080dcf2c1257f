import { Transform } from 'node:stream';

/** A part of a multipart body has a name that may not pass. */
export class ForbiddenPart extends Error {
  override name = 'ForbiddenPart';
}

/** Nobody's part has a longer name, with what stands around it; to wait for its end is to let it through. */
const atMost = 1024;

/** A name of a part (RFC 7578 §4.2), wherever it stands: what is a header and what a file, parsers differ. */
const named = /\bname(\*[\d*]*)?[\s\0]*=[\s\0=]*/gi;
/** Its text, in double quotes, in single ones or in none; a folded line goes on (RFC 5322 §2.2.3). */
const texts = [
  /^\\?"((?:[^"\r\n]|\r?\n[ \t])*)/,
  /^"((?:\\.|[^"\\\r\n]|\r?\n[ \t])*)/,
  /^'((?:[^'\r\n]|\r?\n[ \t])*)/,
  /^([^\s;="\r\n]*)/,
];
/** What may become one with the next bytes. */
const begun = /\b(?:n|na|nam|name(?:\*[\d*]*)?[\s\0]*)$/i;

/**
 * Lets a multipart body through, and breaks off with ForbiddenPart before a name that matters is whole.
 * A name in a form that browsers do not send (RFC 2231, RFC 2047) may be any name.
 */
export function watchParts(matters: (name: string) => boolean): Transform {
  let tail = '';

  /** What must be looked at again with more of the text; null where a name is out. */
  function look(text: string, isEnd: boolean): string | null {
    let rest = text.search(begun);
    for (const found of text.matchAll(named)) {
      const [all, form] = found;
      const behind = text.slice(found.index + all.length, found.index + all.length + atMost);
      const read = texts.map((each) => each.exec(behind)).filter((each) => each !== null);
      const goesOn = ([whole]: RegExpExecArray) => /^\r?\n?$/.test(behind.slice(whole.length));
      if (!isEnd && read.some(goesOn)) {
        rest = found.index;
        break;
      }
      const names = read.map(([, name = '']) => name.replaceAll('\\', ''));
      if (form || names.some((name) => name.includes('=?') || matters(name))) return null;
    }
    // The end of another word, such as `file`: what comes next does not begin one.
    if (rest < 0) return /\w$/.test(text) ? 'x' : '';
    return text.length - rest > atMost ? null : text.slice(rest);
  }

  return new Transform({
    transform(chunk: Buffer, _, done) {
      const rest = look(tail + chunk.toString('latin1'), false);
      if (rest === null) return done(new ForbiddenPart());
      tail = rest;
      done(null, chunk);
    },
    flush(done) {
      done(look(tail, true) === null ? new ForbiddenPart() : null);
    },
  });
}

import { Transform } from 'node:stream';
import { createFrameReader, type Said } from './frames.ts';
import { textAt } from './identity.ts';
import { namesIn } from './json-names.ts';
import { plainName } from './spelling.ts';

/** Close code 1008, *policy violation* (RFC 6455 §7.4.1), as an unmasked frame of the server's. */
export const policyViolation = Buffer.from([0x88, 0x02, 0x03, 0xf0]);

/** A client said something on a WebSocket that may not pass, or that nobody can read. */
class ForbiddenMessage extends Error {
  override name = 'ForbiddenMessage';
}

/** Bytes: of the first message, which anybody may send, with what stands before it; of any later one. */
const firstAtMost = 64 * 1024;
const laterAtMost = 8 * 1024 * 1024;

/** Decides about a message that shows a token. */
export type Judge = (token: string) => Promise<boolean>;

/**
 * Nothing of a client reaches the platform before its first message has shown a token that is let in;
 * and since platforms take another token later on, too, no later message passes with one that is not.
 *
 * @param at where a token stands in a message of JSON: names joined by dots.
 */
export function watchMessages(at: string, judge: Judge): Transform {
  const reader = createFrameReader();
  /** What came before the first message; null once that has passed. */
  let held: Buffer[] | null = [];
  let heldBytes = 0;

  async function pass(said: Said): Promise<Buffer> {
    if (said.payload) {
      const token = tokenIn(said.payload, at);
      if (token === null ? held : !(await judge(token))) throw new ForbiddenMessage();
      // Some platforms overlook a first message that is no text, and take the next one for the first.
      if (held && !said.isText) throw new ForbiddenMessage();
    } else if (held) {
      held.push(said.bytes);
      heldBytes += said.bytes.length;
      if (heldBytes > firstAtMost) throw new ForbiddenMessage();
      return Buffer.alloc(0);
    }
    const bytes = Buffer.concat([...(held ?? []), said.bytes]);
    held = null;
    return bytes;
  }

  async function take(bytes: Buffer): Promise<Buffer> {
    const passed: Buffer[] = [];
    try {
      for (const said of reader.push(bytes, held ? firstAtMost : laterAtMost)) {
        passed.push(await pass(said));
      }
    } catch (error) {
      throw error instanceof ForbiddenMessage ? error : new ForbiddenMessage(String(error));
    }
    return Buffer.concat(passed);
  }

  return new Transform({
    transform(chunk: Buffer, _, done) {
      take(chunk).then((bytes) => done(null, bytes), done);
    },
  });
}

/**
 * The token in a message, null for none.
 *
 * @throws ForbiddenMessage where there may be several, or where parsers would differ.
 */
function tokenIn(payload: Buffer, at: string): string | null {
  // A binary message may be JSON, too, and in UTF-16: some platforms find that out by themselves.
  const text = payload.toString('utf8').replaceAll(/[\0\ufeff\ufffd]/g, '');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    if (/^\s*[{[]/.test(text)) throw new ForbiddenMessage('JSON that is none');
    return null;
  }
  const wanted = at.split('.').map(plainName).join('.');
  const found = namesIn(text, at.split('.').length).filter(
    (names) => names.map(plainName).join('.') === wanted,
  );
  if (found.length > 1) throw new ForbiddenMessage('two tokens');
  const [names] = found;
  if (!names) return null;
  const token = textAt(json, names);
  // To some platforms a list of one text is that text, and a number what its digits say.
  if (token === null) throw new ForbiddenMessage('a token that is no text');
  return token;
}

/** What a client said on a WebSocket, as the bytes that it took: a whole message, or a control frame. */
export type Said = {
  readonly bytes: Buffer;
  /** The message; null for a control frame. */
  readonly payload: Buffer | null;
  readonly isText: boolean;
};

/** The longest head of a frame. */
const headAtMost = 14;
/** Pieces of one message, other frames in between included. */
const framesAtMost = 10_000;

/** A message of which some frames are there. */
type UnderWay = { opcode: number; frames: Buffer[]; parts: Buffer[]; length: number };

/**
 * A strict reader of the frames that a client sends on a WebSocket (RFC 6455 §5): what one reader lets
 * by and another does not would be two conversations.
 *
 * @throws when they break the protocol, use an extension, or are longer than they may be.
 */
export function createFrameReader() {
  let chunks: Buffer[] = [];
  let size = 0;
  /** Bytes without which there is nothing new to see. */
  let needed = 2;
  let message: UnderWay | null = null;
  let isClosed = false;

  function said(frame: FrameHead, bytes: Buffer): Said | null {
    const { opcode, isFinal, start, length } = frame;
    if (isControl(opcode)) {
      isClosed = opcode === close;
      if (!message) return { bytes, payload: null, isText: false };
      message.frames.push(bytes);
      return null;
    }
    if ((opcode === 0) !== (message !== null)) throw new Error('a message inside another');
    message ??= { opcode, frames: [], parts: [], length: 0 };
    message.frames.push(bytes);
    message.parts.push(unmasked(bytes, start));
    message.length += length;
    if (message.frames.length > framesAtMost) throw new Error('a message in too many pieces');
    if (!isFinal) return null;
    const { frames, parts } = message;
    const isText = message.opcode === text;
    message = null;
    return { bytes: Buffer.concat(frames), payload: Buffer.concat(parts), isText };
  }

  return {
    /**
     * Takes bytes in, and answers what is whole with them.
     *
     * @param atMost bytes in one message.
     */
    push(bytes: Buffer, atMost: number): Said[] {
      chunks.push(bytes);
      size += bytes.length;
      const whole: Said[] = [];
      if (size < needed) return whole;
      let all = Buffer.concat(chunks);
      for (;;) {
        const frame = headOf(all);
        const end = frame ? frame.start + frame.length : Math.min(all.length + 1, headAtMost);
        if (frame && (message?.length ?? 0) + frame.length > atMost) {
          throw new Error('too long a message');
        }
        needed = Math.max(end, 2);
        if (!frame || all.length < end) break;
        const next = said(frame, all.subarray(0, end));
        if (next) whole.push(next);
        all = all.subarray(end);
        if (isClosed && all.length > 0) throw new Error('more after the end');
      }
      chunks = [all];
      size = all.length;
      return whole;
    },
  };
}

const text = 1;
const close = 8;

function isControl(opcode: number): boolean {
  return opcode >= close;
}

type FrameHead = {
  readonly isFinal: boolean;
  readonly opcode: number;
  /** Where its payload begins, and how long that is. */
  readonly start: number;
  readonly length: number;
};

function headOf(bytes: Buffer): FrameHead | null {
  if (bytes.length < 2) return null;
  const [first = 0, second = 0] = bytes;
  const opcode = first & 0x0f;
  const isFinal = (first & 0x80) !== 0;
  if ((first & 0x70) !== 0) throw new Error('an extension that was not agreed on');
  if ((second & 0x80) === 0) throw new Error('a frame without a mask');
  if (![0, text, 2, close, 9, 10].includes(opcode)) throw new Error('a frame of no known kind');
  if (isControl(opcode) && (!isFinal || (second & 0x7f) > 125)) {
    throw new Error('too long a control frame');
  }
  const payload = payloadOf(bytes);
  if (!payload) return null;
  const start = payload.start + 4;
  return bytes.length < start ? null : { isFinal, opcode, start, length: payload.length };
}

/**
 * How long a frame's payload is, and where it begins, but for a mask.
 *
 * @param at where the frame begins.
 * @returns null where that much of it is not there.
 */
export function payloadOf(bytes: Buffer, at = 0): { start: number; length: number } | null {
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = at + 2 + extended;
  if (bytes.length < start) return null;
  if (extended === 0) return { start, length: short };
  const length = extended === 2 ? bytes.readUInt16BE(at + 2) : bytes.readBigUInt64BE(at + 2);
  return { start, length: Number(length) };
}

function unmasked(frame: Buffer, start: number): Buffer {
  const mask = frame.subarray(start - 4, start);
  const payload = Buffer.from(frame.subarray(start));
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return payload;
}

/** A reader of the frames that a client sends on a WebSocket (RFC 6455 §5.2), up to its first message. */
export type FirstMessage = {
  /** Takes bytes in; answers the first text or binary message once it is whole, else null. */
  push(bytes: Buffer): string | null;
  /** Everything taken in so far. */
  held(): Buffer;
};

const atMost = 64 * 1024;

/** Close code 1008, *policy violation* (RFC 6455 §7.4.1), as an unmasked frame of the server's. */
export const policyViolation = Buffer.from([0x88, 0x02, 0x03, 0xf0]);

/**
 * @throws when the frames break the protocol, are compressed, or the first message is over 64 kB.
 */
export function createFirstMessage(): FirstMessage {
  let all = Buffer.alloc(0);
  let at = 0;
  let message = Buffer.alloc(0);

  /** The next whole frame, or null. */
  function nextFrame(): { final: boolean; opcode: number; payload: Buffer } | null {
    const frame = all.subarray(at);
    if (frame.length < 2) return null;
    const [first = 0, second = 0] = frame;
    if ((first & 0x70) !== 0) throw new Error('an extension that was not agreed on');
    if ((second & 0x80) === 0) throw new Error('a frame without a mask');
    const short = second & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (frame.length < 2 + extended + 4) return null;
    const length =
      extended === 2
        ? frame.readUInt16BE(2)
        : extended === 8
          ? Number(frame.readBigUInt64BE(2))
          : short;
    if (length > atMost) throw new Error('too long a first message');
    const start = 2 + extended + 4;
    if (frame.length < start + length) return null;
    const mask = frame.subarray(start - 4, start);
    const payload = Buffer.from(frame.subarray(start, start + length));
    for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
    at += start + length;
    return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload };
  }

  return {
    push(bytes) {
      all = Buffer.concat([all, bytes]);
      if (all.length > 2 * atMost) throw new Error('too much before the first message');
      for (let frame = nextFrame(); frame; frame = nextFrame()) {
        if (frame.opcode >= 8) continue;
        message = Buffer.concat([message, frame.payload]);
        if (message.length > atMost) throw new Error('too long a first message');
        if (frame.final) return message.toString('utf8');
      }
      return null;
    },
    held: () => all,
  };
}

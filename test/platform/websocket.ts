import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** RFC 6455 §1.3: what proves that the other side speaks WebSocket. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const CLOSE = 8;
const PING = 9;
const PONG = 10;
const MAX_PAYLOAD = 1024 * 1024;

export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

/** Completes the handshake and sends back whatever comes. */
export function echo(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}${HANDSHAKE_GUID}`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );

  let pending = head;
  const take = (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let frame = readFrame(pending); frame; frame = readFrame(pending)) {
      pending = frame.rest;
      if (frame.tooLong) return socket.destroy();
      if (frame.opcode === PONG) continue;
      const opcode = frame.opcode === PING ? PONG : frame.opcode;
      socket.write(writeFrame(frame.final, opcode, frame.payload));
      if (frame.opcode === CLOSE) return socket.end();
    }
  };
  socket.on('data', take);
  socket.on('error', () => socket.destroy());
  take(Buffer.alloc(0));
}

type Frame = { final: boolean; opcode: number; payload: Buffer; rest: Buffer; tooLong: boolean };

/** RFC 6455 §5.2; undefined until a whole frame is there. */
export function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (second & 0x80) !== 0;
  const start = 2 + lengthBytes + (masked ? 4 : 0);
  if (bytes.length < start) return undefined;

  let length = short;
  if (lengthBytes === 2) length = bytes.readUInt16BE(2);
  if (lengthBytes === 8) length = Number(bytes.readBigUInt64BE(2));
  const tooLong = length > MAX_PAYLOAD;
  if (!tooLong && bytes.length < start + length) return undefined;

  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (masked) {
    const mask = bytes.subarray(start - 4, start);
    for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % 4] ?? 0);
  }
  const rest = bytes.subarray(start + length);
  return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload, rest, tooLong };
}

export function writeFrame(final: boolean, opcode: number, payload: Buffer): Buffer {
  const first = (final ? 0x80 : 0) | opcode;
  if (payload.length < 126) return Buffer.concat([Buffer.from([first, payload.length]), payload]);
  const header = Buffer.alloc(payload.length < 65_536 ? 4 : 10);
  header.writeUInt8(first, 0);
  if (header.length === 4) {
    header.writeUInt8(126, 1);
    header.writeUInt16BE(payload.length, 2);
  } else {
    header.writeUInt8(127, 1);
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}

import { connect, type Socket as NetSocket } from 'node:net';

export type Frame = {
  readonly opcode?: number;
  readonly final?: boolean;
  readonly masked?: boolean;
  /** Bits that extensions use. */
  readonly reserved?: number;
  /** What the head says, in place of the truth. */
  readonly length?: number;
  /** Bytes of the length in the head, in place of as few as will do. */
  readonly lengthBytes?: 0 | 2 | 8;
  readonly payload?: string | Buffer;
};

/** One frame of a client (RFC 6455 §5.2), right or wrong. */
export function frame({
  opcode = 1,
  final = true,
  masked = true,
  reserved = 0,
  payload = '',
  ...more
}: Frame): Buffer {
  const data = Buffer.from(payload);
  const { length = data.length } = more;
  const { lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8 } = more;
  const short = lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127;
  const head = Buffer.alloc(2 + lengthBytes);
  head[0] = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | short;
  if (lengthBytes === 2) head.writeUInt16BE(length, 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return Buffer.concat([head, data]);
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78]);
  const hidden = data.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return Buffer.concat([head, mask, hidden]);
}

export type RawSocket = {
  /** Of the answer to the upgrade. */
  readonly status: number;
  send(...bytes: Buffer[]): void;
  /** All that came behind the head of the answer. */
  heard(): string;
  /** Resolves when this text came; rejects when the connection ends before. */
  hears(text: string): Promise<void>;
  /** Resolves with the close code of the last frame when the connection ends; null without one. */
  readonly closed: Promise<number | null>;
  destroy(): void;
};

/** Asks for a WebSocket, byte by byte as it is told. */
export function openRawSocket(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawSocket> {
  const { hostname, port } = new URL(origin);
  const socket: NetSocket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  const all = {
    Host: `${hostname}:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  let text = '';
  const body = () => text.split(/\r\n\r\n(.*)/s, 2)[1] ?? '';
  const closed = new Promise<number | null>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => {
      const end = Buffer.from(text.slice(-4), 'latin1');
      resolve(end[0] === 0x88 && end[1] === 2 ? end.readUInt16BE(2) : null);
    });
  });
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  return new Promise((resolve, reject) => {
    closed.then(() => reject(new Error('no answer')));
    socket.on('data', () => {
      const [, status] = /^HTTP\/1\.1 (\d{3}) .*?\r\n\r\n/s.exec(text) ?? [];
      if (status === undefined) return;
      resolve({
        status: Number(status),
        send: (...bytes) => void socket.write(Buffer.concat(bytes)),
        heard: body,
        hears: (wanted) =>
          new Promise((heard, lost) => {
            const look = () => body().includes(wanted) && heard();
            socket.on('data', look);
            closed.then(() => lost(new Error(`closed before ${wanted}: ${body()}`)));
            look();
          }),
        closed,
        destroy: () => socket.destroy(),
      });
    });
  });
}

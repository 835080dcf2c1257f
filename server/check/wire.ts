import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Answer, readAnswer } from './answer.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request to the last byte: what no HTTP library would send can be sent by it, too. */
export type Wire = {
  readonly method: string;
  /** The request target as it stands. */
  readonly target: string;
  /** All headers but Host, Connection and the length of the body. */
  readonly headers: Pairs;
  readonly body?: string;
  readonly version?: '1.0' | '1.1';
  /** In place of the address's own; null sends none. */
  readonly host?: string | null;
  /** Sent before it on the same connection; the answer is the one to the last request. */
  readonly before?: string;
  /** Whoever answers is asked, whatever its certificate says. */
  readonly anyCertificate?: boolean;
  /** Milliseconds after which no answer is one, too. */
  readonly patience?: number;
  /** Once the connection is a WebSocket, what is said on it. */
  readonly messages?: readonly string[];
};

/** Milliseconds without an answer; a server that never answers has not let anybody in. */
const patience = 10_000;
/** Milliseconds for which a WebSocket is listened to. */
const listening = 700;
const readAtMost = 1024 * 1024;

/**
 * Sends a request on a connection of its own.
 *
 * @returns null where nothing that is HTTP came back: no connection, hung up, silence.
 */
export function send(to: URL, wire: Wire): Promise<Answer | null> {
  return new Promise((resolve) => {
    const socket = open(to, wire.anyCertificate ?? false);
    const chunks: Buffer[] = [];
    let size = 0;
    let spoke = false;
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(readAnswer(Buffer.concat(chunks), wire));
    };
    let timer = setTimeout(finish, wire.patience ?? patience);
    socket.on(to.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      socket.write(bytesOf(to, wire));
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      const answer = readAnswer(Buffer.concat(chunks), wire);
      if (answer?.isWhole || size > readAtMost) return finish();
      if (answer?.status !== 101 || spoke) return;
      spoke = true;
      for (const message of wire.messages ?? []) socket.write(textFrame(message));
      clearTimeout(timer);
      timer = setTimeout(finish, listening);
    });
    socket.on('error', finish);
    socket.on('close', finish);
  });
}

function open({ protocol, hostname, port }: URL, anyCertificate: boolean): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  return protocol === 'https:'
    ? connectTls({
        host,
        port: Number(port || 443),
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: !anyCertificate,
        ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      })
    : connectPlain(Number(port || 80), host);
}

/** The request as text, for the wire and for whoever wants to send it again. */
export function textOf(to: URL, wire: Wire): string {
  const { method, target, headers, body, version = '1.1', host = to.host } = wire;
  const says = (name: string) => headers.some(([each]) => each.toLowerCase() === name);
  const lines = [
    `${method} ${target} HTTP/${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(says('connection') ? [] : ['Connection: close']),
    ...(body === undefined || says('transfer-encoding') || says('content-length')
      ? []
      : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

function bytesOf(to: URL, wire: Wire): Buffer {
  return Buffer.from((wire.before ?? '') + textOf(to, wire), 'utf8');
}

/** One whole text message of a client (RFC 6455 §5.2); the mask may be all zeros. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text, 'utf8');
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x81;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

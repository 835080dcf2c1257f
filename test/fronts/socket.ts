import { request } from 'node:http';
import { request as requestByTls } from 'node:https';
import type { Duplex } from 'node:stream';

/** What became of the wish for a WebSocket. */
export type Opened = {
  /** 101 where it is open. */
  readonly status: number;
  /** Sends a short text, and answers the next one that comes. */
  say(text: string): Promise<string>;
  close(): void;
};

/**
 * Asks for a WebSocket by hand, so that a refusal shows its status.
 *
 * @param ca the certificate that is trusted, where the origin is https.
 */
export function openSocket(origin: string, cookie: string, ca?: string): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const address = new URL('/ws', origin);
    const asking = (address.protocol === 'https:' ? requestByTls : request)(address, {
      agent: false,
      ca,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-Fetch-Mode': 'websocket',
        Cookie: cookie,
      },
    });
    asking.on('error', reject);
    asking.on('response', (answer) => {
      answer.resume();
      const say = () => Promise.reject(new Error('This WebSocket was refused.'));
      resolve({ status: answer.statusCode ?? 0, say, close: () => {} });
    });
    asking.on('upgrade', (answer, socket) => {
      socket.on('error', () => {});
      resolve({
        status: answer.statusCode ?? 0,
        say: (text) => say(socket, text),
        close: () => socket.destroy(),
      });
    });
    asking.end();
  });
}

/** One masked text frame there (RFC 6455 §5.2), one unmasked back. */
function say(socket: Duplex, text: string): Promise<string> {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new TypeError('Too long for one short frame.');
  socket.write(Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0, ...payload]));
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    const closed = () => reject(new Error('The WebSocket was closed.'));
    const take = (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
      const length = (heard[1] ?? 0) & 0x7f;
      if (heard.length < 2 + length) return;
      socket.off('data', take);
      socket.off('close', closed);
      resolve(heard.subarray(2, 2 + length).toString());
    };
    socket.on('data', take);
    socket.once('close', closed);
  });
}

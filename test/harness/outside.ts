import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** All that is not on this machine, as far as a browser with this proxy can tell. */
export type Outside = {
  readonly port: number;
  /** Who was asked for, by host name. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

/** Starts a proxy that notes whom a browser asks for, and answers that there is no way. */
export async function startOutside(): Promise<Outside> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://nobody.invalid').hostname);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push((request.url ?? '').replace(/:\d+$/, ''));
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

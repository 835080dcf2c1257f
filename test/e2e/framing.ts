import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server with one page that frames whatever it is asked to, and may be framed itself. */
export async function startFraming(): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    const framed = new URL(request.url ?? '/', 'http://x').searchParams.get('framed');
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><link rel="icon" href="data:,"><title>Other</title>${
        framed ? `<iframe src="${framed}"></iframe>` : '<h1>Free to be framed</h1>'
      }`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: (server.address() as AddressInfo).port, server };
}

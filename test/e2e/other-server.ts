import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of this machine that has nothing to do with Doorcode. */
export type OtherServer = {
  readonly origin: string;
  /** The addresses that were asked for. */
  readonly asked: string[];
  close(): void;
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const title = '<!doctype html><link rel="icon" href="data:,"><title>Notes</title><h1>Notes</h1>';

/** `answer` is for Doorcode's own addresses; every other one is a page. */
export async function startOtherServer(answer?: Answer): Promise<OtherServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (answer && path.startsWith('/.two-factor/')) return answer(request, response);
    response.setHeader('Content-Type', 'text/html');
    response.end(title);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handle } from './pipeline.ts';
import { ProtocolError, pipelineBody } from './protocol.ts';
import { createStreams } from './streams.ts';

/*
 * A double of a remote libSQL server (sqld), for tests on this machine: Hrana over HTTP, versions 2 and 3,
 * as JSON, over the driver that the server has for files. It is here because the real one is a program
 * of its own that a checkout cannot bring along.
 *
 * It keeps to what the real one does where our client can tell: one transaction a batch, conditions
 * of steps, streams with batons, integers as strings, missing and superfluous parameters refused, text
 * that is no SQL refused before anything runs, codes of errors, waiting for the write lock.
 *
 * It does not do: replicas, namespaces, TLS, tokens that are signed, WebSockets, Protobuf, cursors, limits
 * of size, taking the lock from a transaction that is open too long, and the real one's own parser,
 * which refuses some statements that SQLite takes (ATTACH, most PRAGMAs that set something). It syncs
 * each commit, which the real one does only when it is told to. Text is read up to a U+0000, as our
 * driver reads it.
 */

export type Hrana = {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  close(): Promise<void>;
};

export type HranaOptions = {
  readonly file: string;
  /** Any free one where none is given. */
  readonly port?: number;
  /** Asked for as a bearer token where it is given. */
  readonly token?: string | undefined;
  /** PRAGMAs of each connection, after the ones that it has anyway. */
  readonly settings?: readonly string[];
};

type Answer = { readonly status: number; readonly body: object | string };

/** Starts the double on the loopback interface. */
export async function startHrana({
  file,
  port = 0,
  token,
  settings = [],
}: HranaOptions): Promise<Hrana> {
  const streams = createStreams(file, settings);

  async function pipeline(from: IncomingMessage, version: 2 | 3): Promise<Answer> {
    const parsed = pipelineBody.safeParse(await readJson(from));
    if (!parsed.success) throw new ProtocolError(`Cannot deserialize: ${parsed.error.message}`);
    const { baton, requests } = parsed.data;
    const stream = streams.take(baton);
    let isOpen = true;
    let whole = false;
    try {
      const results: object[] = [];
      for (const request of requests) {
        if (!isOpen) throw new ProtocolError('Stream for this baton was closed');
        results.push(await handle(stream, request, version));
        if (request.type === 'close') isOpen = false;
      }
      whole = true;
      const next = isOpen ? streams.keep(stream) : null;
      return { status: 200, body: { baton: next, base_url: null, results } };
    } finally {
      if (!isOpen || !whole) streams.close(stream);
    }
  }

  async function answer(from: IncomingMessage): Promise<Answer> {
    const { method, url } = from;
    if (url === '/health') return { status: 200, body: '' };
    if (token !== undefined && from.headers.authorization !== `Bearer ${token}`) {
      return { status: 401, body: { error: 'Unauthorized: the token is missing or wrong' } };
    }
    const [, digit, isPipeline] = /^\/v([23])(\/pipeline)?$/.exec(url ?? '') ?? [];
    if (method === 'GET' && digit && !isPipeline) return { status: 200, body: `Hrana v${digit}` };
    if (method !== 'POST' || !isPipeline) return { status: 404, body: 'Not found' };
    return pipeline(from, digit === '2' ? 2 : 3);
  }

  const server = createServer(async (from, to) => {
    const { status, body } = await answer(from).catch((error: unknown): Answer => {
      const isTheirs = error instanceof ProtocolError;
      return { status: isTheirs ? 400 : 500, body: error instanceof Error ? error.message : '' };
    });
    const isText = typeof body === 'string';
    to.writeHead(status, { 'Content-Type': isText ? 'text/plain' : 'application/json' });
    to.end(isText ? body : JSON.stringify(body));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          streams.closeAll();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function readJson(from: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new ProtocolError('Cannot deserialize client message from JSON');
  }
}

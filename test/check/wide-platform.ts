import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { createFrameReader } from '../../server/gate/frames.ts';
import { freePort } from '../harness/ports.ts';

export type Quirk =
  /** Sessions in the path, `;jsessionid=`, which no profile can name. */
  | 'path-parameter'
  /** The identity endpoint does not know `session_legacy`; all other addresses do. */
  | 'whoami-knows-less'
  /** Whoever is logged in and logs in again is led inside. */
  | 'login-knows'
  /** `X-Remote-User` is believed, as behind a front that logs people in. */
  | 'believes-claims';

/** Everything that this platform takes a session from. */
export const wideProfile = {
  ...standIn,
  fronts: [],
  credential: {
    ...standIn.credential,
    headers: [{ name: 'authorization', scheme: 'Bearer' }, { name: 'x-session-token' }],
    query: ['access_token'],
    body: ['access_token'],
    message: { paths: ['/live'], at: 'auth' },
  },
};

/** The stand-in with more ways in: a session may come as header, parameter, field or message, too. */
export async function startWidePlatform(standInUrl: () => string, quirks: readonly Quirk[] = []) {
  function tokenOf({ headers, url = '' }: IncomingMessage, body: string): string | undefined {
    const { authorization = '' } = headers;
    const [, basic = ''] = /^Basic (.+)$/i.exec(authorization) ?? [];
    const [, inPath] = /;jsessionid=([^/?;]+)/.exec(url) ?? [];
    return (
      /^Bearer (.+)$/i.exec(authorization)?.[1] ??
      (Buffer.from(basic, 'base64').toString().split(':')[1] || undefined) ??
      headers['x-session-token']?.toString() ??
      new URLSearchParams(url.split('?')[1]).get('access_token') ??
      new URLSearchParams(body).get('access_token') ??
      (quirks.includes('path-parameter') ? inPath : undefined)
    );
  }

  function cookieOf(from: IncomingMessage, body: string): string {
    const token = tokenOf(from, body);
    if (token !== undefined) return `session=${token}`;
    const own = from.headers.cookie ?? '';
    const knowsLess = quirks.includes('whoami-knows-less') && from.url === '/api/me';
    return knowsLess ? own.replace('session_legacy=', 'x=') : own;
  }

  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = await text(from);
    const claimed = from.headers['x-remote-user'];
    if (claimed && quirks.includes('believes-claims')) {
      const somebody = { id: 'u-1', realm: 'acme', name: claimed, email: 'x@acme.example' };
      to.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(somebody));
      return;
    }
    // Who somebody is may be asked by a form as well.
    const asksWho = from.url === '/api/me';
    const again = quirks.includes('login-knows') && from.url === '/login' && body === '';
    const isLink = from.method === 'POST' && (asksWho || again);
    const method = isLink ? 'GET' : from.method;
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = from.headers;
    const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const { hostname, port } = new URL(standInUrl());
    request(
      {
        hostname,
        port,
        method,
        path: from.url,
        headers: { ...headers, ...length, cookie: cookieOf(from, body) },
      },
      (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(to);
      },
    ).end(method === 'GET' ? '' : body);
  }

  async function isSomebody(cookie: string): Promise<boolean> {
    return (await fetch(`${standInUrl()}/api/me`, { headers: { cookie } })).ok;
  }

  const accepted =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  const refused = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

  /** Lets a WebSocket in by its first message, `{"auth": token}`. */
  function listen(socket: Duplex, head: Buffer): void {
    socket.write(accepted);
    const reader = createFrameReader();
    const take = async (bytes: Buffer) => {
      const [first] = reader.push(bytes, 64 * 1024);
      if (!first) return;
      const [, auth = ''] = /"auth":"([^"]+)"/.exec(String(first.payload)) ?? [];
      const isIn = await isSomebody(`session=${auth}`);
      const said = Buffer.from(JSON.stringify({ auth: isIn ? 'ok' : 'fail' }));
      socket.write(Buffer.concat([Buffer.from([0x81, said.length]), said]));
    };
    socket.on('data', take);
    if (head.length > 0) take(head);
  }

  const server = createServer(pass);
  server.on('upgrade', async (from, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (from.url === '/live') listen(socket, head);
    else if (await isSomebody(from.headers.cookie ?? '')) socket.write(accepted);
    else socket.end(refused);
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

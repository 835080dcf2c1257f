import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';

/** What the gate lets through: the request with this Cookie header and no other credential. */
export type Passage = {
  readonly cookie: string | null;
  /**
   * Called with the platform's answer before any of it is passed on; what it resolves to is added as
   * Set-Cookie lines.
   */
  onAnswer(answer: IncomingMessage): Promise<readonly string[]>;
};

export type PlatformProxy = {
  forward(from: IncomingMessage, to: ServerResponse, passage: Passage): void;
  forwardUpgrade(from: IncomingMessage, socket: Duplex, head: Buffer, passage: Passage): void;
};

type Pairs = readonly (readonly [name: string, value: string])[];

/** Of one connection only (RFC 9110 §7.6.1); what `Connection` names is added. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];

/** Never of one connection only, whatever `Connection` says: what is meant and where it ends. */
const ofTheMessage = ['host', 'content-length', 'set-cookie'];

/**
 * Headers by which a client could claim to be let in, to be somebody or to come from somewhere else.
 * Underscores and dots are compared as hyphens: some servers take them for the same.
 */
const claims =
  /^(authorization|cookie|forwarded|x-api-key|(x-)?(forwarded|original|rewrite|real|remote|auth|authenticated|webauth)(-.*)?)$/;

/** A streaming reverse proxy to one upstream: Host kept, bodies, encodings and errors untouched. */
export function createProxy(
  upstream: URL,
  agent: Agent,
  origin: URL,
  onFailure: (error: Error, from: IncomingMessage, to: ServerResponse | null) => void,
): PlatformProxy {
  function open(
    from: IncomingMessage,
    cookie: string | null,
    framing: Pairs,
    connections: Agent | false,
  ): ClientRequest {
    return request({
      agent: connections,
      host: upstream.hostname,
      port: upstream.port,
      method: from.method,
      path: originForm(from.url ?? '/'),
      setHost: false,
      headers: [...requestHeaders(from, cookie, origin), ...framing].flat(),
    });
  }

  function forward(
    from: IncomingMessage,
    to: ServerResponse,
    passage: Passage,
    connections: Agent | false,
  ): void {
    const framing = bodyFraming(from);
    const hasBody = framing.length > 0;
    const outgoing = open(from, passage.cookie, framing, connections);
    const fail = (error: Error) => onFailure(error, from, to);
    let answered = false;
    outgoing.on('error', (error) => {
      // The platform closed an idle connection in the very moment in which it was used again: nothing
      // of the request was taken, so it may be sent once more, on a connection of its own.
      const stale = outgoing.reusedSocket && !answered && !hasBody && isSafe(from) && !to.destroyed;
      if (stale && connections) forward(from, to, passage, false);
      else fail(error);
    });
    outgoing.on('response', (answer) => {
      answered = true;
      passage
        .onAnswer(answer)
        .then((cookies) => {
          const headers = answerHeaders(answer, cookies);
          to.writeHead(answer.statusCode ?? 502, statusText(answer), headers);
          // An answer cut in the middle must look cut to the client too: pipeline destroys both.
          pipeline(answer, to, () => {});
        })
        .catch((error: Error) => {
          outgoing.destroy();
          fail(error);
        });
    });
    to.on('close', () => outgoing.destroy());
    if (hasBody) from.pipe(outgoing);
    else outgoing.end();
  }

  return {
    forward: (from, to, passage) => forward(from, to, passage, agent),

    forwardUpgrade(from, socket, head, passage) {
      // A connection of its own: whatever comes of it, no other request shares it.
      const outgoing = open(from, passage.cookie, upgradeOf(from.headers.upgrade), false);
      const end = () => {
        outgoing.destroy();
        socket.destroy();
      };
      socket.on('error', end);
      socket.on('close', () => outgoing.destroy());
      outgoing.on('error', (error) => {
        onFailure(error, from, null);
        socket.end(
          'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
        );
      });
      outgoing.on('upgrade', (answer, platform, platformHead) => {
        platform.on('error', end);
        passage
          .onAnswer(answer)
          .then((cookies) => {
            const headers = pairsOf(answerHeaders(answer, cookies));
            socket.write(rawHead(answer, [...headers, ...upgradeOf(answer.headers.upgrade)]));
            if (platformHead.length > 0) socket.write(platformHead);
            if (head.length > 0) platform.write(head);
            pipeline(platform, socket, () => {});
            pipeline(socket, platform, () => {});
          })
          .catch(end);
      });
      outgoing.on('response', (answer) => {
        passage
          .onAnswer(answer)
          .then((cookies) => {
            const headers = pairsOf(answerHeaders(answer, cookies));
            socket.write(rawHead(answer, [...headers, ['Connection', 'close']]));
            pipeline(answer, socket, () => {});
          })
          .catch(end);
      });
      outgoing.end();
    },
  };
}

/** Methods that change nothing (RFC 9110 §9.2.1), so that sending them again does no harm. */
function isSafe({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Some clients send the whole address as request target (RFC 9112 §3.2.2); the platform gets the path. */
function originForm(target: string): string {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}

function requestHeaders(from: IncomingMessage, cookie: string | null, origin: URL): Pairs {
  const connection = namedByConnection(from);
  const kept = pairsOf(from.rawHeaders).filter(([name]) => {
    const plain = name.toLowerCase().replaceAll(/[_.]/g, '-');
    const isOurs = hopByHop.includes(plain) || plain === 'content-length' || claims.test(plain);
    return !isOurs && !connection.includes(plain);
  });
  return [
    ...kept,
    ...(cookie === null ? [] : [['Cookie', cookie] as const]),
    ['X-Forwarded-For', from.socket.remoteAddress ?? ''],
    ['X-Forwarded-Host', origin.host],
    ['X-Forwarded-Proto', origin.protocol.slice(0, -1)],
  ];
}

/**
 * How long the body is, said by ourselves as we read it: no header of the client's can make the
 * platform see the end of a request elsewhere than we do (RFC 9112 §6.3). Empty: there is no body.
 */
function bodyFraming({ headers }: IncomingMessage): Pairs {
  if (headers['transfer-encoding'] !== undefined) return [['Transfer-Encoding', 'chunked']];
  const length = headers['content-length'];
  return length === undefined ? [] : [['Content-Length', length]];
}

function upgradeOf(protocol: string | undefined): Pairs {
  return [
    ['Connection', 'Upgrade'],
    ['Upgrade', protocol ?? ''],
  ];
}

function answerHeaders(answer: IncomingMessage, cookies: readonly string[]): string[] {
  const connection = namedByConnection(answer);
  const kept = pairsOf(answer.rawHeaders).filter(([name]) => {
    const plain = name.toLowerCase();
    return !hopByHop.includes(plain) && !connection.includes(plain);
  });
  return [...kept, ...cookies.map((cookie) => ['Set-Cookie', cookie] as const)].flat();
}

function namedByConnection(message: IncomingMessage): string[] {
  return (message.headers.connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && !ofTheMessage.includes(name));
}

function pairsOf(raw: readonly string[]): Pairs {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return pairs;
}

/** The platform's own words; none where they hold what no status line may (RFC 9112 §4). */
function statusText({ statusMessage = '' }: IncomingMessage): string {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage) ? statusMessage : '';
}

function rawHead(answer: IncomingMessage, headers: Pairs): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${answer.statusCode ?? 502} ${statusText(answer)}\r\n${lines}\r\n`;
}

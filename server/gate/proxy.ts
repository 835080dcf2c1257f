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

/**
 * Headers by which a client could claim to be let in, to be somebody or to come from somewhere else.
 * Underscores are compared as hyphens: some servers take them for the same.
 */
const claims =
  /^(authorization|cookie|forwarded|x-api-key|(x-)?(forwarded|original|rewrite|real|remote|auth|authenticated|webauth)-.*)$/;

/** A streaming reverse proxy to one upstream: Host kept, bodies, encodings and errors untouched. */
export function createProxy(
  upstream: URL,
  agent: Agent,
  origin: URL,
  onFailure: (error: Error, from: IncomingMessage, to: ServerResponse | null) => void,
): PlatformProxy {
  function open(from: IncomingMessage, cookie: string | null, more: Pairs): ClientRequest {
    return request({
      agent,
      host: upstream.hostname,
      port: upstream.port,
      method: from.method,
      path: originForm(from.url ?? '/'),
      setHost: false,
      headers: [...requestHeaders(from, cookie, origin), ...more].flat(),
    });
  }

  return {
    forward(from, to, passage) {
      const outgoing = open(from, passage.cookie, bodyFraming(from));
      const fail = (error: Error) => onFailure(error, from, to);
      outgoing.on('error', fail);
      outgoing.on('response', (answer) => {
        passage.onAnswer(answer).then((cookies) => {
          to.writeHead(
            answer.statusCode ?? 502,
            answer.statusMessage,
            answerHeaders(answer, cookies),
          );
          // An answer cut in the middle must look cut to the client too: pipeline destroys both.
          pipeline(answer, to, () => {});
        }, fail);
      });
      to.on('close', () => outgoing.destroy());
      from.pipe(outgoing);
    },

    forwardUpgrade(from, socket, head, passage) {
      const upgrade = from.headers.upgrade ?? '';
      const outgoing = open(from, passage.cookie, [
        ['Connection', 'Upgrade'],
        ['Upgrade', upgrade],
      ]);
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
        passage.onAnswer(answer).then((cookies) => {
          const headers: Pairs = [
            ...pairsOf(answerHeaders(answer, cookies)),
            ['Connection', 'Upgrade'],
            ['Upgrade', answer.headers.upgrade ?? ''],
          ];
          socket.write(rawHead(answer, headers));
          if (platformHead.length > 0) socket.write(platformHead);
          if (head.length > 0) platform.write(head);
          platform.on('error', end);
          pipeline(platform, socket, () => {});
          pipeline(socket, platform, () => {});
        }, end);
      });
      outgoing.on('response', (answer) => {
        passage.onAnswer(answer).then((cookies) => {
          socket.write(
            rawHead(answer, [...pairsOf(answerHeaders(answer, cookies)), ['Connection', 'close']]),
          );
          pipeline(answer, socket, () => {});
        }, end);
      });
      outgoing.end();
    },
  };
}

/** Some clients send the whole address as request target (RFC 9112 §3.2.2); the platform gets the path. */
function originForm(target: string): string {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}

function requestHeaders(from: IncomingMessage, cookie: string | null, origin: URL): Pairs {
  const connection = namedByConnection(from);
  const kept = pairsOf(from.rawHeaders).filter(([name]) => {
    const plain = name.toLowerCase().replaceAll('_', '-');
    return !hopByHop.includes(plain) && !connection.includes(plain) && !claims.test(plain);
  });
  return [
    ...kept,
    ...(cookie === null ? [] : [['Cookie', cookie] as const]),
    ['X-Forwarded-For', from.socket.remoteAddress ?? ''],
    ['X-Forwarded-Host', origin.host],
    ['X-Forwarded-Proto', origin.protocol.slice(0, -1)],
  ];
}

/** The length is among the kept headers; a body of unknown length goes on in chunks. */
function bodyFraming(from: IncomingMessage): Pairs {
  return from.headers['transfer-encoding'] === undefined ? [] : [['Transfer-Encoding', 'chunked']];
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
    .filter((name) => name !== 'host' && name !== '');
}

function pairsOf(raw: readonly string[]): Pairs {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return pairs;
}

function rawHead(answer: IncomingMessage, headers: Pairs): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\n${lines}\r\n`;
}

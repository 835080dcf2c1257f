import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { type Duplex, pipeline, type Transform } from 'node:stream';
import type { Profile } from '../profile/schema.ts';
import { answerHeaders, createRequestHeaders, type Pairs, pairsOf } from './header-lines.ts';
import { policyViolation } from './messages.ts';
import type { Passage } from './passage.ts';
import { originForm } from './request.ts';

export type PlatformProxy = {
  forward(from: IncomingMessage, to: ServerResponse, passage: Passage): void;
  /**
   * @param messages lets through what the client may say.
   */
  forwardUpgrade(
    from: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    passage: Passage,
    messages: Transform | null,
  ): void;
};

/** What the proxy has to know of its surroundings. */
export type ProxySettings = {
  readonly upstream: URL;
  readonly agent: Agent;
  readonly origin: URL;
  readonly profile: Profile;
  /** Addresses of fronts: only what they say of a client's address is believed. */
  readonly trustedFronts: readonly string[];
  /** Milliseconds of silence, in both directions, after which an answer is not waited for any more. */
  readonly patience?: number;
};

/** Long enough for the report that a platform makes while the browser waits. */
const answerPatience = 10 * 60_000;

/** A streaming reverse proxy to one upstream: Host kept, bodies, encodings and errors untouched. */
export function createProxy(
  { upstream, agent, origin, profile, trustedFronts, patience = answerPatience }: ProxySettings,
  onFailure: (error: Error, from: IncomingMessage, to: ServerResponse | null) => void,
): PlatformProxy {
  const headersFor = createRequestHeaders(profile, origin, trustedFronts);

  function open(
    from: IncomingMessage,
    passage: Passage,
    framing: Pairs,
    connections: Agent | false,
  ): ClientRequest {
    const outgoing = request({
      agent: connections,
      host: upstream.hostname,
      port: upstream.port,
      method: from.method,
      path: originForm(passage.target),
      setHost: false,
      headers: [...headersFor(from, passage), ...framing].flat(),
    });
    outgoing.setTimeout(patience, () => outgoing.destroy(new Error('no answer in time')));
    // An answer that has begun may be silent for as long as it likes: an event stream is.
    outgoing.once('response', () => outgoing.setTimeout(0));
    return outgoing;
  }

  function forward(
    from: IncomingMessage,
    to: ServerResponse,
    passage: Passage,
    connections: Agent | false,
  ): void {
    const framing = passage.body ? framingOf(passage.body) : bodyFraming(from);
    const hasBody = framing.length > 0;
    // What a platform leaves of a body unread it takes for the next request on that connection: one
    // that nobody has decided about. So behind a body nothing follows.
    const outgoing = open(from, passage, framing, hasBody ? false : connections);
    const fail = (error: Error) => onFailure(error, from, to);
    let answered = false;
    outgoing.on('error', (error) => {
      // The platform closed an idle connection in the very moment in which it was used again: nothing
      // of the request was taken, so it may be sent once more, on a connection of its own.
      const stale = outgoing.reusedSocket && !answered && isSafe(from) && !to.destroyed;
      if (stale && connections) forward(from, to, passage, false);
      else fail(error);
    });
    outgoing.on('response', (answer) => {
      answered = true;
      passOn(answer, to, passage).catch((error: Error) => {
        outgoing.destroy();
        fail(error);
      });
    });
    to.on('close', () => outgoing.destroy());
    if (passage.body) outgoing.end(passage.body);
    else if (!hasBody) outgoing.end();
    else if (passage.watch) pipeWatched(from, passage.watch, outgoing);
    else from.pipe(outgoing);
  }

  return {
    forward: (from, to, passage) => forward(from, to, passage, agent),

    forwardUpgrade(from, socket, head, passage, messages) {
      // A connection of its own: whatever comes of it, no other request shares it.
      const outgoing = open(from, passage, upgradeOf(from.headers.upgrade), false);
      const end = () => {
        outgoing.destroy();
        socket.destroy();
      };
      // Two pipelines and those who watch over it: more than Node's ten, and no more with time.
      socket.setMaxListeners(20);
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
            pipeline(platform, socket, () => {});
            if (head.length > 0) socket.unshift(head);
            if (messages) pipeMessages(socket, messages, platform);
            else pipeline(socket, platform, () => {});
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

/** What is broken off must still be answered: the client's side stays open. */
function pipeWatched(from: IncomingMessage, watch: Transform, outgoing: ClientRequest): void {
  watch.on('error', (error) => {
    from.unpipe(watch);
    from.resume();
    outgoing.destroy(error);
  });
  from.pipe(watch).pipe(outgoing);
}

/** The platform's answer, after what it changes is durable. */
async function passOn(answer: IncomingMessage, to: ServerResponse, passage: Passage) {
  const cookies = await passage.onAnswer(answer);
  const headers = answerHeaders(answer, cookies);
  if (passage.onBody) {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    await passage.onBody(body);
    to.writeHead(answer.statusCode ?? 502, statusText(answer), headers).end(body);
    return;
  }
  to.writeHead(answer.statusCode ?? 502, statusText(answer), headers);
  // The first event of a stream may be long in coming; that it is one should be known before.
  if (answer.readableLength === 0 && !answer.complete) to.flushHeaders();
  // An answer cut in the middle must look cut to the client too: pipeline destroys both.
  pipeline(answer, to, () => {});
}

/** A message that may not pass ends the connection, and says so first. */
function pipeMessages(socket: Duplex, watch: Transform, platform: Duplex): void {
  watch.on('error', () => {
    socket.unpipe(watch);
    socket.resume();
    socket.end(policyViolation, () => platform.destroy());
  });
  socket.pipe(watch).pipe(platform);
}

/** Methods that change nothing (RFC 9110 §9.2.1), so that sending them again does no harm. */
function isSafe({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
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

function framingOf(body: Buffer): Pairs {
  return [['Content-Length', String(body.length)]];
}

function upgradeOf(protocol: string | undefined): Pairs {
  return [
    ['Connection', 'Upgrade'],
    ['Upgrade', protocol ?? ''],
  ];
}

/** The platform's own words; none where they hold what no status line may (RFC 9112 §4). */
function statusText({ statusMessage = '' }: IncomingMessage): string {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage) ? statusMessage : '';
}

function rawHead(answer: IncomingMessage, headers: Pairs): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${answer.statusCode ?? 502} ${statusText(answer)}\r\n${lines}\r\n`;
}

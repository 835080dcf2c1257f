import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { Profile } from '../profile/schema.ts';
import type { Passage } from './passage.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

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

/** The gate says these itself: once, as it read them, so that no second line can mean something else. */
const written = ['content-length', 'content-type', 'content-encoding', 'host'];

/** Never of one connection only, whatever `Connection` says: what is meant and where it ends. */
const ofTheMessage = ['host', 'content-length', 'content-type', 'set-cookie'];

/**
 * Headers by which a client could claim to be let in, to be somebody or to come from somewhere else.
 * Underscores and dots are compared as hyphens: some servers take them for the same.
 */
const claims =
  /^(authorization|cookie|forwarded|proxy|x-api-key|(x-)?(forwarded|original|rewrite|real|remote|auth|authenticated|webauth)(-.*)?|x-two-factor-.*)$/;

/** The headers that travel to the platform with an admitted request, its framing aside. */
export function createRequestHeaders(
  { credential, nonBrowser }: Profile,
  origin: URL,
  trustedFronts: readonly string[],
): (from: IncomingMessage, passage: Passage) => Pairs {
  const carriers = credential.headers.map(({ name }) => name);
  const trusted = listOf(trustedFronts);
  const isClaim = (plain: string) =>
    !nonBrowser.forward.includes(plain) && (claims.test(plain) || carriers.includes(plain));
  // Frames that the gate must read may not be compressed.
  const extensions = credential.message ? ['sec-websocket-extensions'] : [];

  return (from, passage) => {
    const connection = namedByConnection(from);
    // A body that the gate must read may not come compressed.
    const encodings = passage.onBody ? ['accept-encoding'] : [];
    const off = [...hopByHop, ...written, ...extensions, ...encodings];
    const kept = pairsOf(from.rawHeaders).filter(([name]) => {
      const plain = plainHeader(name);
      return !off.includes(plain) && !isClaim(plain) && !connection.includes(plain);
    });
    const { host, 'content-type': type, 'content-encoding': encoding } = from.headers;
    return [
      ...(host === undefined ? [] : [['Host', host] as const]),
      ...kept,
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
      ...(encoding === undefined ? [] : [['Content-Encoding', encoding] as const]),
      ...(passage.cookie === null ? [] : [['Cookie', passage.cookie] as const]),
      ...passage.headers,
      ['X-Forwarded-For', clientOf(from, trusted)],
      ['X-Forwarded-Host', origin.host],
      ['X-Forwarded-Proto', origin.protocol.slice(0, -1)],
    ];
  };
}

/** The headers of the platform's answer that travel on, and Set-Cookie lines of ours. */
export function answerHeaders(answer: IncomingMessage, cookies: readonly string[]): string[] {
  const connection = namedByConnection(answer);
  const kept = pairsOf(answer.rawHeaders).filter(([name]) => {
    const plain = name.toLowerCase();
    return !hopByHop.includes(plain) && !connection.includes(plain);
  });
  return [...kept, ...cookies.map((cookie) => ['Set-Cookie', cookie] as const)].flat();
}

/** Header lines as Node has them raw: a name, its value, the next name. */
export function pairsOf(raw: readonly string[]): Pairs {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return pairs;
}

/** Underscores and dots are hyphens to some servers. */
export function plainHeader(name: string): string {
  return name.toLowerCase().replaceAll(/[_.]/g, '-');
}

/** An address is one address, however it is spelled. */
function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) list.addAddress(address, familyOf(address));
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** Who is connected to the gate; behind a front that we were told to trust, whom it names, too. */
function clientOf(from: IncomingMessage, trusted: BlockList): string {
  const peer = (from.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const told = from.headers['x-forwarded-for'];
  const believed = typeof told === 'string' && trusted.check(peer, familyOf(peer));
  return believed ? `${told}, ${peer}` : peer;
}

function namedByConnection(message: IncomingMessage): string[] {
  return (message.headers.connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && !ofTheMessage.includes(name));
}

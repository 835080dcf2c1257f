import type { Profile } from '../profile/schema.ts';
import { usualParameters } from './names.ts';
import { type Attack, carried, cookieName, type Try, withParameter } from './way.ts';
import type { Pairs } from './wire.ts';

const handshake: Pairs = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'ZG9vcmNvZGUtY2hlY2shIQ=='],
];

/** Where WebSockets are usually found, beside those that the profile names. */
const usualSockets = [
  '/ws',
  '/websocket',
  '/socket',
  '/socket.io/?EIO=4&transport=websocket',
  '/comms',
  '/cable',
  '/graphql',
  '/sockjs/websocket',
];

export function socketsOf({ credential }: Profile, more: readonly string[]): string[] {
  return [...new Set([...more, ...(credential.message?.paths ?? []), ...usualSockets])];
}

/** Connections that leave HTTP: opened with the session, or shown it in their first message. */
export function socketWays(attack: Attack): Try[] {
  const { profile, token, aim, besides, sockets } = attack;
  const { value } = token;
  const { message } = profile.credential;
  const open = (what: string, target: string, more: Pairs, remedy: string, text?: string): Try => ({
    way: text === undefined ? 'an upgrade to a WebSocket' : 'the first message of a WebSocket',
    what,
    remedy,
    asks: target,
    wire: {
      method: 'GET',
      target,
      headers: [...besides, ...handshake, ...more],
      ...(text === undefined ? {} : { message: text }),
    },
  });
  const upgrade =
    'An upgrade passed with the session: a front must ask the gate about it as about any request.';
  const first =
    'The platform lets a WebSocket in by its first message: name it, credential.message, { "paths": ["…"], "at": "…" } (the built-in proxy alone sees messages).';
  const carrying = carried(attack);
  const named = [...profile.credential.query, ...usualParameters.slice(0, 3)];

  return [
    ...[...sockets, aim.target].map((path) => open(`upgrade of ${path}`, path, carrying, upgrade)),
    ...sockets.flatMap((path) => [
      open(
        `upgrade of ${path} with a subprotocol`,
        path,
        [['Sec-WebSocket-Protocol', `bearer, ${value}`]],
        upgrade,
      ),
      ...named.map((name) =>
        open(
          `upgrade of ${path} with parameter "${name}"`,
          withParameter(path, name, value),
          [],
          upgrade,
        ),
      ),
    ]),
    {
      way: 'an upgrade to a WebSocket',
      what: 'upgrade to h2c',
      remedy: upgrade,
      wire: {
        method: aim.method,
        target: aim.target,
        headers: [
          ...besides,
          ...carrying,
          ['Connection', 'Upgrade, HTTP2-Settings'],
          ['Upgrade', 'h2c'],
          ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
        ],
      },
    },
    ...(message?.paths ?? []).map((path) =>
      open(
        `message at ${path}, as the profile has it`,
        path,
        [],
        first,
        JSON.stringify(nested(message?.at ?? '', value)),
      ),
    ),
    ...sockets.flatMap((path) =>
      messages(value, cookieName(attack)).map(([how, text]) =>
        open(`message ${how} at ${path}`, path, [], first, text),
      ),
    ),
  ];
}

function nested(at: string, value: string): unknown {
  return at.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

function messages(value: string, name: string): (readonly [how: string, text: string])[] {
  return [
    ['{auth}', JSON.stringify({ auth: value })],
    ['{token}', JSON.stringify({ token: value })],
    ['{access_token}', JSON.stringify({ access_token: value })],
    ['{type: auth}', JSON.stringify({ type: 'auth', token: value, access_token: value })],
    [
      'connection_init',
      JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${value}` } }),
    ],
    [`{${name}}`, JSON.stringify({ [name]: value })],
    ['of socket.io', `40${JSON.stringify({ token: value })}`],
    ['of the token alone', value],
  ];
}

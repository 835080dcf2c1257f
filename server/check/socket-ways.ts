import type { Profile } from '../profile/schema.ts';
import { usualParameters } from './names.ts';
import { type Attack, carried, cookieName, type Socket, type Try, withParameter } from './way.ts';
import { type Pairs, send } from './wire.ts';

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

/** Milliseconds: some servers never answer an upgrade at an address that they do not know. */
const patience = 3_000;

/** Where WebSockets may be, and what each does with a stranger. */
export async function findSockets(
  gate: URL,
  { credential }: Profile,
  more: readonly string[],
): Promise<Socket[]> {
  const paths = [...new Set([...more, ...(credential.message?.paths ?? []), ...usualSockets])];
  return Promise.all(
    paths.map(async (path): Promise<Socket> => {
      const wire = { method: 'GET', target: path, headers: handshake, patience };
      const answer = await send(gate, wire);
      const strangers = answer ? (answer.status === 101 ? 'open' : 'refused') : 'silent';
      return { path, strangers };
    }),
  );
}

/** Connections that leave HTTP: opened with the session, or shown it in their first message. */
export function socketWays(attack: Attack): Try[] {
  const { profile, token, aim, besides, sockets } = attack;
  const { value } = token;
  const { message } = profile.credential;
  const open = (
    what: string,
    target: string,
    more: Pairs,
    remedy: string,
    messages?: readonly string[],
  ): Try => ({
    way: messages === undefined ? 'an upgrade to a WebSocket' : 'messages of a WebSocket',
    what,
    remedy,
    asks: target,
    wire: {
      method: 'GET',
      target,
      patience,
      headers: [...besides, ...handshake, ...more],
      ...(messages === undefined ? {} : { messages }),
    },
  });
  const upgrade =
    'An upgrade passed with the session: a front must ask the gate about it as about any request.';
  const first =
    'The platform lets a WebSocket in by a message: name it, credential.message, { "paths": ["…"], "at": "…" } (the built-in proxy alone sees messages).';
  const carrying = carried(attack);
  const answering = sockets.filter((each) => each.strangers !== 'silent').map(({ path }) => path);
  // A message can only be said where the connection opens to whoever asks.
  const hearing = sockets.filter((each) => each.strangers === 'open').map(({ path }) => path);
  const named = [...profile.credential.query, ...usualParameters.slice(0, 3)];

  return [
    ...[...sockets.map(({ path }) => path), aim.target].map((path) =>
      open(`upgrade of ${path}`, path, carrying, upgrade),
    ),
    ...answering.flatMap((path) => [
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
      open(`message at ${path}, as the profile has it`, path, [], first, [
        JSON.stringify(nested(message?.at ?? '', value)),
      ]),
    ),
    ...hearing.flatMap((path) =>
      messagesOf(value, cookieName(attack)).map(([how, ...said]) =>
        open(`message ${how} at ${path}`, path, [], first, said),
      ),
    ),
  ];
}

function nested(at: string, value: string): unknown {
  return at.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

function messagesOf(value: string, name: string): (readonly [how: string, ...said: string[]])[] {
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
    ['{auth} behind another one', '{}', JSON.stringify({ auth: value })],
  ];
}

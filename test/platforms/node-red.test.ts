import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Request } from '../harness/request.ts';
import { nodeRed } from './node-red.ts';
import { type PlatformDoor, startPlatformDoor } from './platform-door.ts';
import { password, type UserName } from './platform-kind.ts';
import { sessionAt } from './session.ts';
import { openWebSocket } from './web-socket.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };

let door: PlatformDoor;
beforeAll(async () => {
  door = await startPlatformDoor(nodeRed);
});
afterAll(() => door?.stop());

/** Every way in that Node-RED has for a token, and what it answers to somebody. */
const waysIn: readonly [name: string, status: number, way: (token: string) => Request][] = [
  ['a bearer header', 200, (token) => ({ path: '/admin/settings', headers: bearer(token) })],
  [
    'a bearer header in lower case',
    200,
    (token) => ({ path: '/admin/flows', headers: { Authorization: `bearer ${token}` } }),
  ],
  ['a query', 200, (token) => ({ path: `/admin/flows?access_token=${encodeURIComponent(token)}` })],
  [
    'a query by another spelling',
    200,
    (token) => ({ path: `/admin/flows?access%5Ftoken[]=${encodeURIComponent(token)}` }),
  ],
  [
    'a form',
    204,
    (token) => ({
      method: 'POST',
      path: '/admin/settings/user',
      headers: form,
      body: `a=1&access_token=${encodeURIComponent(token)}`,
    }),
  ],
  [
    'a JSON body',
    204,
    (token) => ({
      method: 'POST',
      path: '/admin/settings/user',
      headers: json,
      body: JSON.stringify({ editor: {}, access_token: token }),
    }),
  ],
];

function bearer(token: string) {
  return { Authorization: `Bearer ${token}` };
}

async function logIn(username: UserName): Promise<string> {
  const fields = { client_id: 'node-red-editor', grant_type: 'password', scope: '', username };
  const answer = await door.send({
    method: 'POST',
    path: '/admin/auth/token',
    headers: form,
    body: new URLSearchParams({ ...fields, password }).toString(),
  });
  expect(answer.status, answer.body).toBe(200);
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}

/** Somebody with a factor, a cleared session, and another one that owes its code. */
async function enrolled(username: UserName) {
  const owner = await logIn(username);
  const secret = await sessionAt(door, bearer(owner)).activate();
  return { cleared: owner, owing: await logIn(username), secret };
}

describe('Node-RED', () => {
  test('an account without a factor works as without the gate', async () => {
    const token = await logIn('ada');
    for (const [name, status, way] of waysIn) {
      expect((await door.send(way(token))).status, name).toBe(status);
    }
    const { account, session } = await sessionAt(door, bearer(token)).state();
    expect(account?.name).toBe('ada');
    expect(session).toBe('free');
  });

  test('a session that owes its code gets in nowhere, and by the same ways once it gave it', async () => {
    const { cleared, owing, secret } = await enrolled('ben');
    for (const [name, status, way] of waysIn) {
      expect((await door.sendDirectly(way(owing))).status, name).toBe(status);
      const refused = await door.send(way(owing));
      expect(refused.status, `${name}: ${refused.body}`).toBe(403);
      expect(refused.body, name).toContain('code-required');
      expect((await door.send(way(cleared))).status, name).toBe(status);
    }
    await sessionAt(door, bearer(owing)).verify(secret);
    for (const [name, status, way] of waysIn) {
      expect((await door.send(way(owing))).status, name).toBe(status);
    }
  });

  test('bodies in which Node-RED finds a token and others might not are refused', async () => {
    const { owing } = await enrolled('cleo');
    const body = JSON.stringify({ access_token: owing });
    const post = (headers: Record<string, string>, bytes: string) =>
      ({ method: 'POST', path: '/admin/settings/user', headers, body: bytes }) as const;
    const wide = { 'Content-Type': 'application/json; charset=utf-16le' };
    // Sent as bytes of UTF-16, which Node-RED reads: ASCII with a zero behind each letter.
    const utf16 = Array.from(body, (letter) => `${letter}\0`).join('');
    expect((await door.sendDirectly(post(wide, utf16))).status).toBe(204);
    expect((await door.send(post(wide, utf16))).status).toBe(415);

    const twice = `access_token=${encodeURIComponent(owing)}&access_token=x`;
    expect((await door.send(post(form, twice))).status).toBe(400);
    const bracketed = `access_token%5B%5D=${encodeURIComponent(owing)}`;
    expect((await door.sendDirectly(post(form, bracketed))).status).toBe(204);
    expect((await door.send(post(form, bracketed))).status).toBe(403);
  });

  test('A85 a name and password by Basic are nobody', async () => {
    const basic = { Authorization: `Basic ${btoa(`ada:${password}`)}` };
    expect((await door.send({ path: '/admin/settings', headers: basic })).status).toBe(401);
  });

  test('the editor itself, without a session, is everybody’s', async () => {
    expect((await door.send({ path: '/admin/' })).status).toBe(200);
    expect((await door.send({ path: '/admin/auth/login' })).body).toContain('"credentials"');
  });

  test('a logout ends what the code has opened', async () => {
    const { cleared } = await enrolled('dora');
    const revoke = {
      method: 'POST',
      path: '/admin/auth/revoke',
      headers: { ...form, ...bearer(cleared) },
    };
    const body = new URLSearchParams({ token: cleared }).toString();
    expect((await door.send({ ...revoke, body })).status).toBe(200);
    expect((await door.send({ path: '/admin/settings', headers: bearer(cleared) })).status).toBe(
      401,
    );
  });

  test('A79 a WebSocket opens for a token that gave its code, and for no other', async () => {
    const { cleared, owing } = await enrolled('emil');
    const inside = await openWebSocket(door, '/admin/comms');
    inside.send(JSON.stringify({ auth: cleared }));
    await inside.hears('"auth":"ok"');
    inside.send(JSON.stringify({ subscribe: 'notification/#' }));
    await inside.hears('notification/');

    const outside = await openWebSocket(door, '/admin/comms');
    outside.send(JSON.stringify({ auth: owing }));
    expect(await outside.closed).toBe(1008);
    expect(outside.heard).toEqual([]);

    const silent = await openWebSocket(door, '/admin/comms');
    silent.send(JSON.stringify({ subscribe: 'notification/#' }));
    expect(await silent.closed).toBe(1008);
    const query = `/admin/comms?access_token=${encodeURIComponent(owing)}`;
    await expect(openWebSocket(door, query)).rejects.toThrow('refused');

    const answer = await door.send({
      method: 'POST',
      path: '/admin/auth/revoke',
      headers: { ...form, ...bearer(cleared) },
      body: new URLSearchParams({ token: cleared }).toString(),
    });
    expect(answer.status).toBe(200);
    // Node-RED itself leaves the connection of a revoked token open.
    await door.recheck();
    expect(await inside.closed).toBe(1006);
  });

  test('A79 a WebSocket that is open for one session never becomes that of another', async () => {
    const { cleared } = await enrolled('fred');
    const owing = await logIn('fred');
    const socket = await openWebSocket(door, '/admin/comms');
    socket.send(JSON.stringify({ auth: cleared }));
    await socket.hears('"auth":"ok"');
    // The same one again is as harmless as without the gate.
    socket.send(JSON.stringify({ auth: cleared }));
    socket.send(JSON.stringify({ subscribe: 'notification/#' }));
    await socket.hears('notification/');
    socket.send(JSON.stringify({ auth: owing }));
    expect(await socket.closed).toBe(1008);
    expect(socket.heard.filter((message) => message.includes('"auth"'))).toHaveLength(2);
  });
});

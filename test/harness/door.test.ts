import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../platform/visitor.ts';
import { nextCode } from './authenticator.ts';
import { type Door, startDoor } from './door.ts';

let door: Door;

beforeAll(async () => {
  door = await startDoor();
});

afterAll(() => door.stop());

/** A call of Doorcode's API as its own pages make it. */
async function call(visitor: Visitor, path: string, body?: unknown): Promise<Response> {
  const post = { method: 'POST', body: JSON.stringify(body) };
  const headers = {
    'Content-Type': 'application/json',
    'X-Two-Factor': '1',
    'Sec-Fetch-Site': 'same-origin',
    Origin: door.origin,
  };
  return visitor.send(`/.two-factor/v1${path}`, { headers, ...(body === undefined ? {} : post) });
}

async function stateOf(visitor: Visitor) {
  return (await call(visitor, '/state')).json() as Promise<{
    account: { id: string };
    factor: string;
    session: string;
  }>;
}

test('a factor set up at one process holds at the next, over a crash, until support resets it', async () => {
  const ada = door.visitor();
  await ada.logIn('ada@acme.example');
  const { account } = await stateOf(ada);
  const setUp = await (await call(ada, '/activate', { account: account.id })).json();
  const { pendingId, uri } = setUp as { pendingId: string; uri: string };
  const code = await nextCode(uri, { clockMayBeOff: true });
  const confirmed = await call(ada, '/confirm', { account: account.id, pendingId, code });
  expect(confirmed.status).toBe(200);
  expect(await stateOf(ada)).toMatchObject({ factor: 'active', session: 'cleared' });

  const other = await door.another();
  const url = `${other.gate}/home`;
  const headers = { cookie: ada.cookieHeader() };
  expect((await fetch(url, { headers })).status).toBe(200);

  await door.restart('kill');
  expect(await stateOf(ada)).toMatchObject({ factor: 'active', session: 'cleared' });
  const again = door.visitor();
  await again.logIn('ada@acme.example');
  expect(await stateOf(again)).toMatchObject({ session: 'code-required' });
  expect((await again.send('/home')).status).toBe(403);

  expect(await door.reset({ realm: 'acme', email: 'ada@acme.example' })).toMatch(/\S{8}/);
  expect(await stateOf(again)).toMatchObject({ factor: 'none', session: 'setup-required' });
});

test('a server that cannot start says why', async () => {
  await expect(door.another({ DOORCODE_KEYS: '1:short' })).rejects.toThrow(/DOORCODE_KEYS/);
});

test('a server that is asked to stop ends with exit code 0', async () => {
  const other = await door.another();
  expect(await other.stop()).toBe(0);
});

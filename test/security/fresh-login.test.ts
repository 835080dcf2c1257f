import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUsers } from '../harness/enrolled.ts';
import {
  type InnerDoor,
  type Protected,
  startDoorBefore,
  startInnerDoor,
} from '../harness/inner-door.ts';
import { reasonOf } from '../harness/person.ts';
import { rowsOf } from '../harness/scratch-store.ts';

const minute = 60_000;
let door: InnerDoor;
const { enrolled, loggedIn, loginOf, newEmail } = newUsers(() => door);

/** Knows the session `ada`, and takes it in any spelling that some platform takes. */
async function startLenient(): Promise<Protected> {
  const server = createServer(({ headers }, answer) => {
    const [, value = ''] = /session=([^;]*)/.exec(headers.cookie ?? '') ?? [];
    const session = decodeURIComponent(decodeURIComponent(value)).replaceAll('"', '').toLowerCase();
    const ada = { id: 'u-1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' };
    answer.writeHead(session === 'ada' ? 200 : 401).end(JSON.stringify(ada));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

describe('a set-up', () => {
  it('starts up to an hour after the login, and not a moment later', async () => {
    const owner = await loggedIn();
    door.clock.advance(60 * minute - 1);
    expect((await owner.call('activate')).status).toBe(200);
    door.clock.advance(1);
    const late = await owner.call('activate');
    expect([late.status, reasonOf(late)]).toEqual([403, 'login-again']);
  });

  it('starts again after a new login', async () => {
    const email = newEmail();
    const owner = await loggedIn(email);
    door.clock.advance(2 * 60 * minute);
    expect(reasonOf(await owner.call('activate'))).toBe('login-again');
    expect((await (await loggedIn(email)).call('activate')).status).toBe(200);
  });

  it('that began in time may be confirmed a little later', async () => {
    const owner = await loggedIn();
    door.clock.advance(59 * minute);
    const pendingId = await owner.startSetUp();
    door.clock.advance(5 * minute);
    expect((await owner.call('confirm', { pendingId, code: owner.code() })).status).toBe(200);
  });

  it('that replaces a phone takes a fresh login too, and judges no code without one', async () => {
    const { owner, email } = await enrolled();
    door.clock.advance(61 * minute);
    const code = owner.code();
    expect(reasonOf(await owner.call('activate', { code }))).toBe('login-again');
    const login = await loginOf(owner, email);
    expect(await login.call('verify', { code })).toMatchObject({ status: 204 });
  });

  it('is as old as its login after a restart', async () => {
    const owner = await loggedIn();
    door.clock.advance(61 * minute);
    await door.restart();
    expect(reasonOf(await owner.call('activate'))).toBe('login-again');
  });

  it('is as old as its login when the platform renews the session', async () => {
    const owner = await loggedIn();
    door.clock.advance(61 * minute);
    const before = owner.visitor.cookieHeader();
    const change = { current: 'correct horse', new: 'battery staple', repeat: 'battery staple' };
    expect((await owner.visitor.postForm('/change-password', change)).status).toBe(200);
    expect(owner.visitor.cookieHeader()).not.toBe(before);
    expect(reasonOf(await owner.call('activate'))).toBe('login-again');
  });

  it('is as old as its login when the session comes under another name', async () => {
    const owner = await loggedIn();
    door.clock.advance(61 * minute);
    const value = owner.jar.get('session') ?? '';
    owner.jar.delete('session');
    owner.jar.set('session_legacy', value);
    expect(reasonOf(await owner.call('activate'))).toBe('login-again');
    const pending = 'SELECT * FROM pending_setup WHERE account_id = ?';
    expect(await rowsOf(door.deps.store, pending, owner.accountId)).toEqual([]);
  });

  it('is as old as its login when the session comes under another spelling', async () => {
    const lenient = await startDoorBefore(startLenient, {});
    try {
      const owner = lenient.person();
      owner.jar.set('session', 'ada');
      await owner.meet();
      lenient.clock.advance(61 * minute);
      for (const spelling of ['ada', '%61da', '%2561da', 'ADA', '"ada"']) {
        owner.jar.set('session', spelling);
        expect(reasonOf(await owner.call('activate')), spelling).toBe('login-again');
      }
    } finally {
      await lenient.stop();
    }
  });

  it('takes any login where the operator has switched this off', async () => {
    const lax = await startInnerDoor({ settings: { DOORCODE_FRESH_LOGIN_MINUTES: '0' } });
    try {
      const owner = lax.person();
      await owner.logIn('ada@acme.example');
      lax.clock.advance(5 * 60 * minute);
      expect((await owner.call('activate')).status).toBe(200);
    } finally {
      await lax.stop();
    }
  });
});

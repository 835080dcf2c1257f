import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { owing, startFixtureDoorForAll, tokenByForm, tokenOf } from '../fixtures/fixture-door.ts';
import { startSocket } from '../fixtures/socket.ts';
import { newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import type { Person } from '../harness/person.ts';
import { exchange } from '../harness/proxied.ts';
import { frame, openRawSocket } from '../harness/raw-socket.ts';
import { reset } from '../harness/reset.ts';

const hour = 60 * 60_000;

describe('a WebSocket that a cookie opens', () => {
  let door: InnerDoor;
  beforeAll(async () => {
    door = await startInnerDoor();
  });
  afterAll(() => door.stop());
  const { enrolled, loginOf } = newUsers(() => door);

  const open = (person: Person) =>
    openRawSocket(door.origin, '/ws', { Cookie: person.visitor.cookieHeader() });
  /** Opens one that speaks with the platform. */
  async function opened(person: Person) {
    const socket = await open(person);
    socket.send(frame({ payload: 'hello' }));
    await socket.hears('hello');
    return socket;
  }
  const upgrades = () => door.platform.received.filter(({ url }) => url === '/ws');

  it('A79 is refused to a session that owes its code', async () => {
    const { owner, login } = await enrolled();
    door.platform.received.length = 0;
    const refused = await open(login);
    expect(refused.status).toBe(403);
    await refused.closed;
    expect(upgrades()).toEqual([]);
    expect((await opened(owner)).status, 'the control').toBe(101);
  });

  it('A79 is let go of by the gate when it is refused: nothing that follows reaches the platform', async () => {
    const { login } = await enrolled();
    door.platform.received.length = 0;
    const socket = await open(login);
    expect(socket.status).toBe(403);
    const next = 'GET /support HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    socket.send(Buffer.from(next));
    await socket.closed;
    const arrived = () => door.platform.received.filter(({ url }) => url === '/support');
    expect(arrived()).toEqual([]);
    // The control: on a connection of its own, the very same request is anybody's.
    await exchange(door.origin.replace('localhost', '127.0.0.1'), next);
    expect(arrived()).toHaveLength(1);
  });

  it('A79 is none for any other protocol: the request is served as one without the header', async () => {
    const { owner } = await enrolled();
    for (const Upgrade of ['h2c', 'h2c, websocket', 'websocket, h2c', 'TLS/1.0', 'x']) {
      door.platform.received.length = 0;
      const Cookie = owner.visitor.cookieHeader();
      const more = { 'HTTP2-Settings': 'AAMAAABkAAQAAP__', Connection: 'Upgrade, HTTP2-Settings' };
      const answer = await openRawSocket(door.origin, '/ws', { Cookie, Upgrade, ...more });
      expect(answer.status, Upgrade).toBe(404);
      answer.destroy();
      const [request] = upgrades();
      const names = request?.headers.map(([name]) => name.toLowerCase());
      expect(names).not.toContain('upgrade');
    }
  });

  async function clearedLogin(owner: Person, email: string): Promise<Person> {
    const other = await loginOf(owner, email);
    await other.call('verify', { code: other.code() });
    door.clock.advance(30_000);
    return other;
  }

  async function confirmed(person: Person, body = {}): Promise<void> {
    const pendingId = await person.startSetUp(body);
    door.clock.advance(30_000);
    const answer = await person.call('confirm', { pendingId, code: person.code() });
    expect(answer.status).toBe(200);
  }

  const ends: readonly [string, (owner: Person, email: string) => Promise<unknown>][] = [
    ['support resets the account', (_, email) => door.reset({ realm: 'acme', email })],
    [
      'another session replaces the factor',
      async (owner, email) => {
        const other = await clearedLogin(owner, email);
        await confirmed(other, { code: other.code() });
      },
    ],
    [
      'another session switches it off and on again',
      async (owner, email) => {
        const other = await clearedLogin(owner, email);
        await other.call('deactivate', { code: other.code() });
        await confirmed(other);
      },
    ],
    ['the clearance is over', async () => door.clock.advance(24 * hour)],
    ['its user signs out at the door', (owner) => owner.call('sign-out')],
    ['its user logs out of the platform', (owner) => owner.fetch('/logout', {}, 'POST')],
    [
      'the platform ends the session by itself',
      async (_, email) => {
        const account = door.platform.accounts.find((each) => each.email === email);
        door.platform.endSessions(account?.id ?? '');
        door.clock.advance(10_000);
      },
    ],
    [
      'the platform cannot be asked',
      async () => {
        door.platform.identity = 'down';
        door.clock.advance(10_000);
      },
    ],
  ];
  afterEach(() => {
    door.platform.identity = 'ok';
  });

  it.each(ends)('A79 is closed at the next look when %s', async (how, end) => {
    const { owner, email } = await enrolled();
    const { owner: other } = await enrolled();
    const socket = await opened(owner);
    await door.recheck();
    socket.send(frame({ payload: 'still here' }));
    await socket.hears('still here');
    const bystander = await opened(other);

    await end(owner, email);
    const isOverForAll = ['the clearance is over', 'the platform cannot be asked'].includes(how);
    await door.recheck();
    await socket.closed;
    if (isOverForAll) return;
    bystander.send(frame({ payload: 'not mine' }));
    await bystander.hears('not mine');
    bystander.destroy();
  });

  it('A79 an event stream is closed in the same way', async () => {
    const { owner, email } = await enrolled();
    const stream = await openRawSocket(door.origin, '/api/events', {
      Cookie: owner.visitor.cookieHeader(),
      Connection: 'keep-alive',
      Upgrade: '',
    });
    await stream.hears('data: 1');
    await door.recheck();
    await stream.hears('data: 2');
    await door.reset({ realm: 'acme', email });
    await door.recheck();
    await stream.closed;
  });
});

it('A79 the server looks by itself, at least once a minute', async () => {
  const timers = vi.spyOn(globalThis, 'setInterval');
  const door = await startInnerDoor();
  try {
    const { enrolled } = newUsers(() => door);
    const { owner, email } = await enrolled();
    const socket = await openRawSocket(door.origin, '/ws', {
      Cookie: owner.visitor.cookieHeader(),
    });
    await door.reset({ realm: 'acme', email });
    const minutely = timers.mock.calls.filter(
      ([, ms]) => Number(ms) > 1_000 && Number(ms) <= 60_000,
    );
    expect(minutely.length).toBeGreaterThan(0);
    for (const [look] of minutely) look();
    await socket.closed;
  } finally {
    timers.mockRestore();
    await door.stop();
  }
});

describe('a WebSocket that a message opens', () => {
  let door: Awaited<ReturnType<typeof startFixtureDoorForAll>>;
  let owner: Person;
  let thief: Person;
  beforeEach(async () => {
    door = await startFixtureDoorForAll('socket', startSocket);
    ({ owner, thief } = await owing(door, tokenByForm));
  });
  afterEach(() => door.stop());

  const auth = (person: Person) => frame({ payload: JSON.stringify({ auth: tokenOf(person) }) });

  it('A79 is ended when the token in its first message owes a code', async () => {
    const socket = await openRawSocket(door.origin, '/comms');
    expect(socket.status).toBe(101);
    socket.send(auth(thief));
    expect(await socket.closed).toBe(1008);
    expect(door.asSomebody()).toEqual([]);
    const control = await openRawSocket(door.origin, '/comms');
    control.send(auth(owner));
    await control.hears('{"auth":"ada@acme.example"}');
    control.destroy();
  });

  it('A79 is ended when the token in a later message owes a code', async () => {
    const socket = await openRawSocket(door.origin, '/comms');
    socket.send(auth(owner));
    await socket.hears('{"auth":"ada@acme.example"}');
    door.platform.reached.length = 0;
    socket.send(auth(thief));
    expect(await socket.closed).toBe(1008);
    expect(door.asSomebody()).toEqual([]);
  });

  it('A79 is refused when the upgrade itself brings a token that owes a code', async () => {
    const { Authorization = '' } = thief.carries;
    const refused = await openRawSocket(door.origin, '/comms', { Authorization });
    expect(refused.status).toBe(403);
    expect(door.asSomebody()).toEqual([]);
  });

  it('A79 is closed at the next look after a reset', async () => {
    const socket = await openRawSocket(door.origin, '/comms');
    socket.send(auth(owner));
    await socket.hears('{"auth":"ada@acme.example"}');
    await door.recheck();
    socket.send(frame({ payload: 'still here' }));
    await socket.hears('said still here');
    const accounts = await door.deps.store.read({ sql: 'SELECT id FROM account', args: {} });
    await reset(door.deps, String(accounts[0]?.id));
    await door.recheck();
    expect(await socket.closed).toBeNull();
  });
});

import { expect, it, vi } from 'vitest';
import { writeAudit } from '../../test/harness/scratch-audit.ts';
import { scratchOwner } from '../../test/harness/scratch-owner.ts';
import { scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import type { Deps } from '../deps.ts';
import { removeExpired } from '../store/expired.ts';
import { type Message, type Send, Unsendable } from './deliver-message.ts';
import { messageKinds } from './message-kinds.ts';
import { workOutbox } from './outbox.ts';
import { openCase } from './reset-cases.ts';
import { verify } from './verify.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lostPhone = { reason: 'phone lost', ticket: 'T-7', identifiedBy: 'called back' };

/** A receiver that keeps what it takes. */
function newReceiver() {
  const taken: Message[] = [];
  let failure: (() => Error) | null = null;
  const send: Send = async (message) => {
    if (failure) throw failure();
    taken.push(message);
  };
  return {
    taken,
    send,
    kinds: () => taken.map(({ kind }) => kind),
    fail: (why: (() => Error) | null) => {
      failure = why;
    },
  };
}

const act = (deps: Deps, accountId: string) => openCase(deps, 'operator', accountId, lostPhone);

/** An owner whose channel has begun before what the test does. */
async function begun(channel: 'mail' | 'webhook' = 'mail', change: Partial<Deps> = {}) {
  const owner = await scratchOwner(change);
  const receiver = newReceiver();
  const work = () => workOutbox(owner.deps, channel, receiver.send);
  await work();
  return { ...owner, receiver, work };
}

it('a channel that is new tells nobody of old times, and then of everything once', async () => {
  const { deps, accountId, receiver, work } = await begun();
  await work();
  expect(receiver.kinds()).toEqual([]);
  await act(deps, accountId);
  await work();
  await work();
  expect(receiver.kinds()).toEqual(['reset-opened', 'reset-done']);
  expect(receiver.taken[0]).toMatchObject({ accountId, actor: 'operator', openCase: null });
});

it('each channel goes its own way: one that fails keeps nothing from the other', async () => {
  const { deps, accountId, receiver, work } = await begun();
  const other = newReceiver();
  await workOutbox(deps, 'webhook', other.send);
  receiver.fail(() => new Error('down'));
  await act(deps, accountId);
  await Promise.all([work(), workOutbox(deps, 'webhook', other.send)]);
  expect(other.kinds()).toEqual(['reset-opened', 'reset-done']);
  expect(receiver.kinds()).toEqual([]);
});

it('a receiver that is down for an hour has everything within half an hour of coming back, once', async () => {
  const { deps, clock, accountId, receiver, work, alarms } = await begun('webhook');
  receiver.fail(() => new Error('connection refused'));
  const down = clock.now();
  await act(deps, accountId);
  while (clock.now() < down + hour) {
    await work();
    if (clock.now() === down + 30 * minute) await act(deps, accountId);
    clock.advance(5_000);
  }
  receiver.fail(null);
  expect(receiver.kinds()).toEqual([]);
  const back = clock.now();
  while (clock.now() < back + 30 * minute) {
    await work();
    clock.advance(5_000);
  }
  expect(receiver.kinds().sort()).toEqual([
    'reset-done',
    'reset-done',
    'reset-opened',
    'reset-opened',
  ]);
  expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(4);
  clock.advance(day);
  await work();
  expect(receiver.taken).toHaveLength(4);
  // Not at the first failure, and not at each: once a message, when it is late.
  expect(alarms()).toEqual(
    Array(4).fill(expect.objectContaining({ event: 'message-late', channel: 'webhook' })),
  );
});

it('two processes on one database send each message once', async () => {
  const file = await scratchFile();
  const { deps, accountId, receiver, work } = await begun('mail', {
    store: await scratchStore(file),
  });
  const other = { ...deps, store: await scratchStore(file) };
  for (let i = 0; i < 5; i++) await act(deps, accountId);
  await Promise.all([work(), workOutbox(other, 'mail', receiver.send), work()]);
  await work();
  expect(receiver.taken).toHaveLength(10);
  expect(new Set(receiver.taken.map(({ seq }) => seq)).size).toBe(10);
});

it('a process that dies between sending and noting is followed by one that sends it again, by the same id', async () => {
  const { deps, clock, accountId, receiver, work } = await begun();
  await act(deps, accountId);
  const { store } = deps;
  const dying = {
    ...deps,
    store: {
      ...store,
      commit: (statements: Parameters<typeof store.commit>[0]) =>
        statements.some(({ sql }) => sql.includes('SET state'))
          ? Promise.reject(new Error('killed'))
          : store.commit(statements),
    },
  };
  await expect(workOutbox(dying, 'mail', receiver.send)).rejects.toThrow('killed');
  const first = receiver.taken.map(({ id }) => id);
  expect(first).toHaveLength(2);
  await work();
  expect(receiver.taken).toHaveLength(2);
  clock.advance(minute);
  await work();
  expect(receiver.taken.map(({ id }) => id)).toEqual([...first, ...first]);
});

it('a process that was slow does not have sent once more what another has sent meanwhile', async () => {
  const { deps, clock, accountId, receiver, work, rows } = await begun();
  await act(deps, accountId);
  const slow = newReceiver();
  const failing = Promise.withResolvers<void>();
  const late = workOutbox(deps, 'mail', () => failing.promise);
  await vi.waitUntil(async () => (await rows('SELECT 1 FROM outbox')).length === 2);
  clock.advance(2 * minute);
  await work();
  expect(receiver.taken).toHaveLength(2);
  failing.reject(new Error('too late'));
  await late;
  clock.advance(hour);
  await workOutbox(deps, 'mail', slow.send);
  expect(slow.taken).toEqual([]);
  expect(await rows('SELECT DISTINCT state FROM outbox')).toEqual([{ state: 'sent' }]);
});

it('a look that finds nothing writes nothing, and a look that finds something does', async () => {
  const { deps, accountId, receiver } = await begun();
  let commits = 0;
  const commit: typeof deps.store.commit = (statements) => {
    commits += 1;
    return deps.store.commit(statements);
  };
  const look = () =>
    workOutbox({ ...deps, store: { ...deps.store, commit } }, 'mail', receiver.send);
  await look();
  expect(commits).toBe(0);
  await act(deps, accountId);
  await look();
  expect(receiver.taken).toHaveLength(2);
  expect(commits).toBeGreaterThan(0);
});

it('more news than one look takes are all told, in the order in which they came', async () => {
  const { deps, accountId, receiver, work } = await begun();
  const at = deps.now();
  await writeAudit(deps.store, 450, { at, account_id: accountId });
  await writeAudit(deps.store, 20, { at, account_id: accountId, event: 'deactivate' });
  await work();
  const told = receiver.taken.map(({ seq }) => seq);
  expect(told).toHaveLength(20);
  expect(told).toEqual(told.toSorted((one, other) => one - other));
});

it('what never can be sent is given up at once, with an alarm unless that was to be expected', async () => {
  const { deps, clock, accountId, receiver, work, alarms, rows } = await begun();
  receiver.fail(() => new Unsendable('no address', true));
  await act(deps, accountId);
  await work();
  expect(alarms()).toEqual([]);
  receiver.fail(() => new Unsendable('mailbox unknown'));
  await act(deps, accountId);
  await work();
  expect(alarms()).toMatchObject([
    { event: 'message-given-up', channel: 'mail', message: 'mailbox unknown' },
    { event: 'message-given-up' },
  ]);
  receiver.fail(null);
  clock.advance(day);
  await work();
  expect(receiver.taken).toEqual([]);
  expect(await rows('SELECT DISTINCT state FROM outbox')).toEqual([{ state: 'given-up' }]);
  clock.advance(31 * day);
  await deps.store.commit(removeExpired(clock.now()));
  expect(await rows('SELECT 1 FROM outbox')).toEqual([]);
});

it('what could not be sent for three days is no news any more', async () => {
  const { deps, clock, accountId, receiver, work, alarms } = await begun();
  receiver.fail(() => new Error('down'));
  await act(deps, accountId);
  for (let days = 0; days < 5; days++) {
    await work();
    clock.advance(day);
  }
  expect(alarms()).toMatchObject([{ event: 'message-given-up' }, { event: 'message-given-up' }]);
  receiver.fail(null);
  await work();
  expect(receiver.taken).toEqual([]);
});

it('a channel that was off for three days passes over what happened then', async () => {
  const { deps, clock, accountId, receiver, work } = await begun();
  await act(deps, accountId);
  clock.advance(4 * day);
  await act(deps, accountId);
  await work();
  expect(receiver.kinds()).toEqual(['reset-opened', 'reset-done']);
  expect(receiver.taken.every(({ at }) => at === clock.now())).toBe(true);
});

it('one that is answered for ever, a little at a time, keeps nothing from the others', async () => {
  const { deps, accountId, rows } = await begun();
  await act(deps, accountId);
  const sent: string[] = [];
  const send: Send = (message) => {
    if (message.kind === 'reset-opened') return new Promise(() => {});
    sent.push(message.kind);
    return Promise.resolve();
  };
  await workOutbox(deps, 'mail', send, { patience: 50 });
  expect(sent).toEqual(['reset-done']);
  expect(await rows(`SELECT state, tries, last_error FROM outbox ORDER BY seq`)).toEqual([
    { state: 'waiting', tries: 1, last_error: 'it took longer than 0.05 s' },
    { state: 'sent', tries: 1, last_error: '' },
  ]);
});

it('recovery codes that run low are told at three, two, one and none', async () => {
  const { deps, session, recoveryCodes, receiver, work } = await begun();
  for (const code of recoveryCodes) {
    expect(await verify(deps, await session('new'), code)).toEqual({ ok: true });
  }
  await work();
  expect(receiver.kinds()).toEqual(Array(4).fill('few-recovery-codes'));
});

it('wrong codes are told at milestones, refusals and logins never', async () => {
  const { deps, clock, app, session, receiver, work } = await begun();
  for (let wrong = 0; wrong < 6; wrong++) {
    await verify(deps, await session('thief'), app.wrongCode());
    clock.advance(minute);
  }
  await verify(deps, await session('owner'), app.code());
  await work();
  expect(receiver.kinds()).toEqual(['many-failures']);
  expect(messageKinds).toContain('many-failures');
});

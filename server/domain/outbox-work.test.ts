import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { writeAudit } from '../../test/harness/scratch-audit.ts';
import { scratchPerson } from '../../test/harness/scratch-owner.ts';
import type { Send } from './deliver-message.ts';
import { startOutbox } from './outbox-work.ts';

/** A channel at work that has begun, with a short pause between two looks. */
async function working(send: Send) {
  const person = await scratchPerson();
  const stop = startOutbox(person.deps, 'mail', send, 10);
  const { store } = person.deps;
  const begun = async () => (await person.rows('SELECT 1 FROM outbox_head')).length > 0;
  await vi.waitUntil(begun);
  const happens = (times: number) =>
    writeAudit(store, times, { at: person.deps.now(), event: 'deactivate' });
  return { ...person, stop, happens };
}

it('what comes into the audit is sent by itself, until a stop', async () => {
  const taken: number[] = [];
  const { stop, happens } = await working(async ({ seq }) => {
    taken.push(seq);
  });
  await happens(1);
  await vi.waitUntil(() => taken.length === 1);
  await stop();
  await happens(1);
  await sleep(100);
  expect(taken).toHaveLength(1);
});

it('a stop waits for what is under way, and begins no more of what has piled up', async () => {
  let begun = 0;
  let ended = 0;
  const open = Promise.withResolvers<void>();
  const { stop, happens, rows } = await working(async () => {
    begun += 1;
    await open.promise;
    ended += 1;
  });
  await happens(30);
  await vi.waitUntil(() => begun > 0);
  const underWay = begun;
  const stopped = stop();
  open.resolve();
  await stopped;
  expect([begun, ended]).toEqual([underWay, underWay]);
  const states = `SELECT count(*) AS messages FROM outbox WHERE state = 'sent'`;
  expect(await rows(states)).toEqual([{ messages: underWay }]);
});

it('a try that never answers is ended after half a minute, and the next message goes out', async () => {
  const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const ending = new AbortController();
    setTimeout(() => ending.abort(new Error('over')), 50);
    return ending.signal;
  });
  onTestFinished(() => patience.mockRestore());
  const taken: number[] = [];
  const { stop, happens, rows } = await working((message, signal) => {
    taken.push(message.seq);
    if (taken.length > 1) return Promise.resolve();
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  });
  await happens(1);
  await vi.waitUntil(() => taken.length === 1);
  await happens(1);
  await vi.waitUntil(() => taken.length === 2);
  await stop();
  expect(await rows('SELECT state, last_error FROM outbox ORDER BY seq')).toEqual([
    { state: 'waiting', last_error: 'it took longer than 30 s' },
    { state: 'sent', last_error: '' },
  ]);
});

it('a database that cannot be asked is said once, until it works again', async () => {
  const { deps, stop, alarms } = await working(async () => {});
  await stop();
  const read = vi.fn(() => Promise.reject(new Error('no disk')));
  const stopAgain = startOutbox(
    { ...deps, store: { ...deps.store, read } },
    'mail',
    async () => {},
    10,
  );
  await vi.waitUntil(() => read.mock.calls.length > 3);
  await stopAgain();
  expect(alarms()).toEqual([
    { event: 'outbox-failed', channel: 'mail', error: 'Error', message: 'no disk' },
  ]);
});

import { expect, it } from 'vitest';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { bucketOf, knownDevice } from './device.ts';

it('a browser that keeps what a right code left there is known, any other is new', async () => {
  const deps = await scratchDeps(newClock());
  expect(bucketOf(deps, 'ada', knownDevice(deps, 'ada'))).toBe('known');
  expect(bucketOf(deps, 'ada', null)).toBe('new');
});

it('a browser is known to the account that showed the code there and to no other', async () => {
  const deps = await scratchDeps(newClock());
  expect(bucketOf(deps, 'bob', knownDevice(deps, 'ada'))).toBe('new');
});

it('what is altered, made up, of another server or of another purpose makes no browser known', async () => {
  const deps = await scratchDeps(newClock());
  const other = await scratchDeps(newClock());
  const device = knownDevice(deps, 'ada');
  const forms = deps.seal.seal('forms', Buffer.from('known'), 'device/ada');
  const elsewhere = deps.seal.seal('devices', Buffer.from('known'), 'ada');
  for (const nonsense of [
    '',
    'known',
    device.slice(1),
    knownDevice(other, 'ada'),
    forms,
    elsewhere,
  ]) {
    expect(bucketOf(deps, 'ada', nonsense)).toBe('new');
  }
});

it('nobody can tell from it which browsers belong together', async () => {
  const deps = await scratchDeps(newClock());
  expect(knownDevice(deps, 'ada')).not.toBe(knownDevice(deps, 'ada'));
});

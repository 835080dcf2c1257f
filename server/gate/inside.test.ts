import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { readProfile } from '../profile/profile.ts';
import { createBodyReader } from './inside.ts';

afterEach(() => {
  vi.useRealTimers();
});

function begun() {
  const headers = { 'content-type': 'application/json', 'content-length': '9' };
  const body = new PassThrough();
  const from = Object.assign(body, { method: 'POST', url: '/', headers });
  return {
    body,
    reading: createBodyReader(readProfile('node-red')).read(from as unknown as IncomingMessage),
  };
}

it('a body that is dribbled for more than five minutes is given up, and no other', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const whole = begun();
  whole.body.end('{"a":"b"}');
  expect((await whole.reading).kind, 'the control').toBe('read');
  const slow = begun();
  slow.body.write('{"a"');
  slow.reading.catch(() => {});
  vi.advanceTimersByTime(5 * 60_000);
  await expect(slow.reading).rejects.toThrow('too slow');
  expect(whole.body.errored).toBeNull();
});

import { expect, it } from 'vitest';
import { failureStatus, refuse, supportFailureStatus } from './failure.ts';

it('every reason is answered with an error', () => {
  const statuses = Object.entries({ ...failureStatus, ...supportFailureStatus });
  expect(statuses.length).toBeGreaterThan(20);
  for (const [reason, status] of statuses) {
    expect(status >= 400 && status < 600, `${reason} is answered with ${status}`).toBe(true);
  }
});

it('a refusal names a time only where something is waited for', () => {
  expect(refuse('wrong-code')).toStrictEqual({ ok: false, reason: 'wrong-code' });
  expect(refuse('wrong-code', 0)).toStrictEqual({ ok: false, reason: 'wrong-code' });
  expect(refuse('wait', 1)).toStrictEqual({ ok: false, reason: 'wait', waitUntil: 1 });
});

import { describe, expect, it } from 'vitest';
import { createLog, errorFields } from './log.ts';

function newLog() {
  const lines: string[] = [];
  return {
    lines,
    log: createLog(
      (line) => lines.push(line),
      () => Date.UTC(2026, 0, 5, 9),
    ),
  };
}

describe('a log', () => {
  it('writes one line of JSON an event, with its time, level and name', () => {
    const { lines, log } = newLog();
    log.info('reset', { accountId: 'a', actor: 'environment' });
    log.alarm('account-locked');
    expect(lines).toEqual([
      '{"time":"2026-01-05T09:00:00.000Z","level":"info","event":"reset","accountId":"a","actor":"environment"}\n',
      '{"time":"2026-01-05T09:00:00.000Z","level":"alarm","event":"account-locked"}\n',
    ]);
  });

  it('cannot be made to write a second line by what a field holds', () => {
    const { lines, log } = newLog();
    log.info('request-failed', { path: '/a\n{"level":"alarm"}\r\n\u2028' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', event: 'request-failed' });
  });
});

describe('an error in the log', () => {
  it('is its name and message, without the stack', () => {
    class DiskFull extends Error {
      override name = 'DiskFull';
    }
    expect(errorFields(new DiskFull('no room'))).toEqual({ error: 'DiskFull', message: 'no room' });
  });

  it('that is no Error shows nothing of what was thrown', () => {
    for (const thrown of ['123456', 42, null, undefined, { code: '123456' }]) {
      expect(errorFields(thrown)).toEqual({ error: typeof thrown, message: 'not an Error' });
    }
  });
});

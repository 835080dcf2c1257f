import { createSecretKey } from 'node:crypto';
import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newPlatformPerson } from '../../test/harness/scratch-account.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { rowsOf } from '../../test/harness/scratch-store.ts';
import type { Deps } from '../deps.ts';
import { activate } from './activate.ts';
import { confirm } from './confirm.ts';
import { createLoginCodeJudge, loginCodeLife, openLoginCode, sealLoginCode } from './login-code.ts';
import { readSession } from './session.ts';
import { hotp, stepAt } from './totp.ts';

const minute = 60_000;
const hour = 60 * minute;

function sealed(deps: Deps, code: string, previous: string | null = null): string {
  const result = sealLoginCode(deps, code, previous);
  if (!result.ok) throw new Error(`The code was refused: ${result.reason}`);
  return result.sealed;
}

describe('a sealed login code', () => {
  it('opens to the digits that were typed', async () => {
    const deps = await scratchDeps(newClock());
    expect(openLoginCode(deps, sealed(deps, '123-456'))?.code).toBe('123456');
  });

  it('shows nothing of the digits', async () => {
    const deps = await scratchDeps(newClock());
    const text = sealed(deps, '123456');
    const bytes = text.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect([text, ...bytes].join()).not.toContain('123456');
  });

  it('lasts a minute and not a millisecond more', async () => {
    const clock = newClock();
    const deps = await scratchDeps(clock);
    const text = sealed(deps, '123456');
    expect(loginCodeLife).toBe(minute);
    clock.advance(minute);
    expect(openLoginCode(deps, text)?.code).toBe('123456');
    clock.advance(1);
    expect(openLoginCode(deps, text)).toBeNull();
  });

  it('lives on over a full hour, when the key changes', async () => {
    const clock = newClock(Date.UTC(2026, 0, 5, 9, 59, 30));
    const deps = await scratchDeps(clock);
    const text = sealed(deps, '123456');
    clock.advance(45_000);
    expect(openLoginCode(deps, text)?.code).toBe('123456');
    clock.advance(16_000);
    expect(openLoginCode(deps, text)).toBeNull();
  });

  it('of another hour is not even readable', async () => {
    const clock = newClock();
    const deps = await scratchDeps(clock);
    const text = sealed(deps, '123456');
    const hours = Math.floor(clock.now() / hour);
    expect(deps.seal.open(`login-code/${hours}`, text, 'login-code')).not.toBeNull();
    expect(deps.seal.open(`login-code/${hours + 1}`, text, 'login-code')).toBeNull();
    expect(deps.seal.open(`login-code/${hours - 1}`, text, 'login-code')).toBeNull();
  });

  it('from the future is nothing, when a clock was turned back', async () => {
    for (const minuteOfHour of [0, 30]) {
      const clock = newClock(Date.UTC(2026, 0, 5, 9, minuteOfHour));
      const deps = await scratchDeps(clock);
      const text = sealed(deps, '123456');
      expect(openLoginCode(deps, text)?.code).toBe('123456');
      clock.advance(-1);
      expect(openLoginCode(deps, text)).toBeNull();
    }
  });

  it('altered, of another server or made up is nothing', async () => {
    const clock = newClock();
    const deps = await scratchDeps(clock);
    const other = await scratchDeps(clock);
    const text = sealed(deps, '123456');
    const [key = '', iv = '', body = ''] = text.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(openLoginCode(deps, `${key}.${iv}.${changed.toString('base64url')}`)).toBeNull();
    }
    for (const nonsense of [
      sealed(other, '123456'),
      '',
      '.',
      '1..',
      '123456',
      `1.${iv}`,
      text.slice(1),
    ]) {
      expect(openLoginCode(deps, nonsense)).toBeNull();
    }
  });

  it('is not made of anything but six digits', async () => {
    const deps = await scratchDeps(newClock());
    for (const typed of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦']) {
      expect(sealLoginCode(deps, typed, null)).toEqual({ ok: false, reason: 'malformed-code' });
    }
  });
});

describe('the id of a sealed login code', () => {
  it('stays when the same digits are sent again, however they are spaced', async () => {
    const clock = newClock();
    const deps = await scratchDeps(clock);
    const first = sealed(deps, '123456');
    clock.advance(30_000);
    const again = sealed(deps, '123 456', first);
    expect(again).not.toBe(first);
    expect(openLoginCode(deps, again)).toEqual(openLoginCode(deps, first));
  });

  it('is another one for other digits, without the cookie, and once the cookie is too old', async () => {
    const clock = newClock();
    const deps = await scratchDeps(clock);
    const first = sealed(deps, '123456');
    const id = openLoginCode(deps, first)?.id;
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(openLoginCode(deps, sealed(deps, '123457', first))?.id).not.toBe(id);
    expect(openLoginCode(deps, sealed(deps, '123456'))?.id).not.toBe(id);
    expect(openLoginCode(deps, sealed(deps, '123456', 'made up'))?.id).not.toBe(id);
    clock.advance(loginCodeLife + 1);
    expect(openLoginCode(deps, sealed(deps, '123456', first))?.id).not.toBe(id);
  });
});

describe('the verdict on a sealed login code', () => {
  /** Somebody with an active factor, and what their app shows. */
  async function enrolled() {
    const clock = newClock();
    const deps = await scratchDeps(clock);
    const person = newPlatformPerson();
    const sessionOf = (credential: string) => readSession(deps, person, [credential], false, null);
    const setup = await activate(deps, await sessionOf('first'), {});
    if (!setup.ok) throw new Error(setup.reason);
    const key = createSecretKey(Buffer.from(Secret.fromBase32(setup.secret).bytes));
    const rightCode = () => hotp(key, stepAt(clock.now()));
    const wrongCode = () => String((Number(rightCode()) + 1) % 10 ** 6).padStart(6, '0');
    const given = { pendingId: setup.pendingId, code: rightCode() };
    expect(await confirm(deps, await sessionOf('first'), given)).toMatchObject({ ok: true });
    clock.advance(minute);
    const typed = (code: string) => {
      const loginCode = openLoginCode(deps, sealed(deps, code));
      if (!loginCode) throw new Error('It does not open.');
      return loginCode;
    };
    const verdicts = () =>
      rowsOf(deps.store, `SELECT verdict FROM attempt WHERE login_code_id IS NOT NULL`);
    const failures = async () =>
      (await rowsOf(deps.store, 'SELECT failures FROM throttle'))[0]?.failures ?? 0;
    return { deps, clock, sessionOf, rightCode, wrongCode, typed, verdicts, failures };
  }

  it('is one for thirty first requests at once, and clears all of them', async () => {
    const { deps, sessionOf, rightCode, typed, verdicts, failures } = await enrolled();
    const judge = createLoginCodeJudge(deps);
    const loginCode = typed(rightCode());
    const session = await sessionOf('new');
    const cleared = await Promise.all(
      Array.from({ length: 30 }, async () => {
        await judge(session, loginCode);
        return (await sessionOf('new')).clearedUntil !== null;
      }),
    );
    expect(cleared).toEqual(Array(30).fill(true));
    expect(await verdicts()).toEqual([{ verdict: 'accepted' }]);
    expect(await failures()).toBe(0);
  });

  it('is one failure for thirty first requests with a wrong code, over three judges too', async () => {
    const { deps, sessionOf, wrongCode, typed, verdicts, failures } = await enrolled();
    const judges = [1, 2, 3].map(() => createLoginCodeJudge(deps));
    const loginCode = typed(wrongCode());
    const session = await sessionOf('new');
    await Promise.all(
      Array.from({ length: 10 }).flatMap(() => judges.map((judge) => judge(session, loginCode))),
    );
    expect(await verdicts()).toEqual([{ verdict: 'refused' }]);
    expect(await failures()).toBe(1);
    expect((await sessionOf('new')).clearedUntil).toBeNull();
  });

  it('does not come again for a code that was judged, nor for another session', async () => {
    const { deps, sessionOf, rightCode, wrongCode, typed, verdicts, failures } = await enrolled();
    const judge = createLoginCodeJudge(deps);
    const wrong = typed(wrongCode());
    await judge(await sessionOf('new'), wrong);
    await judge(await sessionOf('new'), wrong);
    await judge(await sessionOf('another'), wrong);
    expect(await failures()).toBe(1);

    const right = typed(rightCode());
    await judge(await sessionOf('new'), right);
    await judge(await sessionOf('another'), right);
    expect((await sessionOf('new')).clearedUntil).not.toBeNull();
    expect((await sessionOf('another')).clearedUntil).toBeNull();
    expect(await verdicts()).toEqual([{ verdict: 'refused' }, { verdict: 'accepted' }]);
  });

  it('is told to all thirty requests that wait for it, and to none that comes later', async () => {
    const { deps, sessionOf, wrongCode, typed } = await enrolled();
    const judge = createLoginCodeJudge(deps);
    const loginCode = typed(wrongCode());
    const session = await sessionOf('new');
    const told = await Promise.all(Array.from({ length: 30 }, () => judge(session, loginCode)));
    expect(told).toEqual(Array(30).fill({ ok: false, reason: 'wrong-code' }));
    expect(await judge(session, loginCode)).toBeNull();
    expect(await createLoginCodeJudge(deps)(session, loginCode)).toBeNull();
  });

  it('is told to the session that gave the code, not to another that asks in the same moment', async () => {
    const { deps, sessionOf, rightCode, wrongCode, typed } = await enrolled();
    const judge = createLoginCodeJudge(deps);
    const [wrong, right] = [typed(wrongCode()), typed(rightCode())];
    const [one, other] = [await sessionOf('one'), await sessionOf('other')];
    const told = await Promise.all([judge(one, wrong), judge(other, right), judge(one, right)]);
    expect(told[0]).toEqual({ ok: false, reason: 'wrong-code' });
    expect(told[1]).toBeNull();
    expect((await sessionOf('one')).clearedUntil).toBeNull();
    expect((await sessionOf('other')).clearedUntil).not.toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { sessionState } from './session.ts';
import { verify } from './verify.ts';

describe('a right code', () => {
  it('clears this session for as long as the profile says, and no other', async () => {
    const { deps, clock, app, session } = await scratchOwner();
    expect(await verify(deps, await session('new'), app.code())).toEqual({ ok: true });
    const { clearedUntil } = await session('new');
    expect(clearedUntil).toBe(clock.now() + deps.profile.clearance);
    expect(sessionState(await session('another'))).toBe('code-required');
  });

  it('clears every credential of the session', async () => {
    const { deps, app, session } = await scratchOwner();
    const both = await session('one', { credentials: ['one', 'two'] });
    await verify(deps, both, app.code());
    for (const credential of ['one', 'two']) {
      expect(sessionState(await session(credential))).toBe('cleared');
    }
  });

  it('A23 may have a space or a hyphen in it', async () => {
    const { deps, clock, app, session } = await scratchOwner();
    for (const between of [' ', '-']) {
      const typed = `${app.code().slice(0, 3)}${between}${app.code().slice(3)}`;
      expect(await verify(deps, await session('new'), typed)).toEqual({ ok: true });
      clock.advance(30_000);
    }
  });

  it('A04 is wrong the second time', async () => {
    const { deps, app, session } = await scratchOwner();
    expect(await verify(deps, await session('new'), app.code())).toEqual({ ok: true });
    const again = await verify(deps, await session('another'), app.code());
    expect(again).toEqual({ ok: false, reason: 'wrong-code' });
  });

  it('is one of the steps that the server is told to accept', async () => {
    const { deps, app, session } = await scratchOwner();
    const strict = { ...deps, window: 0 } as const;
    const judged = async (stepsAway: number) =>
      (await verify(strict, await session('new'), app.code(stepsAway))).ok;
    expect([await judged(-1), await judged(1), await judged(0)]).toEqual([false, false, true]);
  });

  it('is noted as a verification, with the sealed login code that carried it', async () => {
    const { deps, app, session, rows } = await scratchOwner();
    await verify(deps, await session('new'), app.code(), 'a login code');
    expect(
      await rows(`SELECT login_code_id, credential, bucket, verdict FROM attempt
        WHERE purpose = 'verify'`),
    ).toEqual([
      { login_code_id: 'a login code', credential: 'new', bucket: 'new', verdict: 'accepted' },
    ]);
  });
});

describe('a recovery code', () => {
  it('clears this session, once', async () => {
    const { deps, session, recoveryCode, rows } = await scratchOwner();
    const typed = recoveryCode().toLowerCase().replaceAll('-', ' ');
    expect(await verify(deps, await session('new'), typed)).toEqual({ ok: true });
    expect(sessionState(await session('new'))).toBe('cleared');
    expect(await rows('SELECT count(*) AS n FROM recovery_code')).toEqual([{ n: 9 }]);
    const again = await verify(deps, await session('another'), typed);
    expect(again).toEqual({ ok: false, reason: 'wrong-code' });
    expect(sessionState(await session('another'))).toBe('code-required');
  });

  it('leaves the others good, and the code that the app shows', async () => {
    const { deps, app, session, recoveryCode } = await scratchOwner();
    for (const typed of [recoveryCode(0), recoveryCode(9), app.code()]) {
      expect(await verify(deps, await session('new'), typed)).toEqual({ ok: true });
    }
  });

  it('A40 of one account is wrong for another, and counted there', async () => {
    const ada = await scratchOwner();
    const bob = await scratchOwner({ store: ada.deps.store, seal: ada.deps.seal });
    const answer = await verify(bob.deps, await bob.session('new'), ada.recoveryCode());
    expect(answer).toEqual({ ok: false, reason: 'wrong-code' });
    expect(await ada.rows('SELECT account_id, failures FROM throttle')).toEqual([
      { account_id: bob.accountId, failures: 1 },
    ]);
    const own = await verify(ada.deps, await ada.session('new'), ada.recoveryCode());
    expect(own).toEqual({ ok: true });
  });

  it('is refused with an alarm when the secret cannot be read, as any other code', async () => {
    const { deps, session, set, recoveryCode, alarms } = await scratchOwner();
    await set('secret = NULL');
    const login = await session('new');
    await expect(verify(deps, login, recoveryCode())).rejects.toThrow('no readable secret');
    expect(alarms()).toMatchObject([{ event: 'secret-unreadable', missing: true }]);
  });
});

describe('no code is judged', () => {
  it('in a session that the platform vouches for', async () => {
    const { deps, app, session } = await scratchOwner();
    const login = await session('new', { exempt: true });
    expect(await verify(deps, login, app.code())).toEqual({ ok: false, reason: 'exempt' });
  });

  it('of an account that must set up, has no factor, or is locked', async () => {
    const { deps, app, session, set } = await scratchOwner();
    for (const [change, reason] of [
      [`state = 'none', must_set_up = 1`, 'setup-required'],
      [`state = 'none', must_set_up = 0`, 'not-active'],
      [`state = 'locked'`, 'locked'],
    ] as const) {
      await set(change);
      expect(await verify(deps, await session('new'), app.code())).toEqual({ ok: false, reason });
    }
    await set(`state = 'active'`);
    expect(await verify(deps, await session('new'), app.code())).toEqual({ ok: true });
  });

  it('that is neither six digits nor a recovery code, and nothing is counted', async () => {
    const { deps, session, rows } = await scratchOwner();
    for (const typed of ['', '12345', '1234567', 'abcdef', 'KQ7MA-CDEFG']) {
      const answer = await verify(deps, await session('new'), typed);
      expect(answer).toEqual({ ok: false, reason: 'malformed-code' });
    }
    expect(await rows('SELECT * FROM throttle')).toEqual([]);
    expect(await rows(`SELECT * FROM attempt WHERE purpose = 'verify'`)).toEqual([]);
  });
});

it('an account without a factor is told so before its code is read', async () => {
  const { deps, session } = await scratchPerson();
  expect(await verify(deps, await session(), '')).toEqual({ ok: false, reason: 'not-active' });
});

it('a locked account is told so before its code is read', async () => {
  const { deps, session, set } = await scratchOwner();
  await set(`state = 'locked'`);
  expect(await verify(deps, await session('new'), '')).toEqual({ ok: false, reason: 'locked' });
});

import { describe, expect, it } from 'vitest';
import { scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { deactivate, refuseWithoutFactor } from './deactivate.ts';
import { countRecoveryCodes } from './recovery-codes.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { sessionState } from './session.ts';
import { verify } from './verify.ts';

describe('a fresh code', () => {
  it('ends the factor, its recovery codes and every clearance', async () => {
    const { deps, app, session, accountId, rows } = await scratchOwner();
    expect(await deactivate(deps, await session(), app.code())).toEqual({ ok: true });
    expect(await session()).toMatchObject({ factor: 'none', secret: null, clearedUntil: null });
    expect(await countRecoveryCodes(deps, accountId)).toBe(0);
    expect(await rows(`SELECT status FROM audit WHERE event = 'deactivate'`)).toEqual([
      { status: 'success' },
    ]);
  });

  it('deactivates in a session that the platform vouches for, too', async () => {
    const { deps, app, session } = await scratchOwner();
    const login = await session('new', { exempt: true });
    expect(await deactivate(deps, login, app.code())).toEqual({ ok: true });
  });

  it('makes new recovery codes, and the old ones worthless', async () => {
    const { deps, app, session, recoveryCode, rows } = await scratchOwner();
    const done = await renewRecoveryCodes(deps, await session(), app.code());
    if (!done.ok) throw new Error(done.reason);
    expect(done.recoveryCodes).toHaveLength(10);
    const old = await verify(deps, await session('new'), recoveryCode());
    expect(old).toEqual({ ok: false, reason: 'wrong-code' });
    for (const typed of done.recoveryCodes) {
      expect(await verify(deps, await session('new'), typed)).toEqual({ ok: true });
    }
    expect(await rows(`SELECT status FROM audit WHERE event = 'recovery-codes'`)).toEqual([
      { status: 'success' },
    ]);
  });
});

for (const [what, act] of [
  ['nothing is deactivated', deactivate],
  ['no new recovery codes are made', renewRecoveryCodes],
] as const) {
  describe(what, () => {
    it('A39 by a session alone', async () => {
      const { deps, session } = await scratchOwner();
      const refused = await act(deps, await session(), undefined);
      expect(refused).toEqual({ ok: false, reason: 'code-required' });
      expect((await session()).factor).toBe('active');
    });

    it('A13 by a wrong code, which the throttle counts', async () => {
      const { deps, app, session, accountId, rows } = await scratchOwner();
      const refused = await act(deps, await session(), app.wrongCode());
      expect(refused).toEqual({ ok: false, reason: 'wrong-code' });
      expect(await rows('SELECT failures FROM throttle')).toEqual([{ failures: 1 }]);
      expect((await session()).factor).toBe('active');
      expect(await countRecoveryCodes(deps, accountId)).toBe(10);
    });

    it('A40 by a recovery code, which is not counted and stays good', async () => {
      const { deps, session, recoveryCode, rows } = await scratchOwner();
      for (const typed of [recoveryCode(), 'abc', '']) {
        const refused = await act(deps, await session(), typed);
        expect(refused).toEqual({ ok: false, reason: 'malformed-code' });
      }
      expect(await rows('SELECT * FROM throttle')).toEqual([]);
      expect(await verify(deps, await session('new'), recoveryCode())).toEqual({ ok: true });
    });

    it('by a right code in a session that owes one, or of an account that is locked or has none', async () => {
      const { deps, app, session, set } = await scratchOwner();
      const refused = async (credential: string) =>
        act(deps, await session(credential), app.code());
      expect(await refused('new')).toEqual({ ok: false, reason: 'code-required' });
      for (const [change, reason] of [
        [`state = 'locked'`, 'locked'],
        [`state = 'none'`, 'not-active'],
        [`state = 'none', must_set_up = 1`, 'setup-required'],
      ] as const) {
        await set(change);
        expect(await refused('first')).toEqual({ ok: false, reason });
      }
      await set(`state = 'active', must_set_up = 0`);
      expect(await refused('first')).toMatchObject({ ok: true });
    });
  });
}

describe('a change of the factor', () => {
  it('is for sessions that showed its code or that the platform vouches for', async () => {
    const { session } = await scratchOwner();
    expect(refuseWithoutFactor(await session())).toBeNull();
    expect(refuseWithoutFactor(await session('new', { exempt: true }))).toBeNull();
    const owing = await session('new');
    expect(sessionState(owing)).toBe('code-required');
    expect(refuseWithoutFactor(owing)).toEqual({ ok: false, reason: 'code-required' });
  });

  it('needs a factor, even where the platform vouches for the session', async () => {
    const { session, set } = await scratchPerson();
    const vouched = () => session('new', { exempt: true });
    expect(refuseWithoutFactor(await vouched())).toEqual({ ok: false, reason: 'not-active' });
    await set(`state = 'locked'`);
    expect(refuseWithoutFactor(await vouched())).toEqual({ ok: false, reason: 'locked' });
  });
});

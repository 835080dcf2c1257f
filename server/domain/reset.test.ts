import { describe, expect, it } from 'vitest';
import { scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { countRecoveryCodes } from './recovery-codes.ts';
import { reset } from './reset.ts';
import { sessionState } from './session.ts';
import { hashSetupCode } from './setup-code.ts';

describe('a reset', () => {
  it('A43 takes the factor away and gives no access: every session must set up', async () => {
    const { deps, session, accountId } = await scratchOwner();
    expect(sessionState(await session())).toBe('cleared');
    const done = await reset(deps, accountId, 'phone lost', 'desk');
    expect(done).toEqual({ ok: true, setupCode: expect.stringMatching(/^\w{5}(-\w{5}){3}$/) });
    expect(sessionState(await session())).toBe('setup-required');
    expect(await session()).toMatchObject({ factor: 'none', secret: null, mustSetUp: true });
    expect(await countRecoveryCodes(deps, accountId)).toBe(0);
  });

  it('stores the hash of the code that it answers', async () => {
    const { deps, session, accountId } = await scratchOwner();
    const done = await reset(deps, accountId, 'phone lost', 'desk');
    if (!done.ok) throw new Error(done.reason);
    expect((await session()).setupCodeHash).toBe(hashSetupCode(done.setupCode));
  });

  it('may come again, and then the newer code counts', async () => {
    const { deps, session, accountId } = await scratchOwner();
    const first = await reset(deps, accountId, 'phone lost', 'desk');
    const second = await reset(deps, accountId, 'code lost', 'desk');
    expect(second).not.toEqual(first);
    expect(second.ok && hashSetupCode(second.setupCode)).toBe((await session()).setupCodeHash);
  });

  it('is in the audit with who did it, when and why, and in the log without the reason', async () => {
    const { deps, clock, accountId, rows } = await scratchOwner();
    await reset(deps, accountId, 'phone lost', 'desk');
    expect(await rows(`SELECT * FROM audit WHERE event = 'reset'`)).toMatchObject([
      {
        at: clock.now(),
        account_id: accountId,
        actor: 'support:desk',
        status: 'success',
        note: 'phone lost',
      },
    ]);
    const line = JSON.parse(deps.lines.at(-1) ?? '{}') as object;
    expect(line).toEqual({
      time: new Date(clock.now()).toISOString(),
      level: 'info',
      event: 'reset',
      accountId,
      actor: 'desk',
    });
  });

  it('of an account that is not there, or has no factor, changes nothing and says so', async () => {
    const { deps, session, accountId, rows } = await scratchPerson();
    const unknown = await reset(deps, 'made up', 'phone lost', 'desk');
    expect(unknown).toEqual({ ok: false, reason: 'unknown-account' });
    const inactive = await reset(deps, accountId, 'phone lost', 'desk');
    expect(inactive).toEqual({ ok: false, reason: 'not-active' });
    expect(sessionState(await session())).toBe('free');
    expect(await rows('SELECT account_id, event, status FROM audit')).toEqual([
      { account_id: accountId, event: 'reset', status: 'error' },
    ]);
    expect(deps.lines).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { reset } from '../../test/harness/reset.ts';
import { scratchOwner } from '../../test/harness/scratch-owner.ts';
import { deactivate } from './deactivate.ts';
import { verify } from './verify.ts';

const second = 1000;
const minute = 60 * second;
const wrong = { ok: false, reason: 'wrong-code' } as const;

type Owner = Awaited<ReturnType<typeof scratchOwner>>;

async function failTimes({ deps, app, session }: Owner, times: number, credential = 'new') {
  for (let i = 0; i < times; i++) {
    await verify(deps, await session(credential), app.wrongCode());
  }
}

/** The account has failed so often in a row already, and need not wait. */
function countAs({ deps, accountId, clock }: Owner, failures: number, bucket = 'new') {
  return deps.store.commit([
    {
      sql: `INSERT OR REPLACE INTO throttle
        (account_id, bucket, failures, day_start, day_failures, wait_until)
        VALUES (:accountId, :bucket, :failures, :now, 0, 0)`,
      args: { accountId, bucket, failures, now: clock.now() },
    },
  ]);
}

describe('a wait', () => {
  it('begins with the fifth failure, which says so', async () => {
    const owner = await scratchOwner();
    const { deps, clock, app, session } = owner;
    for (let i = 0; i < 4; i++) {
      expect(await verify(deps, await session('new'), app.wrongCode())).toEqual(wrong);
    }
    expect(await verify(deps, await session('new'), app.wrongCode())).toEqual({
      ...wrong,
      waitUntil: clock.now() + 30 * second,
    });
  });

  it('A16 refuses a right code and a recovery code without looking, up to its last millisecond', async () => {
    const owner = await scratchOwner();
    const { deps, clock, app, session, recoveryCode } = owner;
    await failTimes(owner, 5);
    const waitUntil = clock.now() + 30 * second;
    clock.advance(30 * second - 1);
    for (const typed of [app.code(), app.wrongCode(), recoveryCode()]) {
      const refused = await verify(deps, await session('new'), typed);
      expect(refused).toEqual({ ok: false, reason: 'wait', waitUntil });
    }
    clock.advance(1);
    expect(await verify(deps, await session('new'), app.code())).toEqual({ ok: true });
  });

  it('A17 is as long for somebody who hammers, and counts nothing', async () => {
    const owner = await scratchOwner();
    await failTimes(owner, 25);
    const [row] = await owner.rows('SELECT failures, wait_until FROM throttle');
    expect(row).toEqual({ failures: 5, wait_until: owner.clock.now() + 30 * second });
  });

  it('is told before the secret is opened', async () => {
    const owner = await scratchOwner();
    const { deps, app, session, set, alarms } = owner;
    await failTimes(owner, 5);
    await set('secret = NULL');
    const refused = await verify(deps, await session('new'), app.code());
    expect(refused).toMatchObject({ reason: 'wait' });
    expect(alarms()).not.toContainEqual(expect.objectContaining({ event: 'secret-unreadable' }));
  });

  it('holds in a session that had not heard of it', async () => {
    const owner = await scratchOwner();
    const { deps, clock, app, session, recoveryCode } = owner;
    const before = await session('slow');
    await failTimes(owner, 5);
    const waitUntil = clock.now() + 30 * second;
    for (const typed of [app.code(), recoveryCode()]) {
      const refused = await verify(deps, before, typed);
      expect(refused).toEqual({ ok: false, reason: 'wait', waitUntil });
    }
  });

  it('of new browsers is none for one in which the owner showed a code', async () => {
    const owner = await scratchOwner();
    const { deps, app, session, device, rows } = owner;
    await failTimes(owner, 5);
    const own = await session('own', { device });
    expect(await verify(deps, own, app.wrongCode())).toEqual(wrong);
    expect(await verify(deps, await session('own', { device }), app.code())).toEqual({ ok: true });
    expect(await rows('SELECT bucket, failures FROM throttle')).toEqual([
      { bucket: 'new', failures: 5 },
    ]);
  });
});

describe('an attempt that came too late', () => {
  it('is told that the factor is gone', async () => {
    const { deps, app, session } = await scratchOwner();
    const before = await session('slow');
    await deactivate(deps, await session(), app.code());
    expect(await verify(deps, before, app.code(1))).toEqual({ ok: false, reason: 'not-active' });
  });

  it('is asked for a code of the factor that took the old one’s place', async () => {
    const { deps, app, session, set } = await scratchOwner();
    const before = await session('slow');
    await set('generation = generation + 1');
    const refused = await verify(deps, before, app.code());
    expect(refused).toEqual({ ok: false, reason: 'code-required' });
  });

  it('is told that the account is locked', async () => {
    const owner = await scratchOwner();
    const { deps, app, session, recoveryCode } = owner;
    const before = await session('slow');
    await countAs(owner, 99);
    await failTimes(owner, 1);
    for (const typed of [app.code(), recoveryCode()]) {
      expect(await verify(deps, before, typed)).toEqual({ ok: false, reason: 'locked' });
    }
  });

  it('fails after a reset', async () => {
    const { deps, app, session, accountId } = await scratchOwner();
    const before = await session('slow');
    await reset(deps, accountId);
    expect(await verify(deps, before, app.code())).toEqual({ ok: false, reason: 'not-active' });
  });
});

describe('alarms', () => {
  it('are raised by the fifth, the twentieth and the fiftieth failure in a row, and no other', async () => {
    for (const [failures, alarm] of [
      [4, false],
      [5, true],
      [6, false],
      [20, true],
      [21, false],
      [50, true],
      [99, false],
    ] as const) {
      const owner = await scratchOwner();
      await countAs(owner, failures - 1);
      await failTimes(owner, 1);
      const { accountId } = owner;
      expect(owner.alarms()).toEqual(
        alarm ? [{ event: 'many-failures', accountId, failures }] : [],
      );
    }
  });

  it('are not raised again by what is not judged, nor by a right code', async () => {
    const owner = await scratchOwner();
    const { deps, clock, app, session, alarms } = owner;
    const before = await session('slow');
    await failTimes(owner, 5);
    expect(alarms()).toHaveLength(1);
    await verify(deps, before, app.wrongCode());
    clock.advance(minute);
    await verify(deps, await session('new'), app.code());
    expect(alarms()).toHaveLength(1);
  });

  it('A15 tell of the hundredth failure once, which locks', async () => {
    const owner = await scratchOwner();
    const { deps, accountId, app, session, alarms } = owner;
    const before = await session('slow');
    await countAs(owner, 99);
    const last = await verify(deps, await session('new'), app.wrongCode());
    expect(last).toEqual({ ok: false, reason: 'locked' });
    expect(alarms()).toEqual([{ event: 'account-locked', accountId }]);
    await verify(deps, before, app.wrongCode());
    expect(alarms()).toHaveLength(1);
    expect((await session()).factor).toBe('locked');
  });
});

it('an attempt is noted with its account, session, bucket and time, under an id of its own', async () => {
  const { deps, clock, app, session, accountId, device, rows } = await scratchOwner();
  await verify(deps, await session('own', { device }), app.wrongCode());
  await verify(deps, await session('own', { device }), app.wrongCode());
  const attempts = await rows(`SELECT * FROM attempt WHERE purpose = 'verify'`);
  const common = {
    account_id: accountId,
    credential: 'own',
    bucket: 'known',
    purpose: 'verify',
    verdict: 'refused',
    login_code_id: null,
    at: clock.now(),
  };
  expect(attempts).toMatchObject([common, common]);
  expect(attempts[0]?.id).not.toBe(attempts[1]?.id);
});

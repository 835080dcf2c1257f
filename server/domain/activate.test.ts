import { describe, expect, it } from 'vitest';
import { reset } from '../../test/harness/reset.ts';
import { appOf, scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { activate } from './activate.ts';
import { confirm } from './confirm.ts';
import type { Session } from './session.ts';
import { verify } from './verify.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Somebody whose phone is lost: support has reset the account, and this is the code from there. */
async function afterReset() {
  const owner = await scratchOwner();
  return { ...owner, setupCode: await reset(owner.deps, owner.accountId) };
}

async function started(deps: Parameters<typeof activate>[0], session: Session, given = {}) {
  const result = await activate(deps, session, given);
  if (!result.ok) throw new Error(`The set-up was refused: ${result.reason}`);
  return result;
}

describe('a set-up of an account without a factor', () => {
  it('starts freely, and what it answers can be confirmed for ten minutes', async () => {
    const { deps, clock, session } = await scratchPerson();
    const setup = await started(deps, await session());
    expect(setup.expiresAt).toBe(clock.now() + 10 * minute);
    const { pendingId, secret } = setup;
    const app = appOf(secret, clock);
    expect(await confirm(deps, await session(), { pendingId, code: app.code() })).toMatchObject({
      ok: true,
    });
  });

  it('A37 stores the secret sealed, under an id of its own that is not the set-up’s', async () => {
    const { deps, session, rows } = await scratchPerson();
    const setup = await started(deps, await session());
    const [row] = await rows('SELECT * FROM pending_setup');
    expect(row).toMatchObject({ id: setup.pendingId, expires_at: setup.expiresAt });
    expect(row?.secret_id).not.toBe(row?.id);
    expect(JSON.stringify(row)).not.toContain(setup.secret);
  });

  it('A31 is the last one that was started, and changes no factor', async () => {
    const { deps, session, rows } = await scratchPerson();
    const first = await started(deps, await session());
    const last = await started(deps, await session('other tab'));
    expect(last.secret).not.toBe(first.secret);
    expect(await rows('SELECT id FROM pending_setup')).toEqual([{ id: last.pendingId }]);
    expect((await session()).factor).toBe('none');
  });

  it('is too late when another session has set up meanwhile', async () => {
    const { deps, clock, session } = await scratchPerson();
    const before = await session('slow');
    const { pendingId, secret } = await started(deps, await session());
    await confirm(deps, await session(), { pendingId, code: appOf(secret, clock).code() });
    expect(await activate(deps, before, {})).toEqual({ ok: false, reason: 'already-active' });
  });

  const labels = [
    ['ada@acme.example', {}, 'ada@acme.example (acme)'],
    ['the name where there is no e-mail', { email: '' }, 'Ada (acme)'],
    ['no realm where there is none', { realm: '' }, 'ada@acme.example'],
  ] as const;
  for (const [what, attributes, label] of labels) {
    it(`shows ${what} in the app, under the issuer of the profile`, async () => {
      const { deps, session } = await scratchPerson({}, attributes);
      const { uri } = await started(deps, await session());
      const path = decodeURIComponent(new URL(uri).pathname);
      expect(path).toBe(`/${deps.profile.issuer}:${label}`);
      expect(new URL(uri).searchParams.get('issuer')).toBe(deps.profile.issuer);
    });
  }
});

describe('a set-up that replaces an active factor', () => {
  it('A34 takes a code, which none is not', async () => {
    const { deps, session, rows } = await scratchOwner();
    const refused = await activate(deps, await session(), {});
    expect(refused).toEqual({ ok: false, reason: 'already-active' });
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
  });

  it('starts with a right code, which is spent, and leaves the old factor as it is', async () => {
    const { deps, app, session } = await scratchOwner();
    const before = await session();
    const setup = await started(deps, before, { code: app.code() });
    expect(setup.secret).not.toBe(app.base32);
    expect(await session()).toEqual({ ...before, lastStep: expect.any(Number) });
    const again = await verify(deps, await session('new'), app.code());
    expect(again).toEqual({ ok: false, reason: 'wrong-code' });
  });

  it('is noted as a replacement', async () => {
    const { deps, app, session, rows } = await scratchOwner();
    await activate(deps, await session(), { code: app.wrongCode() });
    await activate(deps, await session(), { code: app.code() });
    expect(await rows(`SELECT status FROM audit WHERE event = 'replace' ORDER BY seq`)).toEqual([
      { status: 'error' },
      { status: 'success' },
    ]);
  });

  it('A13 does not start with a wrong code, which the throttle counts', async () => {
    const { deps, app, session, rows } = await scratchOwner();
    const refused = await activate(deps, await session(), { code: app.wrongCode() });
    expect(refused).toEqual({ ok: false, reason: 'wrong-code' });
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
    expect(await rows('SELECT failures FROM throttle')).toEqual([{ failures: 1 }]);
  });

  it('starts with a recovery code, for the day when the old phone is gone', async () => {
    const { deps, session, recoveryCode, rows } = await scratchOwner();
    const setup = await started(deps, await session(), { code: recoveryCode() });
    expect(await rows('SELECT id FROM pending_setup')).toEqual([{ id: setup.pendingId }]);
  });
});

describe('a set-up after a reset', () => {
  it('A48 takes the code from support: the password alone is not enough', async () => {
    const { deps, app, session, rows } = await afterReset();
    for (const given of [{}, { code: app.code() }]) {
      const refused = await activate(deps, await session('new'), given);
      expect(refused).toEqual({ ok: false, reason: 'setup-code-required' });
    }
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
  });

  it('starts with the code from support, however it is typed, as long as it is not confirmed', async () => {
    const { deps, session, setupCode, rows } = await afterReset();
    for (const typed of [setupCode, setupCode.toLowerCase().replaceAll('-', ' ')]) {
      const setup = await started(deps, await session('new'), { setupCode: typed });
      expect(await rows('SELECT id FROM pending_setup')).toEqual([{ id: setup.pendingId }]);
    }
    expect(
      await rows(`SELECT DISTINCT status FROM audit WHERE event = 'set-up-after-reset'`),
    ).toEqual([{ status: 'success' }]);
  });

  it('does not start with a wrong one, which the throttle counts until it bids wait', async () => {
    const { deps, clock, session, setupCode } = await afterReset();
    const tried = async (setupCode: string) => activate(deps, await session('new'), { setupCode });
    for (let i = 0; i < 4; i++) {
      expect(await tried('AAAAA')).toEqual({ ok: false, reason: 'wrong-setup-code' });
    }
    const waitUntil = clock.now() + minute / 2;
    expect(await tried('AAAAA')).toEqual({ ok: false, reason: 'wrong-setup-code', waitUntil });
    expect(await tried(setupCode)).toEqual({ ok: false, reason: 'wait', waitUntil });
    clock.advance(minute / 2);
    expect(await tried(setupCode)).toMatchObject({ ok: true });
  });

  it('is not evaluated in a session that had not heard of the wait', async () => {
    const { deps, clock, session, setupCode, rows } = await afterReset();
    const before = await session('new');
    for (let i = 0; i < 5; i++) await activate(deps, await session('new'), { setupCode: 'AAAAA' });
    const waitUntil = clock.now() + minute / 2;
    const refused = await activate(deps, before, { setupCode });
    expect(refused).toEqual({ ok: false, reason: 'wait', waitUntil });
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
  });
});

describe('no set-up starts', () => {
  it('A35 in a session that owes its code', async () => {
    const { deps, app, session } = await scratchOwner();
    const refused = await activate(deps, await session('new'), { code: app.code() });
    expect(refused).toEqual({ ok: false, reason: 'code-required' });
    expect(await verify(deps, await session('new'), app.code())).toEqual({ ok: true });
  });

  it('of a locked account', async () => {
    const { deps, app, session, set } = await scratchOwner();
    await set(`state = 'locked'`);
    const refused = await activate(deps, await session(), { code: app.code() });
    expect(refused).toEqual({ ok: false, reason: 'locked' });
  });

  it('in a session that the platform vouches for, whatever stands in the account', async () => {
    const { deps, session, set } = await scratchOwner();
    for (const state of ['active', 'none', 'locked']) {
      await set(`state = '${state}'`);
      const refused = await activate(deps, await session('new', { exempt: true }), {});
      expect(refused).toEqual({ ok: false, reason: 'exempt' });
    }
  });

  it('in a session that is an hour old, of whatever kind', async () => {
    const free = await scratchPerson();
    const owner = await scratchOwner();
    const lost = await afterReset();
    for (const { deps, clock, session } of [free, owner, lost]) {
      await session();
      clock.advance(hour);
      const refused = await activate(deps, await session(), {});
      expect(refused).toEqual({ ok: false, reason: 'login-again' });
    }
    const { deps, session } = owner;
    const again = await activate(deps, await session('login of now'), {});
    expect(again).toEqual({ ok: false, reason: 'code-required' });
  });
});

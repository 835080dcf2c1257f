import { describe, expect, it } from 'vitest';
import { appOf, scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { activate } from './activate.ts';
import { confirm } from './confirm.ts';
import { sessionState } from './session.ts';
import { verify } from './verify.ts';

const minute = 60_000;
const over = { ok: false, reason: 'setup-over' } as const;
const wrong = { ok: false, reason: 'wrong-code' } as const;

/** Somebody in the middle of a set-up. */
async function settingUp() {
  const person = await scratchPerson();
  const { deps, clock, session } = person;
  const setup = await activate(deps, await session(), {});
  if (!setup.ok) throw new Error(setup.reason);
  const { pendingId } = setup;
  const given = async (code: string) => confirm(deps, await session(), { pendingId, code });
  return { ...person, pendingId, app: appOf(setup.secret, clock), given };
}

describe('a right code', () => {
  it('makes the pending set-up the factor and clears this session, for as long as the profile says', async () => {
    const { deps, clock, app, session, given, rows } = await settingUp();
    expect(await given(app.code())).toMatchObject({ ok: true });
    expect(await session()).toMatchObject({
      factor: 'active',
      clearedUntil: clock.now() + deps.profile.clearance,
    });
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
    expect(await rows(`SELECT status FROM audit WHERE event = 'confirm'`)).toEqual([
      { status: 'success' },
    ]);
  });

  it('A36 leaves every other session owing a code', async () => {
    const { app, session, given } = await settingUp();
    expect(sessionState(await session('another'))).toBe('free');
    await given(app.code());
    expect(sessionState(await session('another'))).toBe('code-required');
  });

  it('A08 is spent: nobody logs in with it', async () => {
    const { deps, app, session, given } = await settingUp();
    await given(app.code());
    expect(await verify(deps, await session('another'), app.code())).toEqual(wrong);
  });

  it('answers ten recovery codes, which are good and the only ones', async () => {
    const { deps, app, clock, session, recoveryCode } = await scratchOwner();
    const setup = await activate(deps, await session(), { code: app.code() });
    if (!setup.ok) throw new Error(setup.reason);
    clock.advance(minute);
    const code = appOf(setup.secret, clock).code();
    const done = await confirm(deps, await session(), { pendingId: setup.pendingId, code });
    if (!done.ok) throw new Error(done.reason);
    expect(done.recoveryCodes).toHaveLength(10);
    expect(await verify(deps, await session('new'), recoveryCode())).toEqual(wrong);
    for (const typed of done.recoveryCodes) {
      expect(await verify(deps, await session('new'), typed)).toEqual({ ok: true });
    }
  });

  it('may have a space in it, and be of the step before or after', async () => {
    for (const stepsAway of [-1, 0, 1]) {
      const { app, given } = await settingUp();
      const code = app.code(stepsAway);
      expect(await given(`${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({ ok: true });
    }
  });

  it('given twice at once is accepted once', async () => {
    const { deps, app, pendingId, session } = await settingUp();
    const sessions = [await session('one'), await session('two')];
    const given = { pendingId, code: app.code() };
    const answers = await Promise.all(sessions.map((each) => confirm(deps, each, given)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers).toContainEqual(over);
  });
});

describe('a wrong code', () => {
  it('A13 touches nothing but the set-up, which ends with the tenth', async () => {
    const { app, session, given, rows } = await settingUp();
    for (let i = 0; i < 9; i++) expect(await given(app.wrongCode())).toEqual(wrong);
    expect(await rows('SELECT wrong_codes FROM pending_setup')).toEqual([{ wrong_codes: 9 }]);
    expect(await given(app.wrongCode())).toEqual(wrong);
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
    expect(await given(app.code())).toEqual(over);
    expect(await rows('SELECT * FROM throttle')).toEqual([]);
    expect(await session()).toMatchObject({ factor: 'none', mustSetUp: false });
  });

  it('that is right by a clock that is off tells by how many seconds, at once', async () => {
    for (const [stepsAway, clockOff] of [
      [-10, -300],
      [-2, -60],
      [2, 60],
      [10, 300],
    ] as const) {
      const { app, given } = await settingUp();
      expect(await given(app.code(stepsAway))).toEqual({ ...wrong, clockOff });
    }
  });

  it('of a step that was spent already tells nothing of a clock', async () => {
    const { app, given, set, clock } = await settingUp();
    await set(`last_step = ${Math.floor(clock.now() / 30_000) - 3}`);
    expect(await given(app.code(-3))).toEqual(wrong);
    expect(await given(app.code(-2))).toEqual({ ...wrong, clockOff: -60 });
  });

  it('that is no six digits is not even counted, and a recovery code is none here', async () => {
    const { given, rows } = await settingUp();
    for (const typed of ['', '12345', 'KQ7MA-CDEFG-HJKMN']) {
      expect(await given(typed)).toEqual({ ok: false, reason: 'malformed-code' });
    }
    expect(await rows('SELECT wrong_codes FROM pending_setup')).toEqual([{ wrong_codes: 0 }]);
  });
});

describe('a set-up is over', () => {
  it('A33 ten minutes after its start, and then it is removed', async () => {
    const { app, clock, given, rows } = await settingUp();
    clock.advance(10 * minute);
    expect(await given(app.code())).toEqual(over);
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
  });

  it('not a millisecond earlier', async () => {
    const { app, clock, given } = await settingUp();
    clock.advance(10 * minute - 1);
    expect(await given(app.code())).toMatchObject({ ok: true });
  });

  it('when the factor changed since its start, and then it is removed', async () => {
    const { app, given, set, rows } = await settingUp();
    await set('generation = generation + 1');
    expect(await given(app.code())).toEqual(over);
    expect(await rows('SELECT * FROM pending_setup')).toEqual([]);
  });

  it('A31 when another was started, which goes on', async () => {
    const { deps, app, session, given, rows } = await settingUp();
    const last = await activate(deps, await session(), {});
    expect(await given(app.code())).toEqual(over);
    expect(await rows('SELECT id FROM pending_setup')).toEqual([
      { id: last.ok ? last.pendingId : null },
    ]);
  });

  it('where none was ever started', async () => {
    const { deps, session } = await scratchPerson();
    const given = { pendingId: 'made up', code: '123456' };
    expect(await confirm(deps, await session(), given)).toEqual(over);
  });
});

describe('nothing is confirmed', () => {
  it('in a session that the platform vouches for, or of a locked account', async () => {
    const { deps, app, pendingId, session, set } = await settingUp();
    const given = { pendingId, code: app.code() };
    const exempt = await session('first', { exempt: true });
    expect(await confirm(deps, exempt, given)).toEqual({ ok: false, reason: 'exempt' });
    await set(`state = 'locked'`);
    const locked = await session();
    expect(await confirm(deps, locked, given)).toEqual({ ok: false, reason: 'locked' });
  });

  it('in a session that owes its code', async () => {
    const { deps, app, clock, session } = await scratchOwner();
    const setup = await activate(deps, await session(), { code: app.code() });
    if (!setup.ok) throw new Error(setup.reason);
    const given = { pendingId: setup.pendingId, code: appOf(setup.secret, clock).code(1) };
    const refused = await confirm(deps, await session('new'), given);
    expect(refused).toEqual({ ok: false, reason: 'code-required' });
    expect(await confirm(deps, await session(), given)).toMatchObject({ ok: true });
  });
});

import { describe, expect, it } from 'vitest';
import { scratchOwner } from '../../test/harness/scratch-owner.ts';
import { stepAt } from './totp.ts';
import { verify } from './verify.ts';

const step = 30_000;
const wrong = { ok: false, reason: 'wrong-code' } as const;

/** Somebody whose phone's clock may be off, and what they are told of a code of so many steps away. */
async function coached() {
  const owner = await scratchOwner();
  const { deps, app, session, device } = owner;
  const typed = async (code: string, known = false) =>
    verify(deps, await session('new', { device: known ? device : null }), code);
  return {
    ...owner,
    typed,
    away: (steps: number, known = false) => typed(app.code(steps), known),
  };
}

describe('the phone’s clock', () => {
  it('is told to be off by the second code in a row that is off by as much', async () => {
    for (const [steps, clockOff] of [
      [2, 60],
      [-2, -60],
      [10, 300],
      [-10, -300],
    ] as const) {
      const { clock, away, set } = await coached();
      await set('last_step = 0');
      expect(await away(steps)).toEqual(wrong);
      clock.advance(step);
      expect(await away(steps)).toEqual({ ...wrong, clockOff });
    }
  });

  it('is told with the failure that begins a wait, too', async () => {
    const { clock, app, away, typed } = await coached();
    for (let i = 0; i < 3; i++) await typed(app.wrongCode());
    await away(4);
    clock.advance(step);
    expect(await away(4)).toEqual({ ...wrong, clockOff: 120, waitUntil: clock.now() + step });
  });

  it('is not told by the same code twice, nor by codes off by different times', async () => {
    const { clock, away } = await coached();
    expect(await away(5)).toEqual(wrong);
    expect(await away(5)).toEqual(wrong);
    clock.advance(step);
    expect(await away(6)).toEqual(wrong);
  });

  it('is not told by a single code, whatever code came between', async () => {
    const { clock, app, away, typed } = await coached();
    await away(5);
    await typed(app.wrongCode());
    clock.advance(step);
    expect(await away(5)).toEqual(wrong);
    clock.advance(step);
    expect(await away(5)).toEqual({ ...wrong, clockOff: 150 });
  });

  it('is not told after a right code in between', async () => {
    const { clock, app, away, typed } = await coached();
    await away(5);
    expect(await typed(app.code())).toEqual({ ok: true });
    clock.advance(step);
    expect(await away(5)).toEqual(wrong);
  });

  it('is nothing that another browser’s failure tells of', async () => {
    const { clock, away } = await coached();
    await away(5, true);
    clock.advance(step);
    expect(await away(5)).toEqual(wrong);
    clock.advance(step);
    expect(await away(5, true)).toEqual({ ...wrong, clockOff: 150 });
  });

  it('is not told by steps that were spent, nor by ones further away than five minutes', async () => {
    const { clock, away, set } = await coached();
    await set(`last_step = ${stepAt(clock.now()) + 6}`);
    for (const steps of [5, 11]) {
      expect(await away(steps)).toEqual(wrong);
      clock.advance(step);
      expect(await away(steps)).toEqual(wrong);
    }
  });

  it('is told of nothing that was not judged, and nothing is kept of it', async () => {
    const { deps, clock, app, session, rows, typed } = await coached();
    const before = await session('slow');
    for (let i = 0; i < 5; i++) await typed(app.wrongCode());
    const waitUntil = clock.now() + step;
    for (let i = 0; i < 2; i++) {
      const refused = await verify(deps, before, app.code(5));
      expect(refused).toEqual({ ok: false, reason: 'wait', waitUntil });
      clock.advance(step / 3);
    }
    expect(await rows('SELECT phone_offset, phone_step FROM throttle')).toEqual([
      { phone_offset: null, phone_step: null },
    ]);
  });

  it('is kept as the step that the code was right for', async () => {
    const { clock, away, set, rows } = await coached();
    await set('last_step = 0');
    await away(-7);
    expect(await rows('SELECT phone_offset, phone_step FROM throttle')).toEqual([
      { phone_offset: -7, phone_step: stepAt(clock.now()) - 7 },
    ]);
  });

  it('that is off lets nobody in', async () => {
    const { clock, away, session } = await coached();
    await away(5);
    clock.advance(step);
    await away(5);
    expect((await session('new')).clearedUntil).toBeNull();
  });
});

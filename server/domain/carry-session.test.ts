import { describe, expect, it } from 'vitest';
import { scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { carrySession } from './carry-session.ts';
import { sessionState } from './session.ts';

const minute = 60_000;

describe('a credential that the platform renewed', () => {
  it('is cleared as long as the one before it was, and no longer', async () => {
    const { deps, clock, session } = await scratchOwner();
    const before = await session();
    clock.advance(minute);
    await carrySession(deps, before, 'first', 'renewed');
    expect((await session('renewed')).clearedUntil).toBe(before.clearedUntil);
  });

  it('is as old as the one before it was, with a factor or without', async () => {
    for (const { deps, clock, session } of [await scratchOwner(), await scratchPerson()]) {
      const before = await session('old');
      clock.advance(minute);
      await carrySession(deps, before, 'old', 'renewed');
      expect((await session('renewed')).firstSeen).toBe(before.firstSeen);
      expect((await session('not renewed')).firstSeen).toBe(clock.now());
    }
  });

  it('is not cleared when the one before it was not', async () => {
    const { deps, session } = await scratchOwner();
    await carrySession(deps, await session('owing'), 'owing', 'renewed');
    expect(sessionState(await session('renewed'))).toBe('code-required');
  });

  it('is not cleared by a clearance that the session of the request does not have', async () => {
    const { deps, session } = await scratchOwner();
    expect(sessionState(await session('first'))).toBe('cleared');
    await carrySession(deps, await session('owing'), 'first', 'renewed');
    expect(sessionState(await session('renewed'))).toBe('code-required');
  });

  it('A72 is not cleared for another account or another generation', async () => {
    const { deps, session, set } = await scratchOwner();
    const other = await scratchOwner({ store: deps.store, seal: deps.seal });
    await carrySession(deps, await session(), 'first', 'renewed');
    expect(sessionState(await other.session('renewed'))).toBe('code-required');
    await set('generation = generation + 1');
    await carrySession(deps, await session(), 'first', 'renewed again');
    expect(sessionState(await session('renewed again'))).toBe('code-required');
  });
});

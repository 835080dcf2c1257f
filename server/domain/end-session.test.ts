import { expect, it } from 'vitest';
import { scratchOwner } from '../../test/harness/scratch-owner.ts';
import { endSession } from './end-session.ts';
import { sessionState } from './session.ts';
import { verify } from './verify.ts';

it('a session that ends is cleared no more, by whichever of its credentials; others stay', async () => {
  const { deps, session, recoveryCode } = await scratchOwner();
  for (const [index, credential] of ['one', 'two', 'three'].entries()) {
    await verify(deps, await session(credential), recoveryCode(index));
  }
  await endSession(deps, [{ hash: 'one' }, { hash: 'two' }]);
  const states = ['one', 'two', 'three', 'first'].map(async (each) =>
    sessionState(await session(each)),
  );
  expect(await Promise.all(states)).toEqual([
    'code-required',
    'code-required',
    'cleared',
    'cleared',
  ]);
});

it('a session without credentials ends nobody’s', async () => {
  const { deps, session } = await scratchOwner();
  await endSession(deps, []);
  expect(sessionState(await session())).toBe('cleared');
});

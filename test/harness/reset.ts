import type { Deps } from '../../server/deps.ts';
import { openCase } from '../../server/domain/reset-cases.ts';

const lostPhone = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };

/** Support resets an account whose realm has the usual policy; answers the set-up code. */
export async function reset(deps: Deps, accountId: string): Promise<string> {
  const opened = await openCase(deps, 'operator', accountId, lostPhone);
  if (!opened.ok) throw new Error(`The reset was refused: ${opened.reason}`);
  if (opened.setupCode === null) throw new Error('The reset came without a set-up code.');
  return opened.setupCode;
}

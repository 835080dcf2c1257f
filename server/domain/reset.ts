import type { Deps } from '../deps.ts';
import { commitReset } from '../store/factors.ts';
import { type Result, refuse } from './failure.ts';
import { hashSetupCode, newSetupCode } from './setup-code.ts';

/**
 * Takes a lost factor away without giving access: every clearance ends, and after the password the
 * account must set up, with the one-time code that this answers and support hands over.
 *
 * @param actor who did it, for the audit: a support key's name.
 * Source: A43, A48; decision 8.
 *
 * @returns refusals `unknown-account`, `not-active` (there is nothing to reset).
 */
export async function reset(
  deps: Deps,
  accountId: string,
  reason: string,
  actor: string,
): Promise<Result<{ setupCode: string }>> {
  const setupCode = newSetupCode(deps.random);
  const done = await commitReset(deps.store, {
    accountId,
    setupCodeHash: hashSetupCode(setupCode),
    now: deps.now(),
    actor: `support:${actor}`,
    note: reason,
  });
  if (done === 'unknown') return refuse('unknown-account');
  if (done === 'no-factor') return refuse('not-active');
  deps.log.info('reset', { accountId, actor });
  return { ok: true, setupCode };
}

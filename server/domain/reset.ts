import type { Deps } from '../deps.ts';
import { commitReset } from '../store/factors.ts';
import { type Reason, type Result, refuse, type SupportReason } from './failure.ts';
import { hashSetupCode, newSetupCode } from './setup-code.ts';

const hour = 60 * 60 * 1000;

/**
 * Takes a lost factor away without giving access: every clearance ends, and after the password the
 * account must set up, with the one-time code that this answers and support hands over.
 *
 * @param actor who did it, for the audit: a support key's name.
 * Source: A43, A48; decision 8.
 *
 * @returns refusals `unknown-account`, `not-active` (there is nothing to reset), `too-many-resets`.
 */
export async function reset(
  deps: Deps,
  accountId: string,
  reason: string,
  actor: string,
): Promise<Result<{ setupCode: string }, Reason | SupportReason>> {
  const now = deps.now();
  const setupCode = newSetupCode(deps.random);
  const done = await commitReset(deps.store, {
    accountId,
    setupCodeHash: hashSetupCode(setupCode),
    now,
    actor: `support:${actor}`,
    note: reason,
    limit: { most: deps.resetsPerHour, since: now - hour },
  });
  if (done === 'unknown') return refuse('unknown-account');
  if (done === 'no-factor') return refuse('not-active');
  if (done !== 'reset') {
    deps.log.alarm('too-many-resets', { accountId, actor });
    return refuse('too-many-resets', done.limitedSince + hour);
  }
  deps.log.info('reset', { accountId, actor });
  return { ok: true, setupCode };
}

import { commitClosing } from '../store/reset-case-commits.ts';
import type { ResetCase } from '../store/reset-cases.ts';
import { type Reason, type Result, refuse, type SupportReason } from './failure.ts';
import type { ActDeps, Actor } from './support-acts.ts';

/**
 * Ends an open case without a reset: support cancels it, or its owner vetoes. Against the end of the
 * cooling-off whichever is committed first counts, and the other finds the case closed.
 *
 * @returns refusals `unknown-case`, `case-closed`, `bad-support-key`.
 *
 * Source: decision 43.
 */
export async function closeCase(
  deps: ActDeps,
  actor: Actor | 'user',
  caseId: string,
  state: 'cancelled' | 'vetoed',
  note: string,
): Promise<Result<{ resetCase: ResetCase }, Reason | SupportReason>> {
  const now = deps.now();
  const mark = { actor, now, note };
  const { resetCase, closedHere } = await commitClosing(deps.store, caseId, state, mark);
  if (!resetCase) return refuse('unknown-case');
  if (!closedHere) return refuse(resetCase.state === 'open' ? 'bad-support-key' : 'case-closed');
  const { accountId } = resetCase;
  if (state === 'vetoed') deps.log.alarm('reset-vetoed', { accountId, caseId });
  else deps.log.info('reset-cancelled', { accountId, caseId, actor });
  return { ok: true, resetCase };
}

import { createHash } from 'node:crypto';
import { newId } from '../deps.ts';
import { commitApproval, commitCase, commitDueCases } from '../store/reset-case-commits.ts';
import type { ResetCase } from '../store/reset-cases.ts';
import { type Reason, type Result, refuse, type SupportReason } from './failure.ts';
import { hashSetupCode, setupCodesOf } from './setup-code.ts';
import { type ActDeps, type Actor, actLimit, policyFor, refuseUnacted } from './support-acts.ts';

export type { ResetCase };

type Refusal = Reason | SupportReason;

/** What support says of a reset: why, under which number the talk is kept, and how they knew the person. */
export type CaseRequest = {
  readonly reason: string;
  readonly ticket: string;
  readonly identifiedBy: string;
};

/** `setupCode`: null where the policy asks for none, or where it can be shown no more. */
export type OpenedCase = { readonly resetCase: ResetCase; readonly setupCode: string | null };

/**
 * Opens a reset of a lost factor. It is carried out at once, or when the policy of the account's realm lets
 * it: others have approved, the cooling-off is over, nobody vetoed. A reset gives no access: every clearance
 * ends, and after the password the account must set up, with the one-time code that this answers. That an
 * account is not there, or has nothing to reset, only the audit says (A44).
 *
 * @param idempotencyKey the same request with the same key opens one case, and answers the same code.
 * @returns refusals `case-open`, `other-request`, `too-many-acts`, `bad-support-key`.
 *
 * Source: A43 to A48; decisions 8 and 43.
 */
export async function openCase(
  deps: ActDeps,
  actor: Actor,
  accountId: string,
  request: CaseRequest,
  idempotencyKey: string | null = null,
): Promise<Result<OpenedCase, Refusal>> {
  const policy = await policyFor(deps, accountId);
  const now = deps.now();
  const id = newId(deps);
  const [setupCode = null] = policy.setupCode ? setupCodesOf(deps, id) : [];
  const { reason, ticket, identifiedBy } = request;
  const outcome = await commitCase(
    deps.store,
    { accountId, actor, now },
    {
      id,
      reason,
      ticket,
      identifiedBy,
      approvalsNeeded: policy.approvals,
      dueAt: now + policy.coolingOff,
      setupCodeHash: setupCode === null ? null : hashSetupCode(setupCode),
      idempotencyKey,
      requestHash: hashRequest(accountId, request),
    },
    actLimit(policy, now),
  );
  if (outcome === 'other-request' || outcome === 'case-open') return refuse(outcome);
  if (outcome === 'key-ended' || 'limitedSince' in outcome) {
    return refuseUnacted(deps, actor, accountId, outcome);
  }
  if ('before' in outcome) {
    const { before } = outcome;
    return { ok: true, resetCase: before, setupCode: showAgain(deps, before) };
  }
  const { opened } = outcome;
  deps.log.info('reset-opened', { accountId, actor, caseId: id });
  noteIfDone(deps, opened);
  return { ok: true, resetCase: opened, setupCode };
}

/**
 * Approves somebody else's case, which is carried out where that was all it waited for. Approving twice is
 * approving once.
 *
 * @returns refusals `unknown-case`, `case-closed`, `own-case`, `bad-support-key`.
 */
export async function approveCase(
  deps: ActDeps,
  actor: Actor,
  caseId: string,
): Promise<Result<{ resetCase: ResetCase }, Refusal>> {
  const resetCase = await commitApproval(deps.store, caseId, { actor, now: deps.now() });
  if (!resetCase) return refuse('unknown-case');
  if (resetCase.openedBy === actor) return refuse('own-case');
  if (!resetCase.approvedBy.includes(actor)) {
    return refuse(resetCase.state === 'open' ? 'bad-support-key' : 'case-closed');
  }
  deps.log.info('reset-approved', { accountId: resetCase.accountId, actor, caseId });
  noteIfDone(deps, resetCase);
  return { ok: true, resetCase };
}

/** Carries out what is due by the time alone. Any process may, at any moment. */
export async function carryOutDueCases(deps: ActDeps): Promise<void> {
  for (const each of await commitDueCases(deps.store, deps.now())) noteIfDone(deps, each);
}

function noteIfDone({ log }: ActDeps, { id, accountId, state, openedBy }: ResetCase): void {
  if (state === 'done') log.info('reset', { accountId, caseId: id, actor: openedBy });
}

/** The code of a case that was opened before; null where its key is gone, or the policy asked for none. */
function showAgain(deps: ActDeps, { id, setupCodeHash }: ResetCase): string | null {
  return setupCodesOf(deps, id).find((code) => hashSetupCode(code) === setupCodeHash) ?? null;
}

function hashRequest(accountId: string, { reason, ticket, identifiedBy }: CaseRequest): string {
  const request = JSON.stringify([accountId, reason, ticket, identifiedBy]);
  return createHash('sha256').update(request).digest('base64url');
}

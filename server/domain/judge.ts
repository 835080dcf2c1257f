import { type Deps, newId } from '../deps.ts';
import {
  type Attempt,
  commitAttempt,
  type Effect,
  type Outcome,
  type Proof,
} from '../store/attempts.ts';
import { bypassClearance } from './bypass-codes.ts';
import { type Failure, type Reason, refuse } from './failure.ts';
import type { Session } from './session.ts';
import { limits } from './throttle.ts';

type Purpose =
  | 'verify'
  | 'bypass-code'
  | 'replace'
  | 'deactivate'
  | 'recovery-codes'
  | 'set-up-after-reset';

/** What a code is given for. */
export type Act = {
  readonly purpose: Purpose;
  readonly effects?: readonly Effect[];
  /** An accepted code clears this session. */
  readonly clears?: boolean;
  readonly loginCodeId?: string | null;
  /** A recovery code serves too. */
  readonly recovery?: boolean;
  /** Support's bypass code serves too. */
  readonly bypass?: boolean;
};

/** An attempt of this session, now. */
export function newAttempt(
  deps: Deps,
  session: Session,
  { purpose, loginCodeId = null }: Act,
): Attempt {
  const { accountId, generation, bucket, credentials } = session;
  const [credential] = credentials;
  const now = deps.now();
  return {
    id: newId(deps),
    loginCodeId,
    accountId,
    generation,
    credential,
    bucket,
    purpose,
    now,
  };
}

/**
 * Judges, counts and carries out an attempt in one commit, with an alarm where somebody fails too often.
 *
 * Source: I2, I3; decisions 3, 12 and 43.
 */
export async function judge(
  deps: Deps,
  { credentials }: Session,
  attempt: Attempt,
  proof: Proof,
  { effects = [], clears = false }: Act,
): Promise<Outcome> {
  const { clearance } = deps.profile;
  const life = proof.kind === 'bypass-code' ? Math.min(clearance, bypassClearance) : clearance;
  const clearing = clears ? { credentials, until: attempt.now + life } : null;
  const outcome = await commitAttempt(deps.store, attempt, proof, limits, effects, clearing);
  const { accountId } = attempt;
  const { failures, verdict, factor } = outcome;
  if (verdict === 'refused' && factor === 'locked') deps.log.alarm('account-locked', { accountId });
  if (verdict === 'refused' && limits.milestones.includes(failures)) {
    deps.log.alarm('many-failures', { accountId, failures });
  }
  return outcome;
}

/** Without a slot the answer says nothing of the code: it was never judged (I3, A16). */
export function resultOf(outcome: Outcome, now: number, wrong: Reason): { ok: true } | Failure {
  if (outcome.verdict === 'accepted') return { ok: true };
  if (outcome.factor === 'locked') return refuse('locked');
  const waitUntil = outcome.waitUntil > now ? outcome.waitUntil : 0;
  if (outcome.verdict === 'refused') return refuse(wrong, waitUntil);
  if (waitUntil > 0) return refuse('wait', waitUntil);
  return refuse(outcome.factor === 'none' ? 'not-active' : 'code-required');
}

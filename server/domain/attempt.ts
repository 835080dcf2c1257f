import { type Deps, newId } from '../deps.ts';
import { commitAttempt, type Effect, type Outcome, type Proof } from '../store/attempts.ts';
import { type Failure, type Reason, refuse } from './failure.ts';
import { openFactorSecret } from './secret.ts';
import type { Session } from './session.ts';
import { limits } from './throttle.ts';
import { matchStep } from './totp.ts';

type Purpose = 'verify' | 'replace' | 'deactivate' | 'recovery-codes' | 'set-up-after-reset';

type Act = {
  readonly purpose: Purpose;
  readonly effects?: readonly Effect[];
  /** An accepted code clears this session. */
  readonly clears?: boolean;
  readonly loginCodeId?: string | null;
};

/**
 * Judges a code of the active factor and, if it is right, does what it was given for, in one commit.
 *
 * @param code six digits.
 * @returns refusals `wrong-code`, `wait`, `locked`, `not-active`, `code-required` (the factor changed
 *   meanwhile).
 * @throws with an alarm when the secret cannot be read: never "no secret, so come in".
 */
export async function attemptCode(
  deps: Deps,
  session: Session,
  code: string,
  act: Act,
): Promise<{ ok: true } | Failure> {
  const now = deps.now();
  if (session.waitUntil > now) return refuse('wait', session.waitUntil);
  const secret = openFactorSecret(deps, session);
  const step = matchStep(secret, code, now, deps.window, session.lastStep);
  return attempt(deps, session, { kind: 'step', step }, act, now, 'wrong-code');
}

/** The same for the one-time set-up code that support handed over. */
export async function attemptSetupCode(
  deps: Deps,
  session: Session,
  hash: string,
  effects: readonly Effect[],
): Promise<{ ok: true } | Failure> {
  const now = deps.now();
  if (session.waitUntil > now) return refuse('wait', session.waitUntil);
  const act: Act = { purpose: 'set-up-after-reset', effects };
  return attempt(deps, session, { kind: 'setup-code', hash }, act, now, 'wrong-setup-code');
}

async function attempt(
  deps: Deps,
  session: Session,
  proof: Proof,
  { purpose, effects = [], clears = false, loginCodeId = null }: Act,
  now: number,
  wrong: Reason,
): Promise<{ ok: true } | Failure> {
  const { accountId, generation, credentials } = session;
  const [credential] = credentials;
  const outcome = await commitAttempt(
    deps.store,
    { id: newId(deps), loginCodeId, accountId, generation, credential, purpose, now },
    proof,
    limits,
    effects,
    clears ? { credentials, until: now + deps.profile.clearance } : null,
  );
  if (outcome.factor === 'locked' && outcome.verdict === 'refused') {
    deps.log.alarm('account-locked', { accountId });
  }
  return resultOf(outcome, now, wrong);
}

/** Without a slot the answer says nothing of the code: it was never judged. */
function resultOf(outcome: Outcome, now: number, wrong: Reason): { ok: true } | Failure {
  if (outcome.verdict === 'accepted') return { ok: true };
  if (outcome.factor === 'locked') return refuse('locked');
  const waitUntil = outcome.waitUntil > now ? outcome.waitUntil : 0;
  if (outcome.verdict === 'refused') return refuse(wrong, waitUntil);
  if (waitUntil > 0) return refuse('wait', waitUntil);
  return refuse(outcome.factor === 'none' ? 'not-active' : 'code-required');
}

import { type Deps, newId } from '../deps.ts';
import { commitConfirmation } from '../store/attempts.ts';
import { switchOn } from '../store/factors.ts';
import { readPendingSetup, removePendingSetup } from '../store/pending-setups.ts';
import { parseCode } from './code.ts';
import { type Result, refuse } from './failure.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { openFactorSecret } from './secret.ts';
import { type Session, sessionState } from './session.ts';
import { findOffset, matchStep, period } from './totp.ts';

/** Wrong codes that end a pending set-up. They touch nothing else, and no throttle (A13). */
const wrongCodesAllowed = 10;

/**
 * Makes the pending set-up the factor if its code is right, in one commit: this session is cleared, all
 * others owe a code, the step is spent, and the recovery codes that this answers are the only ones.
 *
 * @param given `language`: of the page, for messages to its owner.
 *
 * Source: I2, I6, I8; decisions 5 and 7.
 */
export async function confirm(
  deps: Deps,
  session: Session,
  given: { pendingId: string; code: string; language?: string },
): Promise<Result<{ recoveryCodes: string[] }>> {
  const state = sessionState(session);
  if (state === 'exempt') return refuse('exempt');
  if (session.factor === 'locked') return refuse('locked');
  if (state === 'code-required') return refuse('code-required');
  const code = parseCode(given.code);
  if (code === null) return refuse('malformed-code');

  const { accountId, generation } = session;
  const now = deps.now();
  const pending = await readPendingSetup(deps.store, accountId);
  if (!pending || pending.id !== given.pendingId) return refuse('setup-over');
  if (pending.expiresAt <= now || pending.generation !== generation) {
    await deps.store.commit([removePendingSetup(accountId, pending.id)]);
    return refuse('setup-over');
  }

  const secret = openFactorSecret(deps, { accountId, ...pending });
  const step = matchStep(secret, code, now, deps.window, session.lastStep);
  const { codes, hashes } = newRecoveryCodes(deps.random, secret);
  const { bucket, credentials } = session;
  const [credential] = credentials;
  const outcome = await commitConfirmation(
    deps.store,
    {
      id: newId(deps),
      loginCodeId: null,
      accountId,
      generation,
      credential,
      bucket,
      purpose: session.factor === 'active' ? 'confirm-replacement' : 'confirm',
      now,
    },
    { pendingId: pending.id, step, wrongCodesAllowed },
    switchOn({ credentials, until: now + deps.profile.clearance }, hashes, given.language ?? null),
  );
  if (outcome.verdict === 'accepted') return { ok: true, recoveryCodes: codes };
  if (outcome.verdict === null) return refuse('setup-over');
  // Whoever sets up knows the secret: that its phone's clock is off is said at once.
  const offset = findOffset(secret, code, now, session.lastStep);
  const failure = refuse('wrong-code');
  return offset === null ? failure : { ...failure, clockOff: offset * period };
}

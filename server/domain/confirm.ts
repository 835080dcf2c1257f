import { type Deps, newId } from '../deps.ts';
import { commitConfirmation } from '../store/attempts.ts';
import { switchOn } from '../store/factors.ts';
import { readPendingSetup, removePendingSetup } from '../store/pending-setups.ts';
import { parseCode } from './code.ts';
import { type Result, refuse } from './failure.ts';
import { openFactorSecret } from './secret.ts';
import { type Session, sessionState } from './session.ts';
import { matchStep } from './totp.ts';

/** Wrong codes that end a pending set-up. They touch nothing else, and no throttle. */
const wrongCodesAllowed = 10;

/**
 * Makes the pending set-up the factor if its code is right: this session is cleared, all others owe a
 * code, and the step is spent.
 */
export async function confirm(
  deps: Deps,
  session: Session,
  given: { pendingId: string; code: string },
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
  const [credential] = session.credentials;
  const outcome = await commitConfirmation(
    deps.store,
    {
      id: newId(deps),
      loginCodeId: null,
      accountId,
      generation,
      credential,
      purpose: 'confirm',
      now,
    },
    { pendingId: pending.id, step, wrongCodesAllowed },
    switchOn({ credentials: session.credentials, until: now + deps.profile.clearance }),
  );
  if (outcome.verdict === 'accepted') return { ok: true, recoveryCodes: [] };
  return refuse(outcome.verdict === 'refused' ? 'wrong-code' : 'setup-over');
}

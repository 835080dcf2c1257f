import type { Deps } from '../deps.ts';
import { replaceIfAccepted } from '../store/recovery-codes.ts';
import { attemptCode } from './attempt.ts';
import { refuseWithoutFactor } from './deactivate.ts';
import { type Result, refuse } from './failure.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { openFactorSecret } from './secret.ts';
import type { Session } from './session.ts';

/**
 * New recovery codes for a fresh code of the app, shown once; the old ones are worth nothing from then
 * on. A recovery code does not make new ones: one that was found would make itself at home (I7; decision 25).
 */
export async function renewRecoveryCodes(
  deps: Deps,
  session: Session,
  typed: string | undefined,
): Promise<Result<{ recoveryCodes: string[] }>> {
  const refusal = refuseWithoutFactor(session);
  if (refusal) return refusal;
  if (typed === undefined) return refuse('code-required');
  const secret = openFactorSecret(deps, session);
  const { codes, hashes } = newRecoveryCodes(deps.random, secret);
  const effects = replaceIfAccepted(hashes);
  const result = await attemptCode(deps, session, typed, { purpose: 'recovery-codes', effects });
  return result.ok ? { ok: true, recoveryCodes: codes } : result;
}

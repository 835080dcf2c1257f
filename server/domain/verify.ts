import type { Deps } from '../deps.ts';
import { attemptCode } from './attempt.ts';
import { type Failure, refuse } from './failure.ts';
import type { Session } from './session.ts';

/**
 * Clears this session if the code is right (I1, I8; decision 3).
 *
 * @param typed a code of the app, a recovery code, or support's bypass code.
 * @returns `bypassed`: it was support's code, which says nothing of whose device this is.
 * @param loginCodeId the sealed login code that carried the code, spent by this attempt.
 */
export async function verify(
  deps: Deps,
  session: Session,
  typed: string,
  loginCodeId: string | null = null,
): Promise<{ ok: true; bypassed?: true } | Failure> {
  if (session.exempt) return refuse('exempt');
  if (session.mustSetUp) return refuse('setup-required');
  if (session.factor === 'none') return refuse('not-active');
  if (session.factor === 'locked') return refuse('locked');
  return attemptCode(deps, session, typed, {
    purpose: 'verify',
    clears: true,
    loginCodeId,
    recovery: true,
    bypass: true,
  });
}

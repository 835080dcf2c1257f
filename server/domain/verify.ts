import type { Deps } from '../deps.ts';
import { attemptCode } from './attempt.ts';
import { parseCode } from './code.ts';
import { type Failure, refuse } from './failure.ts';
import type { Session } from './session.ts';

/**
 * Clears this session if the code is right.
 *
 * @param loginCodeId the sealed login code that carried the code, spent by this attempt.
 */
export async function verify(
  deps: Deps,
  session: Session,
  typed: string,
  loginCodeId: string | null = null,
): Promise<{ ok: true } | Failure> {
  if (session.exempt) return refuse('exempt');
  if (session.mustSetUp) return refuse('setup-required');
  if (session.factor === 'none') return refuse('not-active');
  if (session.factor === 'locked') return refuse('locked');
  const code = parseCode(typed);
  if (code === null) return refuse('malformed-code');
  return attemptCode(deps, session, code, { purpose: 'verify', clears: true, loginCodeId });
}

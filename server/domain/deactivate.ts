import type { Deps } from '../deps.ts';
import { switchOff } from '../store/factors.ts';
import { attemptCode } from './attempt.ts';
import { type Failure, refuse } from './failure.ts';
import { type Session, sessionState } from './session.ts';

/** Ends the factor and every clearance; a session is not enough, the code must be fresh (I7, A39). */
export async function deactivate(
  deps: Deps,
  session: Session,
  typed: string | undefined,
): Promise<{ ok: true } | Failure> {
  const refusal = refuseWithoutFactor(session);
  if (refusal) return refusal;
  if (typed === undefined) return refuse('code-required');
  return attemptCode(deps, session, typed, { purpose: 'deactivate', effects: switchOff });
}

/** Changes of an active factor are for sessions that showed its code (A35). */
export function refuseWithoutFactor(session: Session): Failure | null {
  if (session.factor === 'locked') return refuse('locked');
  const state = sessionState(session);
  if (state === 'setup-required' || state === 'code-required') return refuse(state);
  return session.factor === 'active' ? null : refuse('not-active');
}

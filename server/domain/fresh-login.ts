import type { Deps } from '../deps.ts';
import { type Failure, refuse } from './failure.ts';
import type { Session } from './session.ts';

/** Milliseconds by which the clocks of two processes may differ. */
const clocksApart = 60_000;

/**
 * A set-up takes a login that is not long ago: a session that was stolen or left open somewhere must
 * not bind a phone of its own (NIST SP 800-63B (2017) §6.1.2.1 asks for a proof before a new factor is
 * bound). Null where the session is fresh or nobody asks for that.
 */
export function refuseStaleLogin(
  { now, freshLogin }: Deps,
  { firstSeen }: Session,
): Failure | null {
  if (freshLogin === 0) return null;
  const age = now() - firstSeen;
  return age > -clocksApart && age < freshLogin ? null : refuse('login-again');
}

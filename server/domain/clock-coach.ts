import type { Deps } from '../deps.ts';
import { type Attempt, type Outcome, rememberPhone } from '../store/attempts.ts';
import { findOffset, period } from './totp.ts';

/**
 * By how many seconds the phone's clock is ahead, when this refused code and the one before it are
 * different codes of the same offset: by chance that is one pair in 5 × 10¹⁰. Told after
 * the failure was counted, and only of a code that was judged; nothing is ever accepted by it (RFC 6238
 * §6 would follow the drift instead; decision 26).
 */
export async function coachClock(
  { store }: Deps,
  attempt: Attempt,
  outcome: Outcome,
  secret: Buffer,
  code: string,
  lastStep: number,
): Promise<number | null> {
  const offset = findOffset(secret, code, attempt.now, lastStep);
  if (offset === null) return null;
  const step = offset + Math.floor(attempt.now / 1000 / period);
  await rememberPhone(store, attempt, outcome, { offset, step });
  const before = outcome.phoneBefore;
  return before?.offset === offset && before.step !== step ? offset * period : null;
}

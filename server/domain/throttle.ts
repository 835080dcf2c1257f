import type { Limits } from '../store/attempts.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How often a code may be wrong, per account and bucket (RFC 4226 §7.3 asks for a
 * limit; NIST SP 800-63B (2017) §5.2.2 for no more than a hundred failures in a row). `docs/throttle.md`
 * has what they are worth against each kind of guesser.
 */
export const limits: Limits = {
  /** Four slips of the finger cost nothing; then each failure doubles the wait or so, up to an hour. */
  waits: [
    0,
    0,
    0,
    0,
    0,
    30 * second,
    minute,
    2 * minute,
    4 * minute,
    8 * minute,
    15 * minute,
    30 * minute,
    hour,
  ],
  day: 24 * hour,
  /** One who waits out every wait has 20 × 3 of 10⁶ codes a day: three steps are right at a time. */
  perDay: 20,
  /** A hundred in a row are nobody's slips: locked until support has looked. */
  lockAt: 100,
  /** Somebody should hear of it: at the first wait, a day's worth, half way to the lock. */
  milestones: [5, 20, 50],
};

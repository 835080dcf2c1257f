import type { Limits } from '../store/attempts.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How often a code may be wrong. Four slips of the finger cost nothing; then each failure doubles the
 * wait or so, up to an hour, and no more than twenty a day: a guesser has about 20 × 3 of 10⁶ codes a
 * day. A hundred in a row are nobody's slips, and lock the account until support has looked.
 */
export const limits: Limits = {
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
  perDay: 20,
  lockAt: 100,
};

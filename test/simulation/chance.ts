/** RFC 4226 §5.3 cuts 31 bits down to six digits: what a code is cut from, and to. */
const truncated = 2 ** 31;
const sixDigits = 10 ** 6;

/**
 * The remainder of that division is not spread evenly: codes below this number come from one number
 * more than the others. Guessers of sense take these.
 */
export const likelierCodes = truncated % sixDigits;

/** The chance of such a code to be the one of a given step: 1.00024 × 10⁻⁶. */
export const likelierCode = Math.ceil(truncated / sixDigits) / truncated;

/** Steps whose code is accepted at one moment, with window 1. */
export const stepsAccepted = 3;

/** Steps that the clock coach compares a refused code with, on either side, beyond the window. */
export const stepsCoached = 9;

/** The chance that at least `hits` of `tries` succeed, when each does with at most this chance. */
export function atLeast(hits: number, tries: number, chance: number): number {
  let sum = 0;
  for (let k = hits; k <= tries; k++) sum += exactly(k, tries, chance);
  return Math.min(1, sum);
}

/** The chance that at most `hits` of `tries` succeed, when each does with at least this chance. */
export function atMost(hits: number, tries: number, chance: number): number {
  let sum = 0;
  for (let k = 0; k <= hits; k++) sum += exactly(k, tries, chance);
  return Math.min(1, sum);
}

/** The binomial distribution, by logarithms: its factors overflow, their product does not. */
function exactly(hits: number, tries: number, chance: number): number {
  if (chance <= 0) return hits === 0 ? 1 : 0;
  if (chance >= 1) return hits === tries ? 1 : 0;
  let log = hits * Math.log(chance) + (tries - hits) * Math.log1p(-chance);
  for (let i = 1; i <= hits; i++) log += Math.log((tries - hits + i) / i);
  return Math.exp(log);
}

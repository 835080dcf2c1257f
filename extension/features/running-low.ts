import type { State } from '../messages.ts';

/** So many recovery codes are left that one more bad day would use them up. */
const few = 2;

/** Whether it is time for new recovery codes: they only serve where there is a factor. */
export function runsLow({ factor, recoveryCodesLeft }: State): boolean {
  return factor === 'active' && recoveryCodesLeft <= few;
}

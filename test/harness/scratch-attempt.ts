import {
  type Attempt,
  commitAttempt,
  type Limits,
  type Proof,
} from '../../server/store/attempts.ts';
import type { Store } from '../../server/store/database.ts';
import { noLimits } from './scratch-account.ts';

/** As rules bid: here one free failure, then a minute. */
export const strict: Limits = {
  waits: [0, 0, 60_000],
  day: 86_400_000,
  perDay: 20,
  lockAt: 100,
  milestones: [],
};

export const step = (step: number | null): Proof => ({ kind: 'step', step });

export const wrong = step(null);

export const judge = (store: Store, attempt: Attempt, proof: Proof, limits = noLimits) =>
  commitAttempt(store, attempt, proof, limits, [], null);

/** Judges, and clears the attempt's session if it is right. */
export const clearing = (
  store: Store,
  attempt: Attempt,
  proof: Proof,
  until = attempt.now + 1000,
) =>
  commitAttempt(store, attempt, proof, noLimits, [], { credentials: [attempt.credential], until });

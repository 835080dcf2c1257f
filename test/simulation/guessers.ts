import { limits } from '../../server/domain/throttle.ts';
import { stepAt } from '../../server/domain/totp.ts';
import { lateStart } from './policy-model.ts';
import type { Call, How, Plan, Target } from './target.ts';

/*
 * What guessers do, each with the password of the account. All of them stop when they are in or the
 * account is locked.
 */

const second = 1000;
const minute = 60 * second;
const step = 30 * second;

type Choose = (target: Target) => number;

const anyCode: Choose = (target) => target.any();

/** Waits out every wait and guesses at once when it is over. */
export async function* patient(target: Target, how: How = {}, choose = anyCode): Plan {
  while (!target.over) yield (await target.guess(choose(target), how)).next;
}

/** Always the same code. */
export function stubborn(target: Target): Plan {
  const favourite = target.any();
  return patient(target, {}, () => favourite);
}

/** Patient, but stops for good after so many guesses. */
export async function* upTo(target: Target, times: number, how: How = {}): Plan {
  for (let judged = 0; judged < times && !target.over; judged++) {
    yield (await target.guess(target.any(), how)).next;
  }
}

/**
 * As many guesses as a day allows, and again after each of so many logins of the owner in the same
 * bucket, which clear the count: it is never locked, and lets the owner in so that this goes on.
 */
export async function* rider(target: Target, rides: number, how: How = {}): Plan {
  for (let ride = 0; ; ride++) {
    for (let judged = 0; judged < limits.perDay && !target.over; judged++) {
      yield (await target.guess(target.any(), how)).next;
    }
    if (ride === rides) return;
    while (target.ownerLogins === ride && !target.over) yield target.now() + 10 * minute;
    // The owner's code spent its step: two steps later three of them are good again.
    yield target.now() + 2 * step;
  }
}

/** Guesses on during the waits, at any moment of them. */
export async function* hasty(target: Target): Plan {
  while (!target.over) {
    const { next } = await target.guess(target.any());
    for (let extra = 0; extra < 3 && next > target.now() && !target.over; extra++) {
      yield target.now() + target.random.below(next - target.now());
      const answer = await target.guess(target.any());
      if (answer.judged || answer.next !== next) throw new Error('A wait was not kept.');
    }
    yield next;
  }
}

/** Fifty guesses at once, whenever one is allowed. */
export async function* parallel(target: Target): Plan {
  while (!target.over) {
    const volley = Array.from({ length: 50 }, () => target.guess(target.any()));
    yield Math.max(...(await Promise.all(volley)).map(({ next }) => next));
  }
}

/** Only in the last moment of a time step and in the first of the next, with the same code. */
export async function* atStepBoundaries(target: Target): Plan {
  while (!target.over) {
    const boundary = (stepAt(target.now()) + 1) * step;
    yield boundary - 1;
    const code = target.any();
    const { next } = await target.guess(code);
    if (target.over) return;
    yield Math.max(next, boundary);
    if (next > boundary) continue;
    yield (await target.guess(code)).next;
  }
}

/** One guess opens a day; the others come at its end, and those of the next day right after them. */
export async function* atDayBoundaries(target: Target): Plan {
  const { next } = await target.guess(target.any());
  yield next + lateStart(limits);
  yield* patient(target);
}

/** One guess a day: slow enough for everybody's account at the same time. */
export async function* sprayer(target: Target): Plan {
  while (!target.over) {
    await target.guess(target.any());
    yield target.now() + limits.day;
  }
}

/** Wrong codes through every call that judges one, from a session that the owner had cleared. */
export async function* sessionThief(target: Target): Plan {
  const cycle: readonly Call[] = ['replace', 'deactivate', 'recovery-codes', 'verify'];
  for (let turn = 0; !target.over; turn++) {
    const call = cycle[turn % cycle.length];
    if (call) yield (await target.guess(target.any(), { call })).next;
  }
}

/** After a reset: set-up codes, each from a login of its own, since a set-up needs a fresh one. */
export async function* setupCodeGuesser(target: Target): Plan {
  for (let login = 0; !target.over; login++) {
    const how = { call: 'set-up', credential: ` ${login}` } as const;
    yield (await target.guess(target.any(), how)).next;
  }
}

/**
 * Listens to the clock coach: when it says that two codes in a row were those of a clock that is ahead,
 * the later one is kept until its step has come. It compares codes of different steps only, so there
 * is a step between any two guesses.
 */
export async function* coached(target: Target): Plan {
  while (!target.over) {
    const code = target.any();
    const at = target.now();
    const { next, clockOff } = await target.guess(code);
    const rightFrom = (stepAt(at + clockOff * second) - 1) * step;
    const again = Math.max(next, rightFrom);
    if (clockOff > 0 && again < rightFrom + 3 * step) {
      yield again;
      await target.guess(code, { told: true });
    }
    yield Math.max(next, target.now() + step);
  }
}

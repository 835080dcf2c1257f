import type { KeyObject } from 'node:crypto';
import { newReadableCode } from '../../server/domain/readable-code.ts';
import { hotp, stepAt } from '../../server/domain/totp.ts';
import { likelierCode, likelierCodes, stepsAccepted } from './chance.ts';
import { type SeededRandom, scattered } from './seeded-random.ts';
import type { Victim } from './victim.ts';

/*
 * A guesser chooses a number; a code space says what is typed for it. In the real one that is the code
 * itself. A million guesses at real codes succeed three times, which says little about limits, so there
 * are small ones too, of a few thousand numbers: each time step has one of these numbers, scattered by
 * chance, and whoever chooses it types the real code of that step; for all others something is typed
 * that is no code. The server notices no difference: it judges real codes, only luckier ones.
 */

export type CodeSpace = {
  /** How many numbers there are to choose from; none is less likely than another. */
  readonly size: number;
  /** What is typed for a number, at `now`. */
  type(choice: number, now: number): string;
};

/** Kinds of codes, and the chance of one guess at them (in all steps or codes that are right then). */
export type Codes = {
  open(victim: Victim, random: SeededRandom): CodeSpace;
  readonly chance: number;
  /** The chance of a number to be the one of a given step, for codes that have steps. */
  readonly chanceOfStep: number;
};

const typedFarthest = 10;

export const realCodes: Codes = {
  open: () => ({
    size: likelierCodes,
    type: (choice) => String(choice).padStart(6, '0'),
  }),
  chance: stepsAccepted * likelierCode,
  chanceOfStep: likelierCode,
};

/** As if there were only `size` codes. */
export function fewCodes(size: number): Codes {
  return {
    open({ app }, random) {
      const key = random.below(2 ** 32);
      return {
        size,
        type(choice, now) {
          const here = stepAt(now);
          const isRight = (offset: number) => scattered(key, here + offset, size) === choice;
          const right = offsets.find(isRight);
          return right === undefined ? noCode(app, here, random) : hotp(app, here + right);
        },
      };
    },
    chance: stepsAccepted / size,
    chanceOfStep: 1 / size,
  };
}

/** The steps near the present one: those of the window first, then those that the coach knows. */
const offsets = Array.from({ length: 2 * typedFarthest + 1 }, (_, i) => i - typedFarthest).sort(
  (one, other) => Math.abs(one) - Math.abs(other),
);

/** Six digits that are the code of no step near. */
function noCode(app: KeyObject, here: number, random: SeededRandom): string {
  const near = new Set(offsets.map((offset) => hotp(app, here + offset)));
  for (;;) {
    const digits = String(random.below(10 ** 6)).padStart(6, '0');
    if (!near.has(digits)) return digits;
  }
}

const letters = 23;
const recoveryGroups = 3;
const setupGroups = 4;
const groupLength = 5;

/** Typed recovery codes; in a space of `size` the first numbers are those of the victim. */
export function recoveryCodes(size?: number): Codes {
  const alive = 10;
  return {
    open: ({ recoveryCodes }, random) => ({
      size: size ?? 2 ** 32,
      type: (choice) =>
        (size === undefined ? undefined : recoveryCodes[choice]) ??
        newReadableCode(random.bytes, recoveryGroups),
    }),
    chance: alive / (size ?? letters ** (recoveryGroups * groupLength)),
    chanceOfStep: 0,
  };
}

/** Typed set-up codes of support; in a space of `size` number 0 is the one that support handed over. */
export function setupCodes(size?: number): Codes {
  return {
    open: ({ setupCode }, random) => ({
      size: size ?? 2 ** 32,
      type: (choice) =>
        size !== undefined && choice === 0 ? setupCode : newReadableCode(random.bytes, setupGroups),
    }),
    chance: 1 / (size ?? letters ** (setupGroups * groupLength)),
    chanceOfStep: 0,
  };
}

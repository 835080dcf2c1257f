import type { Deps } from '../../server/deps.ts';
import { limits } from '../../server/domain/throttle.ts';
import { reset } from '../harness/reset.ts';
import { stepsCoached } from './chance.ts';
import { type Codes, fewCodes, realCodes, recoveryCodes, setupCodes } from './code-space.ts';
import * as guessers from './guessers.ts';
import { mostInAnyDay } from './policy-model.ts';
import type { Plan, Target } from './target.ts';
import type { Victim } from './victim.ts';

/** A kind of guesser, and what the limits leave it by computation. */
export type Kind = {
  readonly name: string;
  readonly does: string;
  plans(target: Target): Plan[];
  /** Guesses that are judged in the first 24 hours, in any 24 hours, and in all. */
  readonly judged: { readonly firstDay: number; readonly anyDay: number; readonly inAll: number };
  /** The hundredth failure in a row comes. */
  readonly locks: boolean;
  readonly codes: { readonly real: Codes; readonly few: Codes };
  /** The chance of one guess, the clock coach's help with it; that of the codes where none is given. */
  chance?(codes: Codes): number;
  /** Before the attack. */
  prepare?(deps: Deps, victim: Victim): Promise<Victim>;
  /** The owner logs in so many times while it lasts, a day (or `every` ms) after the last login. */
  readonly owner?: { readonly logins: number; readonly every?: number; readonly known: boolean };
  /** Its share of the simulated guesses, where that is not 1: volleys are dear. */
  readonly share?: number;
};

const { perDay, lockAt } = limits;
/** How long riders go on. */
export const ridingDays = 30;
const few = 3000;

const untilLock = { firstDay: perDay, anyDay: perDay, inAll: lockAt };
const appCodes = { real: realCodes, few: fewCodes(few) };

/** The code is right, or it is the later one of two that fit a clock that is ahead. */
const withCoach = ({ chance, chanceOfStep }: Codes) => chance + stepsCoached * chanceOfStep ** 2;

export const kinds: readonly Kind[] = [
  {
    name: 'patient',
    does: 'waits out every wait, then guesses at once',
    plans: (target) => [guessers.patient(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
  },
  {
    name: 'hasty',
    does: 'goes on guessing during the waits',
    plans: (target) => [guessers.hasty(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
  },
  {
    name: 'fifty at once',
    does: 'sends fifty guesses at the same moment whenever one is allowed',
    plans: (target) => [guessers.parallel(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
    share: 1 / 20,
  },
  {
    name: 'between steps',
    does: 'guesses in the last moment of a step and in the first of the next',
    plans: (target) => [guessers.atStepBoundaries(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
  },
  {
    name: 'between days',
    does: 'opens a day with one guess and keeps the others for its end',
    plans: (target) => [guessers.atDayBoundaries(target)],
    judged: { ...untilLock, anyDay: mostInAnyDay(limits) },
    locks: true,
    codes: appCodes,
  },
  {
    name: 'stubborn',
    does: 'types the same code every time',
    plans: (target) => [guessers.stubborn(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
  },
  {
    name: 'many accounts',
    does: 'one guess a day at each of many accounts',
    plans: (target) => [guessers.sprayer(target)],
    judged: { firstDay: 1, anyDay: 1, inAll: lockAt },
    locks: true,
    codes: appCodes,
  },
  {
    name: 'below the lock',
    does: 'stops one guess before the lock; the owner comes daily, from a known device',
    plans: (target) => [guessers.upTo(target, lockAt - 1)],
    judged: { ...untilLock, inAll: lockAt - 1 },
    locks: false,
    codes: appCodes,
    owner: { logins: 6, known: true },
  },
  {
    name: 'rider',
    does: 'a day’s worth after each login of an owner who comes daily, each time from a new device',
    plans: (target) => [guessers.rider(target, ridingDays - 1)],
    judged: { ...untilLock, inAll: ridingDays * perDay },
    locks: false,
    codes: appCodes,
    owner: { logins: ridingDays - 1, known: false },
  },
  {
    name: 'device thief',
    does: 'has the cookie of a known device too, and guesses with and without it',
    plans: (target) => [guessers.patient(target, { known: true }), guessers.patient(target)],
    judged: { firstDay: 2 * perDay, anyDay: 2 * perDay, inAll: 2 * lockAt - 1 },
    locks: true,
    codes: appCodes,
  },
  {
    name: 'riding device thief',
    does: 'the same, on the logins of an owner who comes daily from that device',
    plans: (target) => [
      guessers.rider(target, ridingDays - 1, { known: true }),
      guessers.upTo(target, lockAt - 1),
    ],
    judged: { firstDay: 2 * perDay, anyDay: 2 * perDay, inAll: ridingDays * perDay + lockAt - 1 },
    locks: false,
    codes: appCodes,
    owner: { logins: ridingDays - 1, known: true },
  },
  {
    name: 'session thief',
    does: 'holds a session that the owner cleared, and guesses through every call that judges a code',
    plans: (target) => [guessers.sessionThief(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
    prepare: clearGuesser,
  },
  {
    name: 'coached',
    does: 'listens to what the clock coach says of wrong codes',
    plans: (target) => [guessers.coached(target)],
    judged: untilLock,
    locks: true,
    codes: appCodes,
    chance: withCoach,
  },
  {
    name: 'recovery codes',
    does: 'guesses recovery codes, of which ten are alive',
    plans: (target) => [guessers.patient(target)],
    judged: untilLock,
    locks: true,
    codes: { real: recoveryCodes(), few: recoveryCodes(10_000) },
  },
  {
    name: 'set-up code',
    does: 'guesses the code that support hands over after a reset',
    plans: (target) => [guessers.setupCodeGuesser(target)],
    judged: untilLock,
    locks: true,
    codes: { real: setupCodes(), few: setupCodes(1000) },
    prepare: resetVictim,
  },
];

/** The clock coach among so few codes that it speaks often enough to be counted. */
export const coachedAmongFew: Kind = {
  name: 'coached, among few codes',
  does: 'the same with few codes',
  plans: (target) => [guessers.coached(target)],
  judged: untilLock,
  locks: true,
  codes: { real: realCodes, few: fewCodes(100) },
  chance: withCoach,
};

/** The most that one guess is worth, to a guesser of this kind. */
export function chanceOf(kind: Kind, which: 'real' | 'few'): number {
  const codes = kind.codes[which];
  return kind.chance?.(codes) ?? codes.chance;
}

async function clearGuesser(_: Deps, victim: Victim): Promise<Victim> {
  await victim.logIn('guesser', null);
  return victim;
}

async function resetVictim(deps: Deps, victim: Victim): Promise<Victim> {
  return { ...victim, setupCode: await reset(deps, victim.accountId) };
}

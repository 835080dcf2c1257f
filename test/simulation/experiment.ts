import { atLeast, atMost, stepsCoached } from './chance.ts';
import { chanceOf, coachedAmongFew, type Kind, kinds } from './kinds.ts';
import { countsOf, type Outcome, type Setting, simulate } from './simulate.ts';

/** What a simulation found of one kind of guesser. */
export type Found = {
  readonly accounts: number;
  readonly judged: number;
  /** Accounts in which a guess was right. */
  readonly hits: number;
};

export type Findings = {
  /** By the kind's name, at codes as they are and at few of them. */
  readonly real: Readonly<Record<string, Found>>;
  readonly few: Readonly<Record<string, Found>>;
  /** How often the clock coach spoke, and the hits by what it told. */
  readonly coach: Found & { readonly told: number; readonly hitsByCoach: number };
};

/** How many guesses, over all kinds together. */
export type Size = Readonly<Record<Setting['codes'], number>>;

export const fullSize: Size = { real: 1_000_000, few: 300_000 };

/** Every kind of guesser against the server's rules, and what contradicts the computation, in sentences. */
export async function experiment(
  size: Size,
): Promise<{ findings: Findings; objections: string[] }> {
  const real = await simulate(groupsFor(size.real), { codes: 'real' });
  const few = await simulate(groupsFor(size.few), { codes: 'few' });
  // Among so few an account lasts for thirty guesses or so; many accounts, since the coach speaks seldom.
  const accounts = Math.ceil(size.few / 300);
  const coached = await simulate([{ kind: coachedAmongFew, accounts }], { codes: 'few' });
  const coach = {
    ...foundOf(coached),
    told: coached.reduce((sum, { told }) => sum + told, 0),
    hitsByCoach: coached.filter(({ enteredByCoach }) => enteredByCoach).length,
  };
  return {
    findings: { real: byName(real), few: byName(few), coach },
    objections: [
      ...kinds.flatMap((kind) => objectionsTo(kind, 'real', of(kind, real))),
      ...kinds.flatMap((kind) => objectionsTo(kind, 'few', of(kind, few))),
      ...objectionsToAll('real', real),
      ...objectionsToAll('few', few),
      ...objectionsToCoach(coach),
    ],
  };
}

const shareOf = ({ share = 1 }: Kind) => share;
const shares = kinds.reduce((sum, kind) => sum + shareOf(kind), 0);

function groupsFor(guesses: number) {
  const each = guesses / shares;
  return kinds.map((kind) => ({
    kind,
    accounts: Math.ceil((each * shareOf(kind)) / kind.judged.inAll) + 1,
  }));
}

const of = (kind: Kind, outcomes: readonly Outcome[]) =>
  outcomes.filter((outcome) => outcome.kind === kind);

function byName(outcomes: readonly Outcome[]): Record<string, Found> {
  return Object.fromEntries(kinds.map((kind) => [kind.name, foundOf(of(kind, outcomes))]));
}

function foundOf(outcomes: readonly Outcome[]): Found {
  return {
    accounts: outcomes.length,
    judged: outcomes.reduce((sum, { judgedAt }) => sum + judgedAt.length, 0),
    hits: outcomes.filter(({ entered }) => entered).length,
  };
}

/** So unlikely is a finding that contradicts the computation. */
const incredible = 1e-6;

/** The chance of an account to be entered is at most this, however its guesses hang together. */
export function boundOf(kind: Kind, codes: Setting['codes']): number {
  return Math.min(1, kind.judged.inAll * chanceOf(kind, codes));
}

/**
 * What is wrong with a simulation of one kind: more hits than the bound explains, with few codes also
 * fewer than guesses are worth, and accounts without a hit in which not exactly the computed number of
 * guesses was judged.
 */
export function objectionsTo(
  kind: Kind,
  codes: Setting['codes'],
  outcomes: readonly Outcome[],
): string[] {
  const { accounts, hits } = foundOf(outcomes);
  const where = `${kind.name}, ${codes} codes: ${hits} hits in ${accounts} accounts`;
  const bound = boundOf(kind, codes);
  // Some guesses are worth less: two at one code in one step are one.
  const least = 1 - (1 - chanceOf(kind, codes)) ** (0.9 * kind.judged.inAll);
  const shouldBe = JSON.stringify({ ...kind.judged, locked: kind.locks });
  const counts = outcomes
    .filter(({ entered }) => !entered)
    .map((outcome) => JSON.stringify({ ...countsOf(outcome), locked: outcome.locked }));
  return [
    ...(atLeast(hits, accounts, bound) < incredible ? [`${where}, bound ${bound}`] : []),
    ...(codes === 'few' && atMost(hits, accounts, least) < incredible
      ? [`${where}, not even ${least}`]
      : []),
    ...[...new Set(counts)]
      .filter((is) => is !== shouldBe)
      .map((is) => `${kind.name}, ${codes} codes: ${is} instead of ${shouldBe}`),
  ];
}

/**
 * All kinds together, which shows smaller deviations. Unlike chances exceed their sum by so much less
 * often than if all were the same (Hoeffding 1956).
 */
function objectionsToAll(codes: Setting['codes'], outcomes: readonly Outcome[]): string[] {
  const { accounts, hits } = foundOf(outcomes);
  const most = outcomes.reduce((sum, { kind }) => sum + boundOf(kind, codes), 0);
  return hits > most + 1 && atLeast(hits, accounts, most / accounts) < incredible
    ? [`all, ${codes} codes: ${hits} hits in ${accounts} accounts, bound ${most}`]
    : [];
}

/**
 * The same for what the clock coach told: each guess but an account's first makes a pair. It tells of
 * fewer than that among few codes, where a number is often that of two steps and only the nearer's is
 * typed.
 */
function objectionsToCoach({ accounts, judged, told, hitsByCoach }: Findings['coach']): string[] {
  const pairs = judged - accounts;
  const ahead = stepsCoached * coachedAmongFew.codes.few.chanceOfStep ** 2;
  return [
    ...(atLeast(told, pairs, 2 * ahead) < incredible ? [`told ${told} of ${pairs} pairs`] : []),
    ...(atMost(told, pairs, 1.4 * ahead) < incredible ? [`told only ${told} of ${pairs}`] : []),
    ...(atLeast(hitsByCoach, pairs, ahead) < incredible ? [`${hitsByCoach} hits by it`] : []),
  ];
}

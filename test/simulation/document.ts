import { limits } from '../../server/domain/throttle.ts';
import { readTables } from '../conventions/tables.ts';
import { likelierCode, stepsAccepted, stepsCoached } from './chance.ts';
import { computed, introduction, limited, oddities, oneGuess, thief } from './computed-sections.ts';
import { boundOf, type Findings, type Found } from './experiment.ts';
import { chanceOf, coachedAmongFew, type Kind, kinds } from './kinds.ts';
import { count, oneIn, small, table } from './wording.ts';

export const path = 'docs/throttle.md';

const guess = stepsAccepted * likelierCode;

const realColumns = ['guesser', 'accounts', 'judged', 'hits, at most', 'hits'] as const;
const fewColumns = ['guesser', 'one guess in', ...realColumns.slice(1)] as const;
const coachColumns = [
  'accounts',
  'judged',
  'hits',
  'told, at most',
  'told',
  'hits by that, at most',
  'hits by that',
] as const;

/** The whole of `docs/throttle.md`. */
export function documentOf(findings: Findings): string {
  return [
    introduction,
    limited,
    oneGuess,
    computed,
    simulated(findings),
    coach(findings.coach),
    thief,
    oddities,
  ].join('\n');
}

/** What the simulation found when the document was written. */
export function readFindings(): Findings {
  const numbers = (cells: Readonly<Record<string, string>>) => (column: string) =>
    Number(cells[column]?.replaceAll(',', ''));
  const found = (cells: Readonly<Record<string, string>>): Found => {
    const number = numbers(cells);
    return { accounts: number('accounts'), judged: number('judged'), hits: number('hits') };
  };
  const byName = (columns: readonly string[]) =>
    Object.fromEntries(
      readTables(path, columns).map(({ cells }) => [cells.guesser ?? '', found(cells)]),
    );
  const cells = readTables(path, coachColumns)[0]?.cells ?? {};
  const number = numbers(cells);
  return {
    real: byName(realColumns),
    few: byName(fewColumns),
    coach: {
      ...found(cells),
      told: number('told'),
      hitsByCoach: number('hits by that'),
    },
  };
}

function simulated({ real, few }: Findings): string {
  const rows = kinds.map((kind) => ({ kind, found: real[kind.name] ?? nothing }));
  const judged = rows.reduce((sum, { found }) => sum + found.judged, 0);
  const hits = rows.reduce((sum, { found }) => sum + found.hits, 0);
  const most = rows.reduce((sum, { kind, found }) => sum + mostHits(kind, 'real', found), 0);
  return `## Simulated

The server's own rules, over a database in a file, with a clock that is turned: each guess is a call of \`verify\` and its like, and what was judged is counted in the table of attempts. All randomness is seeded, so every run finds the same. A *hit* is an account in which a guess was right; there the guesser stops. In every account without a hit exactly as many guesses were judged as the table above says, in the first day, in any 24 hours and in all; the test (A24) demands that.

${table(realColumns, [
  ...rows.map(({ kind, found }) => [
    kind.name,
    count(found.accounts),
    count(found.judged),
    small(mostHits(kind, 'real', found)),
    count(found.hits),
  ]),
])}

In all ${count(judged)} guesses were judged; at most ${small(most)} hits are to be expected, and there were ${count(hits)}. That is a weak statement: limits half as strict would look the same. So everything was done again with **few codes**: guessers choose among ${count(fewSize())} numbers instead of a million, each time step has one of these by chance, and whoever chooses it types the real code of that step (others type what is no code). The server cannot tell and judges as always; a guess is right more often by a known factor, and so must the hits be. Recovery and set-up codes the same way.

${table(fewColumns, [
  ...kinds.map((kind) => {
    const found = few[kind.name] ?? nothing;
    return [
      kind.name,
      count(1 / chanceOf(kind, 'few')),
      count(found.accounts),
      count(found.judged),
      small(mostHits(kind, 'few', found)),
      count(found.hits),
    ];
  }),
])}

The test fails if hits are so many, of one kind or of all together, that their bound gives that a chance below one in a million, and with few codes also if they are too few for what guesses are worth. With the limits taken out it turns red.
`;
}

const nothing: Found = { accounts: 0, judged: 0, hits: 0 };

function mostHits(kind: Kind, codes: 'real' | 'few', { accounts }: Found): number {
  return accounts * boundOf(kind, codes);
}

function fewSize(): number {
  return stepsAccepted / chanceOfFew();
}

function chanceOfFew(): number {
  return kinds[0]?.codes.few.chance ?? 1;
}

function coach(found: Findings['coach']): string {
  const { chanceOfStep } = coachedAmongFew.codes.few;
  const pairs = found.judged - found.accounts;
  const ahead = pairs * stepsCoached * chanceOfStep ** 2;
  return `## What the clock coach gives away

A refused code that is the one of a step 2 to 10 away, right after another such code with the same offset, brings the answer that the phone's clock is off. A guesser learns from it a code of a step to come, if the offset is ahead: ${stepsCoached} steps, two codes that must fit, so at most ${stepsCoached} × ${small(likelierCode ** 2)} = ${small(stepsCoached * likelierCode ** 2)} a guess, beside the ${small(guess)} that it has anyway. An offset behind is of no use: such a code is never accepted again. Somebody who has seen an old code and types it first gains as little, since only the same offset is told. And what is told serves only until its step is over, within six minutes: from the ninth failure in a row on the waits are longer.

Even a coach that told everything, of each single code, would make a guess worth ${stepsAccepted + stepsCoached} steps instead of ${stepsAccepted}: ${oneIn(limits.lockAt * (stepsAccepted + stepsCoached) * likelierCode)} until the lock.

Simulated with ${count(1 / chanceOfStep)} codes, so that it happens (and less often than computed, since among so few a code is often that of two steps, and only the nearer one's is typed):

${table(coachColumns, [
  [
    count(found.accounts),
    count(found.judged),
    count(found.hits),
    small(2 * ahead),
    count(found.told),
    small(ahead),
    count(found.hitsByCoach),
  ],
])}
`;
}

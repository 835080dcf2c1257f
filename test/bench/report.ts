/** What one bench found: numbers under stable names, and what they were measured on. */
export type Findings = {
  readonly ratios: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
};

/** The middle of the values; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing.');
  return (low + high) / 2;
}

export type Side = 'without' | 'with';

/** One kind of number, measured without and with something in each round. */
export type Rounds = readonly {
  readonly without: readonly number[];
  readonly with: readonly number[];
}[];

/** Medians of all that was measured, and the difference: the rounds' median one, lowest and highest. */
export type Comparison = {
  readonly without: number;
  readonly with: number;
  readonly difference: number;
  readonly lowest: number;
  readonly highest: number;
};

/**
 * Compares within each round, where the machine was the same, and only then over the rounds: what
 * slows a whole round down is in both of its sides.
 */
export function compare(rounds: Rounds): Comparison {
  const differences = rounds.map((round) => median(round.with) - median(round.without));
  return {
    without: median(rounds.flatMap((round) => round.without)),
    with: median(rounds.flatMap((round) => round.with)),
    difference: median(differences),
    lowest: Math.min(...differences),
    highest: Math.max(...differences),
  };
}

/** The order of the two sides in a round: whoever was second is first the next time. */
export function sidesOf(round: number): readonly Side[] {
  return round % 2 === 0 ? ['without', 'with'] : ['with', 'without'];
}

/** A table of text, words to the left and numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  );
  const isNumber = head.map((_, at) => rows.every((row) => !Number.isNaN(Number(row[at]))));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell[isNumber[at] ? 'padStart' : 'padEnd'](widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The last line of a run, for programs: every bench that ran, and everything it found. */
export function lastLine(benches: readonly string[], findings: readonly Findings[]): string {
  const all = <T>(part: (each: Findings) => Readonly<Record<string, T>>) =>
    Object.assign({}, ...findings.map(part)) as Record<string, T>;
  return JSON.stringify({
    bench: benches,
    ratios: all((each) => each.ratios),
    versions: all((each) => each.versions),
  });
}

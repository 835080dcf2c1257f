import type { DoorReport } from './check-door.ts';
import type { Hole, Row, Tried } from './trier.ts';

type Checked = Extract<DoorReport, { readonly kind: 'checked' }>;

/** 0: the door holds. 1: a way in is open. 2: nothing, or not everything, could be proven. */
export function exitCodeOf(report: DoorReport): 0 | 1 | 2 {
  if (report.kind === 'cannot') return 2;
  if (report.holes.length > 0) return 1;
  return report.unfinished === null ? 0 : 2;
}

/** The report as text for people: the table first, then each hole with its request. */
export function reportText(report: DoorReport, gate: URL): string {
  if (report.kind === 'cannot') return `Nothing can be proven. ${report.why}\n`;
  const { account, credentials, rows, holes, unfinished } = report;
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  return [
    `The door at ${gate.origin}, with a session of ${account} that owes its code (${credentials.join(', ') || 'no credential of the profile'}).`,
    '',
    ...rows.map(lineOf),
    '',
    ...[...Map.groupBy(holes, ({ way }) => way)].flatMap(([, some]) => paragraphOf(some)),
    ...(unfinished === null ? [] : [`Not finished. ${unfinished}`]),
    verdictOf(report, tried),
    '',
  ].join('\n');
}

function lineOf({ way, tried, open, note }: Row): string {
  if (note !== undefined) return `  note       ${way}: ${note}`;
  const mark = open > 0 ? 'FAIL' : 'pass';
  const count = String(tried).padStart(4);
  return `  ${mark} ${count}  ${way}${open > 0 ? `: ${open} got in` : ''}`;
}

/** One hole of a kind is written out for each thing to do about it; the others are named. */
function paragraphOf(holes: readonly Hole[]): string[] {
  return [...Map.groupBy(holes, ({ remedy }) => remedy).values()].flatMap(([hole, ...more]) => {
    if (!hole) return [];
    const { way, what, target, sign, remedy, request } = hole;
    const targets = more.filter((each) => each.what === what).map((each) => each.target);
    const also = [...new Set(targets)].filter((each) => each !== target);
    const others = [...new Set(more.map((each) => each.what))].filter((each) => each !== what);
    return [
      `OPEN: ${way}: ${what}`,
      `  ${target} was answered ${sign}.`,
      ...(also.length > 0 ? [`  The same at ${also.join(', ')}.`] : []),
      ...(others.length > 0 ? [`  The same by ${others.join('; ')}.`] : []),
      `  ${remedy}`,
      '',
      ...visible(request).map((line) => `    ${line}`),
      '',
    ];
  });
}

/** A request line by line, with what a terminal would not show spelled out. */
function visible(request: string): string[] {
  return request
    .trimEnd()
    .split('\r\n')
    .map((line) => line.replaceAll(/\p{Cc}/gu, (each) => JSON.stringify(each).slice(1, -1)));
}

function verdictOf({ holes, unfinished }: Checked, tried: number): string {
  if (holes.length === 0) {
    return unfinished === null
      ? `The door holds: ${tried} requests with the session, and none of them got in.`
      : `Nothing got in, in ${tried} requests.`;
  }
  const ways = new Set(holes.map(({ what }) => what)).size;
  return `The door does not hold: ${ways === 1 ? '1 way in is' : `${ways} ways in are`} open. SESSION stands for the session's value.`;
}

/** One request of all, for whoever wants to see what was really tried. */
export function triedLine({ way, what, target, judgement }: Tried): string {
  return `${target}  ${way}: ${what} → ${inWords(judgement)}`;
}

function inWords(judgement: Tried['judgement']): string {
  switch (judgement.kind) {
    case 'refused':
      return `refused by the gate (${judgement.reason})`;
    case 'anybody':
      return 'what anybody gets';
    case 'silence':
      return 'no answer';
    case 'open':
      return `OPEN (${judgement.sign})`;
  }
}

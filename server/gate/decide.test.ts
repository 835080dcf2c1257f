import { expect, test } from 'vitest';
import { readTables, type TableRow } from '../../test/conventions/tables.ts';
import { type Decision, decide, type Facts } from './decide.ts';

/** Every fact with the words that the table may use for it; the names are the table's columns. */
const words = {
  'who asks': [
    'none',
    'ambiguous',
    'several-accounts',
    'unavailable',
    'unrecognised',
    'recognised',
  ],
  exempt: ['yes', 'no'],
  'must set up': ['yes', 'no'],
  factor: ['none', 'active', 'locked'],
  cleared: ['yes', 'no'],
  navigation: ['yes', 'no'],
  'owes cookie': ['yes', 'no'],
} as const;

type Name = keyof typeof words;
type Case = Readonly<Record<Name, string>>;

const names = Object.keys(words) as Name[];
/** What there is to know of a session only where the platform recognises it. */
const ofSession: readonly Name[] = ['exempt', 'must set up', 'factor', 'cleared'];
const unknown = '–';

const rows = readTables('docs/gate.md', [...names, 'the gate']);
const cases = everyCase();

test('the table of docs/gate.md covers every case with exactly one row', () => {
  const wrong = cases.flatMap((each) => {
    const lines = rows.filter((row) => covers(row, each)).map(({ line }) => line);
    if (lines.length === 1) return [];
    const found = lines.length === 0 ? 'by no row' : `by lines ${lines.join(' and ')}`;
    return [`${JSON.stringify(each)} is covered ${found}`];
  });
  expect(wrong).toEqual([]);
});

test.each(rows)('the gate does what docs/gate.md:$line says', (row) => {
  const covered = cases.filter((each) => covers(row, each));
  expect(covered, 'a row that covers no case says nothing').not.toEqual([]);
  const expected = decisionOf(row);
  for (const each of covered) {
    expect(decide(factsOf(each)), JSON.stringify(each)).toEqual(expected);
  }
});

function everyCase(): Case[] {
  const strangers = words['who asks'].filter((who) => who !== 'recognised');
  const nothing = Object.fromEntries(ofSession.map((name) => [name, [unknown]]));
  return [
    ...combine({ ...words, ...nothing, 'who asks': strangers }),
    ...combine({ ...words, 'who asks': ['recognised'] }),
  ];
}

function combine(values: Readonly<Record<string, readonly string[]>>): Case[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, each] of Object.entries(values)) {
    all = all.flatMap((before) => each.map((value) => ({ ...before, [name]: value })));
  }
  return all as Case[];
}

/** A cell is `any`, or the words it stands for with `or` between them; a slip of the pen throws. */
function covers({ cells, line }: TableRow, each: Case): boolean {
  return names.every((name) => {
    const cell = cells[name] ?? '';
    const known: readonly string[] = [...words[name], unknown];
    if (cell === 'any') return each[name] !== unknown;
    const meant = cell.split(' or ');
    const strange = meant.find((word) => !known.includes(word));
    if (strange !== undefined) throw new Error(`docs/gate.md:${line}: "${strange}" is no ${name}.`);
    return meant.includes(each[name]);
  });
}

function decisionOf({ cells, line }: TableRow): Decision {
  const [, act, what] = /^([a-z ]+?)(?:: `([a-z-]+)`)?$/.exec(cells['the gate'] ?? '') ?? [];
  if (act === 'forward') return { act: 'forward' };
  if (act === 'forward as nobody') return { act: 'forward-as-nobody' };
  if (act === 'page' && what) return { act: 'page', page: what } as Decision;
  if (act === 'refuse' && what) return { act: 'refuse', reason: what } as Decision;
  throw new Error(`docs/gate.md:${line}: "${cells['the gate']}" is nothing that the gate does.`);
}

function factsOf(each: Case): Facts {
  const navigation = each.navigation === 'yes';
  const owes = each['owes cookie'] === 'yes';
  if (each['who asks'] !== 'recognised') {
    const visitor = each['who asks'] as Exclude<Facts['visitor'], 'recognised'>;
    return { visitor, navigation, owes };
  }
  const session = {
    exempt: each.exempt === 'yes',
    mustSetUp: each['must set up'] === 'yes',
    factor: each.factor as 'none' | 'active' | 'locked',
    clearedUntil: each.cleared === 'yes' ? 1 : null,
  };
  return { visitor: 'recognised', session, navigation, owes };
}

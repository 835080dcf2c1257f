import { expect, test } from 'vitest';
import { isTest, readSources, type Source } from './conventions/sources.ts';
import { readTables } from './conventions/tables.ts';

/*
 * docs/security-cases.md says which cases are done; a case is done when a test says so in its name.
 * The name of such a test begins with the numbers it proves: `A05 …`, or `A37, A38 …`.
 */

const document = 'docs/security-cases.md';
const cases = readTables(document, ['#', 'what happens', 'what must hold', 'state']);
const tests = readSources('{server,extension,test}/**/*.{ts,tsx}').filter(isTest);

/** The first argument of `it(…)`, `test(…)` or, behind a bracket, of `test.each(…)(…)`. */
const named = /(?:\b(?:it|test)|\))\s*\(\s*['"`](A\d{2}\b(?:(?:, | and )A\d{2}\b)*)/g;

const cited = tests.flatMap(citations);

test('every case has one row, and is done or open', () => {
  const numbers = cases.map(({ cells }) => cells['#']);
  const wrong = cases.flatMap(({ cells, line }) => {
    const number = cells['#'] ?? '';
    if (!/^A\d{2}$/.test(number)) return [`${document}:${line} has "${number}" for a number.`];
    if (numbers.indexOf(number) !== numbers.lastIndexOf(number)) {
      return [`${document}:${line} has ${number} a second time: one row a case.`];
    }
    const isState = cells.state === 'done' || cells.state === 'open';
    return isState ? [] : [`${document}:${line}: the state of ${number} is neither done nor open.`];
  });
  expect(wrong).toEqual([]);
});

test('every case that is done has a test that begins with its number', () => {
  const proven = new Set(cited.map(({ number }) => number));
  const wrong = cases
    .filter(({ cells }) => cells.state === 'done' && !proven.has(cells['#'] ?? ''))
    .map(
      ({ cells, line }) =>
        `${document}:${line} calls ${cells['#']} done, but no test's name begins with ${cells['#']}: write the test, or call the case open.`,
    );
  expect(wrong).toEqual([]);
});

test('every number that a test cites is a case that is done', () => {
  const wrong = cited.flatMap(({ number, place }) => {
    const row = cases.find(({ cells }) => cells['#'] === number);
    if (!row) return [`${place} cites ${number}, which ${document} does not have.`];
    if (row.cells.state === 'done') return [];
    return [`${place} cites ${number}, which ${document}:${row.line} calls open: call it done.`];
  });
  expect(wrong).toEqual([]);
});

function citations({ path, text }: Source): { number: string; place: string }[] {
  return Array.from(text.matchAll(named)).flatMap((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    const numbers = match[1]?.match(/A\d{2}/g) ?? [];
    return numbers.map((number) => ({ number, place: `${path}:${line}` }));
  });
}

import { expect, it } from 'vitest';
import { tamper, writeAudit } from '../../test/harness/scratch-audit.ts';
import { scratchStore } from '../../test/harness/scratch-store.ts';
import { reportText } from '../domain/audit-text.ts';
import { auditPage } from '../store/audit.ts';
import type { Store } from '../store/database.ts';

const all = { from: null, to: null, realm: null };

async function exported(store: Store, format: 'csv' | 'json', filter = all) {
  const chunks: string[] = [];
  for await (const text of reportText(store, filter, format)) chunks.push(text);
  return { chunks, text: chunks.join('') };
}

/** Reads RFC 4180 by its grammar: a quoted cell, or one without quotes, commas and line breaks. */
function parseCsv(text: string): string[][] {
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const [, raw = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error('This is no CSV.');
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

it('writes many rows in order, a page at a time', async () => {
  const store = await scratchStore();
  await writeAudit(store, 2 * auditPage + 1);
  const { chunks, text } = await exported(store, 'json');
  const rows = JSON.parse(text) as { Reference: string }[];
  const numbers = rows.map(({ Reference }) => Number(Reference.split('/').at(-1)));
  expect(numbers).toEqual(Array.from({ length: 2 * auditPage + 1 }, (_, i) => i + 1));
  expect(chunks.length).toBe(5);
  expect(parseCsv((await exported(store, 'csv')).text).length).toBe(2 * auditPage + 2);
});

it('of nothing is a header, or an empty list', async () => {
  const store = await scratchStore();
  expect(parseCsv((await exported(store, 'csv')).text).length).toBe(1);
  expect(JSON.parse((await exported(store, 'json')).text)).toEqual([]);
});

it('keeps every character of a cell in CSV, but never begins one as a formula', async () => {
  const store = await scratchStore();
  const notes = ['a "b", c', 'two\r\nlines', 'ação 🔑', "it's", ';', ''];
  for (const note of notes) await writeAudit(store, 1, { note });
  const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'];
  for (const actor of starts) await writeAudit(store, 1, { actor });
  const [, ...rows] = parseCsv((await exported(store, 'csv')).text);
  const descriptions = rows.map((row) => row[6]).slice(0, notes.length);
  expect(descriptions).toEqual(
    notes.map((note) => `Code accepted at login${note ? `: ${note}` : ''}`),
  );
  expect(rows.map((row) => row[1]).slice(notes.length)).toEqual(starts.map((text) => `'${text}`));
  expect(rows.every((row) => row.length === 7)).toBe(true);
});

it('is narrowed by time and realm', async () => {
  const store = await scratchStore();
  for (const at of [10, 20, 30]) await writeAudit(store, 1, { at, account_id: 'a' });
  await writeAudit(store, 1, { at: 20, account_id: 'nobody' });
  await tamper(store, "INSERT INTO account VALUES ('a', 'p', 'Acme', 'x', 'Ada', '', 1, NULL)");
  const seen = async (filter: Partial<Record<keyof typeof all, unknown>>) => {
    const { text } = await exported(store, 'json', { ...all, ...filter } as typeof all);
    return (JSON.parse(text) as { Reference: string }[]).map(({ Reference }) => Reference);
  };
  expect(await seen({})).toEqual(['Acme/a/1', 'Acme/a/2', 'Acme/a/3', '/nobody/4']);
  expect(await seen({ from: 20, to: 30 })).toEqual(['Acme/a/2', '/nobody/4']);
  expect(await seen({ realm: 'ACME' })).toEqual(['Acme/a/1', 'Acme/a/2', 'Acme/a/3']);
  expect(await seen({ realm: 'other' })).toEqual([]);
});

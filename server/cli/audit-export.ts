import { parseArgs } from 'node:util';
import { readStorageEnvironment } from '../config.ts';
import { type ReportRow, reportColumns, reportOf } from '../domain/audit-report.ts';
import { type AuditFilter, auditPage, type NamedAuditRow, readNamedAudit } from '../store/audit.ts';
import type { Store } from '../store/database.ts';
import { CommandError, type Terminal } from './command.ts';
import { withStore } from './database.ts';

/** `audit export`: the audit as text, to standard output. */
export async function exportAudit(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      format: { type: 'string', default: 'csv' },
      from: { type: 'string' },
      to: { type: 'string' },
      realm: { type: 'string' },
    },
  });
  const { format } = values;
  if (format !== 'csv' && format !== 'json') throw new CommandError('--format takes csv or json.');
  const filter = { from: timeOf(values.from), to: timeOf(values.to), realm: values.realm ?? null };
  await withStore(readStorageEnvironment(), terminal, (store) =>
    writeReport(store, filter, format, terminal.print),
  );
  return 0;
}

type Format = {
  readonly head: string;
  row(row: ReportRow, isFirst: boolean): string;
  readonly foot: string;
};

const formats: Readonly<Record<'csv' | 'json', Format>> = {
  csv: {
    head: csvLine(reportColumns),
    row: (row) => csvLine(reportColumns.map((column) => row[column])),
    foot: '',
  },
  json: {
    head: '[',
    row: (row, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(row)}`,
    foot: '\n]\n',
  },
};

/** Writes the rows that the filter lets through, a page at a time. */
export async function writeReport(
  store: Store,
  filter: AuditFilter,
  format: keyof typeof formats,
  print: Terminal['print'],
): Promise<void> {
  const { head, row: line, foot } = formats[format];
  await print(head);
  let last: number | null = null;
  let page: NamedAuditRow[];
  do {
    page = await readNamedAudit(store, last ?? Number.MIN_SAFE_INTEGER, filter);
    const isFirst = last === null;
    await print(page.map((row, i) => line(reportOf(row), isFirst && i === 0)).join(''));
    last = page.at(-1)?.seq ?? last;
  } while (page.length === auditPage);
  await print(foot);
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe instead. */
function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(',')}\r\n`;
}

/** An ISO 8601 day or moment, in UTC, as epoch ms; null where none is given. */
function timeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, day, time = 'T00:00'] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?Z?$/.exec(text) ?? [];
  const ms = Date.parse(`${day}${time}Z`);
  if (Number.isNaN(ms)) {
    throw new CommandError(`"${text}" is no time: 2026-01-31 or 2026-01-31T09:00:00Z, in UTC.`);
  }
  return ms;
}

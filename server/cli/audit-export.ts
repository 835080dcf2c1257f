import { parseArgs } from 'node:util';
import { readStorageEnvironment } from '../config.ts';
import { type ReportRow, reportColumns, reportOf } from '../domain/audit-report.ts';
import { type AuditFilter, auditPage, readNamedAudit } from '../store/audit.ts';
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
  const format = formatOf(values.format);
  const filter = { from: timeOf(values.from), to: timeOf(values.to), realm: values.realm ?? null };
  await withStore(readStorageEnvironment(), terminal, (store) =>
    writeReport(store, filter, format, terminal.print),
  );
  return 0;
}

/** How rows become text. */
type Format = {
  readonly head: string;
  row(row: ReportRow, isFirst: boolean): string;
  readonly foot: string;
};

/** Writes the rows that the filter lets through, a page at a time. */
export async function writeReport(
  store: Store,
  filter: AuditFilter,
  format: Format,
  print: Terminal['print'],
): Promise<void> {
  let text = format.head;
  let isFirst = true;
  let last = Number.MIN_SAFE_INTEGER;
  let page: Awaited<ReturnType<typeof readNamedAudit>>;
  do {
    page = await readNamedAudit(store, last, filter);
    for (const row of page) {
      text += format.row(reportOf(row), isFirst);
      isFirst = false;
      last = row.seq;
    }
    await print(text);
    text = '';
  } while (page.length === auditPage);
  await print(format.foot);
}

export function formatOf(name: string): Format {
  if (name === 'csv') return csv;
  if (name === 'json') return json;
  throw new CommandError('--format takes csv or json.');
}

const csv: Format = {
  head: csvLine(reportColumns),
  row: (row) => csvLine(reportColumns.map((column) => row[column])),
  foot: '',
};

const json: Format = {
  head: '[',
  row: (row, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(row)}`,
  foot: '\n]\n',
};

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

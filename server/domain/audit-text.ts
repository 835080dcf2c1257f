import { type AuditFilter, auditPage, type NamedAuditRow, readNamedAudit } from '../store/audit.ts';
import type { Store } from '../store/database.ts';
import { type ReportRow, reportColumns, reportOf } from './audit-report.ts';

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

/** The rows that the filter lets through as text, a page at a time: whoever takes no more reads no more (decision 20). */
export async function* reportText(
  store: Store,
  filter: AuditFilter,
  format: keyof typeof formats,
): AsyncGenerator<string, void> {
  const { head, row: line, foot } = formats[format];
  yield head;
  let last: number | null = null;
  let page: NamedAuditRow[];
  do {
    page = await readNamedAudit(store, last ?? Number.MIN_SAFE_INTEGER, filter);
    const isFirst = last === null;
    yield page.map((row, i) => line(reportOf(row), isFirst && i === 0)).join('');
    last = page.at(-1)?.seq ?? last;
  } while (page.length === auditPage);
  yield foot;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe instead. */
function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(',')}\r\n`;
}

/** An ISO 8601 day or moment, in UTC, as epoch ms; null for what is none. */
export function parseMoment(text: string): number | null {
  const [, day, time = 'T00:00'] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?Z?$/.exec(text) ?? [];
  const ms = Date.parse(`${day}${time}Z`);
  return Number.isNaN(ms) ? null : ms;
}

import { parseArgs } from 'node:util';
import { readStorageEnvironment } from '../config.ts';
import { parseMoment, reportText } from '../domain/audit-text.ts';
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
  await withStore(readStorageEnvironment(), terminal, async (store) => {
    for await (const text of reportText(store, filter, format)) await terminal.print(text);
  });
  return 0;
}

function timeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseMoment(text);
  if (ms === null) {
    throw new CommandError(`"${text}" is no time: 2026-01-31 or 2026-01-31T09:00:00Z, in UTC.`);
  }
  return ms;
}

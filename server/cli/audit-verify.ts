import { parseArgs } from 'node:util';
import { readStorageEnvironment } from '../config.ts';
import { type AuditReport, checkAudit, type Fault, type Head } from '../domain/audit-check.ts';
import { checkKeys } from '../store/canary.ts';
import { createSeal } from '../store/seal.ts';
import { CommandError, type Terminal } from './command.ts';
import { withStore } from './database.ts';

/** `audit verify`: 0 sound, 1 broken; throws where it cannot tell. */
export async function verifyAudit(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { head: { type: 'string' } } });
  const known = values.head === undefined ? null : headOf(values.head);
  const storage = readStorageEnvironment();
  const seal = createSeal(storage.readKeys(), terminal.random);
  const report = await withStore(storage, terminal, async (store) => {
    await checkKeys(store, seal);
    return checkAudit(store, seal, known);
  });
  await terminal.print(`${sentencesOf(report, known, terminal.now()).join('\n')}\n`);
  return report.findings.length === 0 ? 0 : 1;
}

function headOf(text: string): Head {
  const [, seq, mac] = /^([1-9]\d{0,15}):([\w-]{43})$/.exec(text) ?? [];
  if (seq && mac) return { seq: Number(seq), mac };
  throw new CommandError('--head takes SEQ:MAC, as a line "audit-head" of the log has them.');
}

const faults: Readonly<Record<Fault, string>> = {
  changed: 'does not fit its seal: the row or its seal was changed',
  removed: 'was removed',
  'no-link':
    'has no seal, though later rows have: the seal was removed, or the row put in its place',
  'no-key': 'cannot be verified: the key of its seal is not there, or was replaced',
  inserted: 'was inserted by hand: no such number is ever given',
  'never-sealed': 'has no seal, and no other row has: no server has sealed yet, or all was removed',
  'counter-set-back': "lies beyond the table's counter: the counter was set back",
  'other-head': 'does not have the seal that --head names: it was cut off, or sealed anew',
};

function sentencesOf(report: AuditReport, known: Head | null, now: number): string[] {
  const { findings, moreFindings, rows, head, unsealed } = report;
  const broken = findings.map(({ fault, from, to }) =>
    from === to ? `Row ${from} ${faults[fault]}.` : `Rows ${from} to ${to}: each ${faults[fault]}.`,
  );
  if (moreFindings > 0) broken.push(`And ${moreFindings} more.`);
  const named = known ? `; row ${known.seq} has the seal that --head names` : '';
  return [
    broken.length > 0 ? 'Broken:' : head ? `Sound up to row ${head.seq}${named}.` : 'Empty.',
    ...broken,
    `${rows} rows. Head: ${head ? `${head.seq}:${head.mac}` : 'none'}`,
    unsealed
      ? `Not sealed yet, so not verified: ${unsealed.rows} from row ${unsealed.from} on, waiting for ${ageOf(now - unsealed.oldest)}.`
      : 'No row waits for its seal.',
    ...(known ? [] : ['A cut at the end shows for sure only with --head, from the log.']),
  ];
}

function ageOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

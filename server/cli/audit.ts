import { exportAudit } from './audit-export.ts';
import { verifyAudit } from './audit-verify.ts';
import { CommandError, type Group } from './command.ts';

export const audit: Group = {
  ways: {
    'verify [--head SEQ:MAC]':
      'Compares every row of the audit with its seal. Exit code 0: sound, 1: broken.',
    'export [--format csv|json] [--from ISO] [--to ISO] [--realm R]':
      "Writes the audit with the platform's own columns; from included, to excluded, in UTC.",
  },
  async run([name = '', ...words], terminal) {
    if (name === 'verify') return verifyAudit(words, terminal);
    if (name === 'export') return exportAudit(words, terminal);
    throw new CommandError('Say "audit verify" or "audit export".');
  },
};

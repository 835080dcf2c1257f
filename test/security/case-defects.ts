import type { Edit } from '../harness/planted.ts';
import type { Defect } from './defects.ts';

const cases = 'server/domain/reset-cases.test.ts';
const codes = 'test/security/support-cases.test.ts';

const inCases = (find: string, replace: string): Edit => ({
  file: 'server/store/reset-case-commits.ts',
  find,
  replace,
});
const inSlots = (find: string, replace: string): Edit => ({
  file: 'server/store/attempt-statements.ts',
  find,
  replace,
});

/** Guards of support's cases and codes. */
export const caseDefects: readonly Defect[] = [
  {
    number: 'A43',
    defect: 'who opened a case approves it',
    edits: [inCases(' AND a.by <> c.opened_by', ''), inCases(' AND c.opened_by <> :actor', '')],
    test: codes,
  },
  {
    number: 'A43',
    defect: 'the cooling-off is not waited for',
    edits: [inCases(' AND c.due_at <= :now', '')],
    test: cases,
  },
  {
    number: 'A43',
    defect: 'a session that owes its code vetoes',
    edits: [
      {
        file: 'server/domain/veto.ts',
        find: `state === 'exempt' || state === 'code-required'`,
        replace: `state === 'exempt'`,
      },
    ],
    test: cases,
  },
  {
    number: 'A44',
    defect: 'the audit says of every reset that there was something to reset',
    edits: [inCases(`ELSE 'error' END`, `ELSE 'success' END`)],
    test: codes,
  },
  {
    number: 'A45',
    defect: 'idempotency keys are not looked at',
    edits: [
      {
        file: 'server/domain/reset-cases.ts',
        find: '      idempotencyKey,\n',
        replace: '      idempotencyKey: null,\n',
      },
    ],
    test: codes,
  },
  {
    number: 'A45',
    defect: 'a veto ends what is done already',
    edits: [inCases(`AND c.state = 'open' AND $`, 'AND $')],
    test: cases,
  },
  {
    number: 'A46',
    defect: 'what a key approved counts after it was revoked',
    edits: [
      {
        file: 'server/store/support-keys.ts',
        find: 'DELETE FROM reset_approval WHERE by = :keyActor',
        replace: 'DELETE FROM reset_approval WHERE by = :keyActor AND false',
      },
    ],
    test: cases,
  },
  {
    number: 'a bypass code',
    defect: 'is not spent',
    edits: [
      {
        file: 'server/store/attempts.ts',
        find: 'return [takeSlotByBypassCode, spendBypassCode];',
        replace: 'return [takeSlotByBypassCode];',
      },
    ],
    test: codes,
  },
  {
    number: 'a bypass code',
    defect: 'has no end',
    edits: [inSlots(' AND b.expires_at > :now', '')],
    test: codes,
  },
  {
    number: 'a bypass code',
    defect: 'is everybody’s',
    edits: [inSlots('b.account_id = f.account_id AND b.hash', 'b.hash')],
    test: codes,
  },
];

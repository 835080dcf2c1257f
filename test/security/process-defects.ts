import type { Defect } from './defects.ts';

const processes = 'test/security/processes.test.ts';

/** Guards that one process alone may do without: what it keeps in its own memory, others do not know. */
export const processDefects: readonly Defect[] = [
  {
    number: 'A06',
    defect: 'the verdict rests on the last step that the process read before',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: `const takeSlotByStep = takeSlot(':step > f.last_step'`,
        replace: `const takeSlotByStep = takeSlot(':step > 0'`,
      },
    ],
    test: processes,
  },
  {
    number: 'A06',
    defect: 'a commit takes the write lock only when it comes to write',
    edits: [
      {
        file: 'server/store/file-database.ts',
        find: `connection.exec('BEGIN IMMEDIATE');`,
        replace: `connection.exec('BEGIN');`,
      },
    ],
    test: processes,
  },
  {
    number: 'A10',
    defect: 'each process remembers by itself which sealed codes are spent',
    edits: [
      {
        file: 'server/domain/login-code.ts',
        find: 'const underWay = new Map<string, Promise<Failure | null>>();',
        replace: `const underWay = new Map<string, Promise<Failure | null>>();
  const spent = new Set<string>();`,
      },
      {
        file: 'server/domain/login-code.ts',
        find: 'if (await isSpent(deps.store, loginCode.id)) return null;',
        replace: `if (spent.has(loginCode.id)) return null;
    spent.add(loginCode.id);
    void isSpent;`,
      },
      {
        file: 'server/domain/login-code.ts',
        find: 'await verify(deps, session, loginCode.code, loginCode.id);',
        replace: 'await verify(deps, session, loginCode.code, null);',
      },
    ],
    test: processes,
  },
  {
    number: 'A12',
    defect: 'the wait is the one that the process read before it judged',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'AND coalesce(t.wait_until, 0) <= :now\n  ON CONFLICT',
        replace: 'ON CONFLICT',
      },
    ],
    test: processes,
  },
];

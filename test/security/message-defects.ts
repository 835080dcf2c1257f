import type { Defect } from './defects.ts';

const outbox = 'server/domain/outbox.test.ts';
const messages = 'test/security/messages.test.ts';

/** Guards of what owners are told. */
export const messageDefects: readonly Defect[] = [
  {
    number: 'two processes on one database',
    defect: 'do not ask whether a message is taken',
    edits: [
      {
        file: 'server/store/outbox.ts',
        find: 'SET next_at = :until WHERE id IN (',
        replace: 'SET next_at = :until - :until WHERE id IN (',
      },
    ],
    test: outbox,
  },
  {
    number: 'a receiver that is down',
    defect: 'is given up at the first try',
    edits: [
      {
        file: 'server/domain/outbox.ts',
        find: 'const over = error instanceof Unsendable ||',
        replace: 'const over = error instanceof Error ||',
      },
    ],
    test: outbox,
  },
  {
    number: 'a channel that is new',
    defect: 'tells of everything that ever was',
    edits: [
      {
        file: 'server/store/outbox.ts',
        find: 'coalesce(max(seq), 0) FROM audit WHERE true',
        replace: '0 FROM audit WHERE true GROUP BY 1',
      },
    ],
    test: outbox,
  },
  {
    number: 'a redirect',
    defect: 'is followed',
    edits: [
      {
        file: 'server/messages/webhook.ts',
        find: `redirect: 'manual',`,
        replace: '',
      },
    ],
    test: messages,
  },
];

import type { Defect } from './defects.ts';

const outbox = 'server/domain/outbox.test.ts';
const work = 'server/domain/outbox-work.test.ts';
const mail = 'server/messages/mail.test.ts';
const messages = 'test/security/messages.test.ts';

/** Guards of what owners are told. */
export const messageDefects: readonly Defect[] = [
  {
    number: 'two processes on one database',
    defect: 'do not ask whether a message is taken',
    edits: [
      {
        file: 'server/store/outbox.ts',
        find: 'UPDATE outbox SET next_at = :until',
        replace: 'UPDATE outbox SET next_at = min(next_at, :until)',
      },
    ],
    test: outbox,
  },
  {
    number: 'a receiver that is down',
    defect: 'is given up at the first try',
    edits: [
      {
        file: 'server/domain/deliver-message.ts',
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
    number: 'a process that was slow',
    defect: 'has sent once more what another has sent',
    edits: [
      {
        file: 'server/store/outbox.ts',
        find: ` AND state = 'waiting'\``,
        replace: '`',
      },
    ],
    test: outbox,
  },
  {
    number: 'a server that goes on talking',
    defect: 'is listened to for ever',
    edits: [{ file: 'server/messages/mail.ts', find: '        signal,\n', replace: '' }],
    test: mail,
  },
  {
    number: 'a stop',
    defect: 'waits for all that has piled up',
    edits: [
      {
        file: 'server/domain/outbox.ts',
        find: 'taken === atOnce && !stopping?.aborted',
        replace: 'taken === atOnce',
      },
    ],
    test: work,
  },
  {
    number: 'to another machine',
    defect: 'mails go in the clear',
    edits: [
      {
        file: 'server/messages/mail.ts',
        find: `requireTLS: server.protocol === 'smtp:' && !isHere`,
        replace: 'requireTLS: false',
      },
    ],
    test: mail,
  },
  {
    number: 'to "ada@acme.example,thief',
    defect: 'whatever the platform calls an address is written to',
    edits: [{ file: 'server/messages/mail.ts', find: ' || !isAddress.test(email)', replace: '' }],
    test: mail,
  },
  {
    number: 'a hostile name',
    defect: 'is put into the page as it is',
    edits: [
      {
        file: 'server/messages/mail-text.ts',
        find: '[texts.account, whose(message)]',
        replace: '[texts.account, raw(whose(message)) as never]',
      },
      {
        file: 'server/messages/mail-text.ts',
        find: `import { html } from 'hono/html';`,
        replace: `import { html, raw } from 'hono/html';`,
      },
    ],
    test: mail,
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

import { parseArgs } from 'node:util';
import { readStorageEnvironment } from '../config.ts';
import { issueBypassCode } from '../domain/bypass-codes.ts';
import { closeCase } from '../domain/close-case.ts';
import type { Failure } from '../domain/failure.ts';
import { findAccounts, readHistory, showAccount } from '../domain/find-accounts.ts';
import { listCases, showCase } from '../domain/find-cases.ts';
import { approveCase, openCase } from '../domain/reset-cases.ts';
import { type ActDeps, clearWait } from '../domain/support-acts.ts';
import { createLog } from '../log.ts';
import type { ResetCase } from '../store/reset-cases.ts';
import { createSeal } from '../store/seal.ts';
import { CommandError, type Group, type Terminal } from './command.ts';
import { withStore } from './database.ts';
import { moment } from './moment.ts';

type Said = Readonly<Record<string, string>>;
type Desk = { readonly deps: ActDeps; readonly terminal: Terminal };
/** One command: the words and options that it needs, and what it does. */
type Command = {
  readonly words: number;
  readonly needs: readonly string[];
  readonly takes?: readonly string[];
  run(desk: Desk, words: readonly string[], said: Said): Promise<number>;
};

/** Rows of a list. */
const atMost = 50;
/** As the API takes it: it reaches mails, logs and the audit. */
const isSaid = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{3,500}$/u;
const states = ['open', 'done', 'cancelled', 'vetoed'] as const;

const commands: Readonly<Record<string, Command>> = {
  find: {
    words: 2,
    needs: [],
    async run({ deps, terminal }, [realm = '', name = '']) {
      const wanted = { profile: null, realm, name, after: '', limit: atMost };
      const found = await findAccounts(deps, wanted);
      for (const account of found.slice(0, atMost)) {
        const { id, email, factor, mustSetUp } = account;
        const state = mustSetUp ? 'must set up' : factor;
        await terminal.print(`${id}  ${account.realm}  ${account.name}  ${email}  ${state}\n`);
      }
      if (found.length > atMost) terminal.note(`There are more than ${atMost}.`);
      if (found.length === 0) terminal.note('Nobody goes by this name or e-mail in this realm.');
      return found.length === 0 ? 1 : 0;
    },
  },
  show: {
    words: 1,
    needs: [],
    async run({ deps, terminal }, [id = '']) {
      const account = await showAccount(deps, id);
      if (!account) return complain(terminal, 'There is no such account.');
      const { failures, openCase: open, bypassUntil } = account;
      const lines = [
        `${account.name}, ${account.email} (${account.realm})`,
        `factor: ${account.factor}${account.mustSetUp ? ', must set up' : ''}, since ${moment(account.changedAt)}`,
        `recovery codes left: ${account.recoveryCodesLeft}`,
        ...Object.entries(failures).map(
          ([bucket, { failures: count, waitUntil }]) =>
            `wrong codes from ${bucket} devices: ${count}${waitUntil === null ? '' : `, waits until ${moment(waitUntil)}`}`,
        ),
        ...(bypassUntil === null ? [] : [`bypass code out until ${moment(bypassUntil)}`]),
        ...(open ? [`open case: ${open.id}`] : []),
      ];
      await terminal.print(`${lines.join('\n')}\n`);
      return 0;
    },
  },
  history: {
    words: 1,
    needs: [],
    async run({ deps, terminal }, [id = '']) {
      for (const { at, actor, event, status, note } of await readHistory(deps, id, null, atMost)) {
        await terminal.print(`${moment(at)}  ${actor}  ${event}  ${status}  ${note}\n`);
      }
      return 0;
    },
  },
  reset: {
    words: 1,
    needs: ['reason', 'ticket', 'identified-by'],
    async run({ deps, terminal }, [id = ''], said) {
      const request = {
        reason: said.reason ?? '',
        ticket: said.ticket ?? '',
        identifiedBy: said['identified-by'] ?? '',
      };
      const result = await openCase(deps, 'operator', id, request);
      if (!result.ok) return refuse(terminal, result);
      terminal.note(inWords(result.resetCase));
      if (result.setupCode === null) return 0;
      terminal.note('The set-up code, shown once, to be told by voice:');
      await terminal.print(`${result.setupCode}\n`);
      return 0;
    },
  },
  cases: {
    words: 0,
    needs: [],
    takes: ['state'],
    async run({ deps, terminal }, _, { state = 'open' }) {
      const wanted = states.find((each) => each === state);
      if (!wanted) throw new CommandError('--state takes open, done, cancelled or vetoed.');
      const filter = { state: wanted, accountId: null, before: null };
      for (const each of await listCases(deps, filter, atMost)) {
        await terminal.print(`${inWords(each)}\n`);
      }
      return 0;
    },
  },
  case: {
    words: 1,
    needs: [],
    async run({ deps, terminal }, [id = '']) {
      const found = await showCase(deps, id);
      if (!found) return complain(terminal, 'There is no such case.');
      const said = `reason: ${found.reason}\nticket: ${found.ticket}\n`;
      const how = `identified by: ${found.identifiedBy}\n`;
      await terminal.print(`${inWords(found)}\n${said}${how}`);
      return 0;
    },
  },
  approve: {
    words: 1,
    needs: [],
    async run({ deps, terminal }, [id = '']) {
      const result = await approveCase(deps, 'operator', id);
      if (!result.ok) return refuse(terminal, result);
      return say(terminal, inWords(result.resetCase));
    },
  },
  cancel: {
    words: 1,
    needs: ['reason'],
    async run({ deps, terminal }, [id = ''], { reason = '' }) {
      const result = await closeCase(deps, 'operator', id, 'cancelled', reason);
      if (!result.ok) return refuse(terminal, result);
      return say(terminal, inWords(result.resetCase));
    },
  },
  bypass: {
    words: 1,
    needs: ['reason', 'ticket'],
    takes: ['minutes'],
    async run({ deps, terminal }, [id = ''], { reason = '', ticket = '', minutes = '60' }) {
      if (!/^([1-9]|[1-5]\d|60)$/.test(minutes)) {
        throw new CommandError('--minutes takes a number from 1 to 60.');
      }
      const given = { reason, ticket, minutes: Number(minutes) };
      const result = await issueBypassCode(deps, 'operator', id, given);
      if (!result.ok) return refuse(terminal, result);
      terminal.note(`Good for one login until ${moment(result.expiresAt)}:`);
      await terminal.print(`${result.code}\n`);
      return 0;
    },
  },
  'clear-wait': {
    words: 1,
    needs: ['reason'],
    async run({ deps, terminal }, [id = ''], { reason = '' }) {
      const result = await clearWait(deps, 'operator', id, reason);
      return result.ok ? say(terminal, 'The waits are ended.') : refuse(terminal, result);
    },
  },
};

/** What support does over the API, done by the operator beside a running server. */
export const support: Group = {
  ways: {
    'find REALM NAME': 'Accounts of a realm by name or e-mail.',
    'show ACCOUNT': 'How an account stands.',
    'history ACCOUNT': 'What happened to it, the newest first.',
    'reset ACCOUNT --reason TEXT --ticket NUMBER --identified-by TEXT':
      'Opens a reset, and prints the one-time set-up code.',
    'cases [--state open|done|cancelled|vetoed]': 'Cases, the newest first; the open ones.',
    'case CASE': 'One case in full.',
    'approve CASE': 'Approves a case that somebody else opened.',
    'cancel CASE --reason TEXT': 'Ends an open case without a reset.',
    'bypass ACCOUNT --reason TEXT --ticket NUMBER [--minutes N]':
      'Prints a code for one login without the phone.',
    'clear-wait ACCOUNT --reason TEXT': 'Ends the waits of an account; its failures stay counted.',
  },
  async run([name = '', ...rest], terminal) {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command)
      throw new CommandError(`Say "support" and one of ${Object.keys(commands).join(', ')}.`);
    const { words, said } = read(command, rest);
    const storage = readStorageEnvironment();
    const { now, random } = terminal;
    const seal = createSeal(storage.readKeys(), random);
    const log = createLog(() => {}, now);
    const policyOf = storage.readPolicy();
    if (!storage.hasPolicy)
      terminal.note('Policy: the usual one; DOORCODE_SUPPORT_POLICY is not set here.');
    return withStore(storage, terminal, (store) =>
      command.run({ deps: { store, seal, now, random, log, policyOf }, terminal }, words, said),
    );
  },
};

/** The words come first: an id may begin with a hyphen. */
function read({ words, needs, takes = [] }: Command, given: readonly string[]) {
  const names = [...needs, ...takes];
  const { values } = parseArgs({
    args: given.slice(words),
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  if (given.length < words) throw new CommandError('There is a word too few.');
  const said: Record<string, string> = {};
  for (const name of names) {
    const text = values[name]?.trim();
    if (needs.includes(name) && !isSaid.test(text ?? '')) {
      throw new CommandError(`--${name} is needed, with 3 to 500 characters in one line.`);
    }
    if (text !== undefined) said[name] = text;
  }
  return { words: given.slice(0, words), said };
}

function inWords(resetCase: ResetCase): string {
  const { id, accountId, state, openedBy, openedAt, approvalsNeeded, approvedBy } = resetCase;
  const { dueAt, closedBy, closedAt } = resetCase;
  const waits = [
    ...(approvalsNeeded > approvedBy.length
      ? [`${approvalsNeeded - approvedBy.length} approvals to come`]
      : []),
    ...(dueAt > openedAt ? [`not before ${moment(dueAt)}`] : []),
  ];
  const how = state === 'open' ? waits.join(', ') : `${moment(closedAt)} by ${closedBy}`;
  return `case ${id} of account ${accountId}: ${state} (${how}), opened ${moment(openedAt)} by ${openedBy}`;
}

function say({ note }: Terminal, words: string): number {
  note(words);
  return 0;
}

function complain({ note }: Terminal, words: string): number {
  note(words);
  return 1;
}

function refuse(terminal: Terminal, { reason, waitUntil }: Failure<string>): number {
  const until = waitUntil === undefined ? '' : ` until ${moment(waitUntil)}`;
  return complain(terminal, `Refused: ${reason.replaceAll('-', ' ')}${until}.`);
}

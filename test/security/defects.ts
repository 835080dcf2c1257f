import type { Edit } from '../harness/planted.ts';
import { caseDefects } from './case-defects.ts';
import { coreDefects } from './core-defects.ts';
import { frontDefects } from './front-defects.ts';
import { gateDefects } from './gate-defects.ts';
import { messageDefects } from './message-defects.ts';
import { processDefects } from './process-defects.ts';
import { supportDefects } from './support-defects.ts';

/** A guard taken out of the server's source, and the test that must notice it. */
export type Defect = {
  /** How the test's name begins: with its number where it proves a case. */
  readonly number: string;
  /** What is wrong now, in a sentence. */
  readonly defect: string;
  /** Each `find` stands exactly once in its file. Two edits where one guard backs another up. */
  readonly edits: readonly Edit[];
  readonly test: string;
};

const codes = 'test/security/codes.test.ts';
const setUp = 'test/security/set-up.test.ts';
const web = 'test/security/web.test.ts';
const gate = 'test/security/gate.test.ts';

/** The most telling ones first: those run every time, the others with the big counts. */
export const defects: readonly Defect[] = [
  {
    number: 'A05',
    defect: 'a step may be spent twice',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: `const takeSlotByStep = takeSlot(':step > f.last_step'`,
        replace: `const takeSlotByStep = takeSlot(':step > 0'`,
      },
    ],
    test: codes,
  },
  {
    number: 'A12',
    defect: 'the wait is not looked at when the slot is taken',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'AND coalesce(t.wait_until, 0) <= :now\n  ON CONFLICT',
        replace: 'ON CONFLICT',
      },
    ],
    test: codes,
  },
  {
    number: 'A36',
    defect: 'a clearance counts for any generation and outlives every change',
    edits: [
      {
        file: 'server/domain/session.ts',
        find: `return session.clearedUntil === null ? 'code-required' : 'cleared';`,
        replace: `return 'cleared';`,
      },
    ],
    test: setUp,
  },
  {
    number: 'A03',
    defect: 'the window is twice as wide',
    edits: [
      {
        file: 'server/domain/totp.ts',
        find: 'for (let step = stepAt(now) - window; step <= stepAt(now) + window; step++)',
        replace: 'for (let step = stepAt(now) - 2; step <= stepAt(now) + 2; step++)',
      },
    ],
    test: codes,
  },
  {
    number: 'A07',
    defect: 'a step is not spent',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'UPDATE factor SET last_step = :step',
        replace: 'UPDATE factor SET last_step = 0',
      },
    ],
    test: codes,
  },
  {
    number: 'A08',
    defect: 'the confirmation does not spend its step',
    edits: [
      {
        file: 'server/store/attempts.ts',
        find: '      bind(takeSlotOfSetup, args),\n      bind(spendStep, args),',
        replace: '      bind(takeSlotOfSetup, args),',
      },
    ],
    test: codes,
  },
  {
    number: 'A09',
    defect: 'a confirmation does not look at the last step',
    edits: [
      {
        file: 'server/domain/confirm.ts',
        find: 'deps.window, session.lastStep',
        replace: 'deps.window, 0',
      },
      {
        file: 'server/store/attempt-statements.ts',
        find: `    CASE WHEN :step > f.last_step THEN 'accepted' ELSE 'refused' END, :now
  FROM factor f
  JOIN pending_setup p`,
        replace: `    CASE WHEN :step > 0 THEN 'accepted' ELSE 'refused' END, :now
  FROM factor f
  JOIN pending_setup p`,
      },
    ],
    test: codes,
  },
  {
    number: 'A10',
    defect: 'every first request judges the sealed code for itself',
    edits: [
      {
        file: 'server/domain/login-code.ts',
        find: 'await verify(deps, session, loginCode.code, loginCode.id);',
        replace: 'await verify(deps, session, loginCode.code, null);',
      },
    ],
    test: codes,
  },
  {
    number: 'A10',
    defect: 'a sealed code lives for ever',
    edits: [
      {
        file: 'server/domain/login-code.ts',
        find: 'return age >= 0 && age <= loginCodeLife ?',
        replace: 'return age >= 0 ?',
      },
    ],
    test: codes,
  },
  {
    number: 'A15',
    defect: 'nothing locks',
    edits: [{ file: 'server/domain/throttle.ts', find: 'lockAt: 100', replace: 'lockAt: 1_000' }],
    test: codes,
  },
  {
    number: 'A15',
    defect: 'a lock leaves the generation, and with it old clearances, as they are',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: `UPDATE factor SET state = 'locked', generation = generation + 1,`,
        replace: `UPDATE factor SET state = 'active', generation = generation,`,
      },
    ],
    test: codes,
  },
  {
    number: 'A16',
    defect: 'a right code counts during a wait',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'AND coalesce(t.wait_until, 0) <= :now\n  ON CONFLICT',
        replace: 'AND (coalesce(t.wait_until, 0) <= :now OR :step > f.last_step)\n  ON CONFLICT',
      },
    ],
    test: codes,
  },
  {
    number: 'A21',
    defect: 'the throttle is emptied at the start',
    edits: [
      {
        file: 'server/server.ts',
        find: 'await checkCanary(store, seal);',
        replace: `await checkCanary(store, seal);
    await store.commit([{ sql: 'DELETE FROM throttle', args: [] }]);`,
      },
    ],
    test: codes,
  },
  {
    number: 'A22',
    defect: 'digits of any script are digits',
    edits: [
      {
        file: 'server/domain/code.ts',
        find: 'const sixDigits = /^[0-9]{6}$/;',
        replace: 'const sixDigits = /^\\p{Nd}{6}$/u;',
      },
    ],
    test: codes,
  },
  {
    number: 'A30',
    defect: 'a factor without a readable secret takes any code',
    edits: [
      {
        file: 'server/domain/secret.ts',
        find: `throw new Error('A factor has no readable secret.');`,
        replace: 'return Buffer.alloc(20);',
      },
    ],
    test: setUp,
  },
  {
    number: 'A33',
    defect: 'a pending set-up never expires',
    edits: [
      {
        file: 'server/domain/activate.ts',
        find: 'const setupLife = 10 * 60 * 1000;',
        replace: 'const setupLife = 100 * 60 * 1000;',
      },
    ],
    test: setUp,
  },
  {
    number: 'A35',
    defect: 'a session that owes its code may set up',
    edits: [
      {
        file: 'server/domain/confirm.ts',
        find: `if (state === 'code-required') return refuse('code-required');`,
        replace: '',
      },
    ],
    test: setUp,
  },
  {
    number: 'A39',
    defect: 'a session is enough to switch off',
    edits: [
      {
        file: 'server/domain/deactivate.ts',
        find: `if (typed === undefined) return refuse('code-required');`,
        replace: `if (typed === undefined) return { ok: true };`,
      },
    ],
    test: setUp,
  },
  {
    number: 'A41',
    defect: 'who may come by the provider is exempt by any door',
    edits: [
      {
        file: 'server/gate/identity.ts',
        find: `exempt: typeof method === 'string' && (loginMethod?.exempt.includes(method) ?? false),`,
        replace: `exempt: typeof method === 'string',`,
      },
    ],
    test: setUp,
  },
  {
    number: 'A42',
    defect: 'letter case of the account id does not count',
    edits: [
      {
        file: 'server/gate/identity.ts',
        find: 'const fold = (text: string) => (caseInsensitive ? text.toLowerCase() : text);',
        replace: 'const fold = (text: string) => text.toLowerCase();',
      },
    ],
    test: setUp,
  },
  {
    number: 'A43',
    defect: 'a reset leaves clearances and generation alone',
    edits: [
      {
        file: 'server/store/reset-case-commits.ts',
        find: `UPDATE factor SET state = 'none', generation = generation + 1, must_set_up = 1,`,
        replace: `UPDATE factor SET state = 'none', generation = generation + 1, must_set_up = 0,`,
      },
    ],
    test: setUp,
  },
  {
    number: 'A48',
    defect: 'any set-up code starts the set-up',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: `'f.setup_code_hash = :hash'`,
        replace: `':setupCodeHash IS NOT NULL'`,
      },
    ],
    test: setUp,
  },
  {
    number: 'A50',
    defect: 'where a request comes from is not looked at',
    edits: [
      {
        file: 'server/gate/origin.ts',
        find: `return from === origin || (from?.startsWith('moz-extension://') ?? false);`,
        replace: 'return true;',
      },
    ],
    test: web,
  },
  {
    number: 'A51',
    defect: 'our header is not asked for',
    edits: [
      { file: 'server/routes/guard.ts', find: ` || headers['x-two-factor'] !== '1'`, replace: '' },
    ],
    test: web,
  },
  {
    number: 'A52',
    defect: 'any JSON-like type will do',
    edits: [
      {
        file: 'server/routes/guard.ts',
        find: 'const jsonType = /^application\\/json(\\s*;\\s*charset="?utf-8"?)?$/i;',
        replace: 'const jsonType = /json/i;',
      },
    ],
    test: web,
  },
  {
    number: 'A72',
    defect: 'a clearance is looked up by the credential alone',
    edits: [
      {
        file: 'server/store/accounts.ts',
        find: 'LEFT JOIN clearance c ON c.account_id = a.id AND c.credential = :credential',
        replace: 'LEFT JOIN clearance c ON c.credential = :credential',
      },
    ],
    test: gate,
  },
  {
    number: 'A74',
    defect: 'of two accounts the first one counts',
    edits: [
      {
        file: 'server/gate/visitor.ts',
        find: `if (more.some((other) => !samePerson(identity, other))) return as('several-accounts');`,
        replace: '',
      },
    ],
    test: gate,
  },
  {
    number: 'A74',
    defect: 'of a cookie that comes twice any one counts',
    edits: [
      {
        file: 'server/gate/visitor.ts',
        find: `if (ambiguous) return as('ambiguous');`,
        replace: '',
      },
    ],
    test: gate,
  },
  {
    number: 'A76',
    defect: 'an unrecognised credential is forwarded whatever the profile says',
    edits: [
      {
        file: 'server/gate/admission.ts',
        find: `: visitor.found.filter(({ anonymous }) => anonymous === 'forward');`,
        replace: ': visitor.found;',
      },
    ],
    test: gate,
  },
  {
    number: 'A77',
    defect: 'an identity once known is good for ever',
    edits: [
      {
        file: 'server/gate/whoami.ts',
        find: 'if (before && before.until > now()) return before.identity;',
        replace: 'if (before) return before.identity;',
      },
    ],
    test: gate,
  },
  {
    number: 'A83',
    defect: 'an exception at the gate forwards',
    edits: [
      {
        file: 'server/gate/gate.ts',
        find: `else answers.problem(to, 'internal');`,
        replace: `else proxy.forward(from, to, { cookie: from.headers.cookie ?? null, headers: [], target: from.url ?? '/', body: null, watch: null, onAnswer: async () => [], onBody: null });`,
      },
    ],
    test: gate,
  },
  {
    number: 'A84',
    defect: 'unknown fields of a profile are let by',
    edits: [
      {
        file: 'server/profile/schema.ts',
        find: '  .strictObject({\n    $schema:',
        replace: '  .object({\n    $schema:',
      },
    ],
    test: gate,
  },
  ...coreDefects,
  ...gateDefects,
  ...frontDefects,
  ...processDefects,
  ...supportDefects,
  ...caseDefects,
  ...messageDefects,
];

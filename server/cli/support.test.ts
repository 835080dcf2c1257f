import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../test/harness/command-line.ts';
import { type Door, startDoor } from '../../test/harness/door.ts';
import { newPerson } from '../../test/harness/person.ts';

let door: Door;
let now = Date.now();

beforeAll(async () => {
  const policy = { hourlyPerKey: 1000, realms: { acme: { approvals: 1, bypassCodes: true } } };
  door = await startDoor({ settings: { DOORCODE_SUPPORT_POLICY: JSON.stringify(policy) } });
});
afterAll(() => door.stop());

const run = (...words: string[]) => runCommand(['support', ...words], door.folder, door.settings);

const clock = {
  now: () => now,
  advance: (ms: number) => {
    now += ms;
  },
};

const why = ['--reason', 'lost phone', '--ticket', 'T-1', '--identified-by', 'called back'];

it('an operator finds, looks, opens, is told to ask somebody else, cancels; and lets somebody in', async () => {
  now = Date.now();
  const owner = newPerson(door.origin, clock);
  await owner.logIn('user1@acme.example');
  await owner.activate();

  const found = await run('find', 'ACME', 'USER1@acme.example');
  expect(found.out).toContain(owner.accountId);
  expect((await run('find', 'acme', 'nobody')).code).toBe(1);
  expect((await run('show', owner.accountId)).out).toContain('factor: active, since 20');

  const opened = await run('reset', owner.accountId, ...why);
  expect(opened.out).toMatch(/^(\w{5}-){3}\w{5}\n$/);
  expect(opened.said).toContain('open (1 approvals to come)');
  const [, id = ''] = /case (\S+) of account/.exec(opened.said) ?? [];
  expect((await run('cases')).out).toContain(id);
  expect((await run('case', id)).out).toContain('identified by: called back');
  const own = await run('approve', id);
  expect([own.code, own.said]).toEqual([1, expect.stringContaining('Refused: own case.')]);
  expect((await run('cancel', id, '--reason', 'found it')).said).toContain('cancelled');

  const bypass = await run('bypass', owner.accountId, '--reason', 'at home', '--ticket', 'T-2');
  const login = newPerson(door.origin, clock);
  await login.logIn('user1@acme.example');
  expect((await login.call('verify', { code: bypass.out.trim() })).status).toBe(204);
  const cleared = await run('clear-wait', owner.accountId, '--reason', 'called');
  expect(cleared.said).toContain('The waits are ended.');
  const { out: history } = await run('history', owner.accountId);
  expect(history.split('\n').map((line) => line.split('  ')[2])).toEqual([
    'wait-cleared',
    'bypass-code',
    'bypass-issued',
    'reset-cancelled',
    'reset-opened',
    'confirm',
    'set-up-started',
    undefined,
  ]);
}, 120_000);

it.each([
  [[], 'Say "support" and one of find'],
  [['toString'], 'Say "support" and one of find'],
  [['find', 'acme'], 'a word too few'],
  [['find', 'acme', 'ada', 'bob'], 'Unexpected argument'],
  [['reset', 'an-id'], '--reason is needed'],
  [['reset', 'an-id', ...why.slice(0, 5)], 'identified-by'],
  [['cases', '--state', 'lost'], '--state takes'],
  [['bypass', 'an-id', ...why.slice(0, 4), '--minutes', '61'], '--minutes takes'],
])('of %j it says what is wrong, and does nothing', async (words, complaint) => {
  const { code, out, said } = await run(...words);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(complaint);
});

it.each([
  [['show', 'made-up'], 'There is no such account.'],
  [['case', 'made-up'], 'There is no such case.'],
  [['case', '-Abc'], 'There is no such case.'],
  [['approve', 'made-up'], 'Refused: unknown case.'],
])('%j is answered by what is not there', async (words, complaint) => {
  const { code, said } = await run(...words);
  expect([code, said]).toEqual([1, expect.stringContaining(complaint)]);
});

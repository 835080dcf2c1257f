import { describe, expect, it } from 'vitest';
import { appOf, scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import { readSupportPolicy } from '../config/support-policy.ts';
import type { Deps } from '../deps.ts';
import { activate } from './activate.ts';
import { closeCase } from './close-case.ts';
import { confirm } from './confirm.ts';
import { countRecoveryCodes } from './recovery-codes.ts';
import { approveCase, carryOutDueCases, openCase } from './reset-cases.ts';
import { sessionState } from './session.ts';
import { hashSetupCode } from './setup-code.ts';
import type { Actor } from './support-acts.ts';
import { createSupportKey, endSupportKey } from './support-keys.ts';
import { vetoByLink, vetoInSession, vetoToken } from './veto.ts';

const minute = 60_000;
const hour = 60 * minute;
const lostPhone = { reason: 'phone lost', ticket: 'T-7', identifiedBy: 'called back' };
const desk = 'support:environment';

const withPolicy = (policy: object) => ({ policyOf: readSupportPolicy(JSON.stringify(policy)) });

async function opened(deps: Deps, accountId: string, actor: Actor = desk, key?: string) {
  const result = await openCase(deps, actor, accountId, lostPhone, key);
  if (!result.ok) throw new Error(`The case was refused: ${result.reason}`);
  return result;
}

/** Keys that stand, as the audit names them. */
async function keys(deps: Deps, ...names: string[]): Promise<Actor[]> {
  for (const name of names) {
    await createSupportKey(deps, { name, scopes: ['reset', 'approve'], expiresAt: 0 });
  }
  return names.map((name) => `support:${name}` as const);
}

describe('a reset case of the usual policy', () => {
  it('A43 is carried out at once and gives no access: every session must set up', async () => {
    const { deps, session, accountId } = await scratchOwner();
    expect(sessionState(await session())).toBe('cleared');
    const { resetCase, setupCode } = await opened(deps, accountId);
    expect(resetCase.state).toBe('done');
    expect(setupCode).toMatch(/^\w{5}(-\w{5}){3}$/);
    expect(sessionState(await session())).toBe('setup-required');
    expect(await session()).toMatchObject({ factor: 'none', secret: null, mustSetUp: true });
    expect(await countRecoveryCodes(deps, accountId)).toBe(0);
  });

  it('A48 keeps the hash alone of the code that it answers, and the newest counts', async () => {
    const { deps, session, accountId } = await scratchOwner();
    const first = await opened(deps, accountId);
    expect((await session()).setupCodeHash).toBe(hashSetupCode(String(first.setupCode)));
    const second = await opened(deps, accountId);
    expect(second.setupCode).not.toBe(first.setupCode);
    expect((await session()).setupCodeHash).toBe(hashSetupCode(String(second.setupCode)));
    const old = { setupCode: String(first.setupCode) };
    expect(await activate(deps, await session(), old)).toMatchObject({
      reason: 'wrong-setup-code',
    });
    const right = { setupCode: String(second.setupCode) };
    expect(await activate(deps, await session(), right)).toMatchObject({ ok: true });
  });

  it('is in the audit with who did it, when and why, and in the log without the reason', async () => {
    const { deps, clock, accountId, rows } = await scratchOwner();
    const { resetCase } = await opened(deps, accountId);
    const row = { at: clock.now(), account_id: accountId, actor: desk, status: 'success' };
    expect(await rows(`SELECT * FROM audit WHERE event LIKE 'reset%'`)).toMatchObject([
      {
        ...row,
        event: 'reset-opened',
        note: `phone lost (ticket T-7, case ${resetCase.id}); identified by called back`,
      },
      { ...row, event: 'reset', note: `phone lost (ticket T-7, case ${resetCase.id})` },
    ]);
    const lines = deps.lines.map((line) => JSON.parse(line) as { event: string });
    expect(lines.map(({ event }) => event)).toEqual(['reset-opened', 'reset']);
    expect(deps.lines.join('')).not.toContain('phone lost');
  });

  it('A44 answers the same of an account that is not there or has nothing to reset; the audit tells', async () => {
    const { deps, session, accountId, rows } = await scratchPerson();
    for (const id of ['made up', accountId]) {
      const { resetCase, setupCode } = await opened(deps, id);
      expect(resetCase).toMatchObject({ state: 'done', accountId: id });
      expect(setupCode).toMatch(/^\w{5}(-\w{5}){3}$/);
    }
    expect(sessionState(await session())).toBe('free');
    expect(await rows(`SELECT account_id, status FROM audit WHERE event = 'reset'`)).toEqual([
      { account_id: 'made up', status: 'error' },
      { account_id: accountId, status: 'error' },
    ]);
  });

  it('A45 asked again with one idempotency key is one case with one code; another request is refused', async () => {
    const { deps, accountId, rows, session } = await scratchOwner();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => opened(deps, accountId, desk, 'a-key')),
    );
    expect(new Set(answers.map(({ resetCase }) => resetCase.id)).size).toBe(1);
    expect(new Set(answers.map(({ setupCode }) => setupCode)).size).toBe(1);
    const [first] = answers;
    expect((await session()).setupCodeHash).toBe(hashSetupCode(String(first?.setupCode)));
    expect(await rows(`SELECT 1 FROM audit WHERE event = 'reset'`)).toHaveLength(1);
    const other = { ...lostPhone, ticket: 'T-8' };
    expect(await openCase(deps, desk, accountId, other, 'a-key')).toEqual({
      ok: false,
      reason: 'other-request',
    });
    const anothers = await opened(deps, accountId, 'operator', 'a-key');
    expect(anothers.resetCase.id).not.toBe(first?.resetCase.id);
  });

  it('ends a set-up under way, and a code for it confirms nothing any more', async () => {
    const { deps, session, accountId, app } = await scratchOwner();
    const setup = await activate(deps, await session(), { code: app.code() });
    if (!setup.ok) throw new Error(setup.reason);
    await opened(deps, accountId);
    const given = { pendingId: setup.pendingId, code: app.code(1) };
    expect(await confirm(deps, await session(), given)).toEqual({
      ok: false,
      reason: 'setup-over',
    });
    expect((await session()).mustSetUp).toBe(true);
  });

  it('asks for no code where the policy waives it', async () => {
    const { deps, session, accountId } = await scratchOwner(withPolicy({ setupCode: false }));
    expect((await opened(deps, accountId)).setupCode).toBeNull();
    expect(sessionState(await session())).toBe('setup-required');
    expect(await activate(deps, await session(), {})).toMatchObject({ ok: true });
  });

  it('A47 over the limit of the key or of the realm is refused until an hour has passed, with an alarm', async () => {
    const owner = await scratchOwner(withPolicy({ hourlyPerKey: 2, hourlyPerRealm: 3 }));
    const { deps, clock, accountId, alarms, rows } = owner;
    const [ada = desk, eve = desk] = await keys(deps, 'ada', 'eve');
    const start = clock.now();
    for (const actor of [ada, ada, eve]) await opened(deps, accountId, actor);
    const refusal = { ok: false, reason: 'too-many-acts', waitUntil: start + hour };
    expect(await openCase(deps, ada, accountId, lostPhone)).toEqual(refusal);
    expect(await openCase(deps, eve, accountId, lostPhone)).toEqual(refusal);
    expect(alarms()).toEqual([
      { event: 'too-many-acts', accountId, actor: ada },
      { event: 'too-many-acts', accountId, actor: eve },
    ]);
    expect(await rows(`SELECT 1 FROM audit WHERE event = 'reset'`)).toHaveLength(3);
    clock.advance(hour);
    expect((await opened(deps, accountId, ada)).resetCase.state).toBe('done');
  });
});

describe('a reset case that others must approve', () => {
  const two = withPolicy({ approvals: 2 });

  it('A43 changes nothing until so many others have approved, and then all at once', async () => {
    const { deps, session, accountId } = await scratchOwner(two);
    const [ada = desk, eve = desk, bob = desk] = await keys(deps, 'ada', 'eve', 'bob');
    const { resetCase, setupCode } = await opened(deps, accountId, ada);
    const { id } = resetCase;
    expect(resetCase.state).toBe('open');
    expect(await approveCase(deps, ada, id)).toEqual({ ok: false, reason: 'own-case' });
    for (const actor of [eve, eve]) {
      const approved = await approveCase(deps, actor, id);
      expect(approved).toMatchObject({ resetCase: { state: 'open', approvedBy: [eve] } });
    }
    await carryOutDueCases(deps);
    expect(sessionState(await session())).toBe('cleared');
    expect(await approveCase(deps, bob, id)).toMatchObject({ resetCase: { state: 'done' } });
    expect((await session()).setupCodeHash).toBe(hashSetupCode(String(setupCode)));
    expect(await approveCase(deps, 'operator', id)).toEqual({ ok: false, reason: 'case-closed' });
    expect(await approveCase(deps, bob, 'made up')).toEqual({ ok: false, reason: 'unknown-case' });
  });

  it('A46 a key that was revoked approves nothing, and what it approved counts no more', async () => {
    const { deps, session, accountId } = await scratchOwner(two);
    const [ada = desk, eve = desk, bob = desk, fay = desk] = await keys(
      deps,
      ...['ada', 'eve', 'bob', 'fay'],
    );
    const { resetCase } = await opened(deps, accountId, ada);
    await approveCase(deps, eve, resetCase.id);
    await endSupportKey(deps, 'eve');
    await endSupportKey(deps, 'fay');
    expect(await approveCase(deps, fay, resetCase.id)).toMatchObject({ reason: 'bad-support-key' });
    const after = await approveCase(deps, bob, resetCase.id);
    expect(after).toMatchObject({ resetCase: { state: 'open', approvedBy: [bob] } });
    expect(sessionState(await session())).toBe('cleared');
    expect(await approveCase(deps, 'operator', resetCase.id)).toMatchObject({
      resetCase: { state: 'done' },
    });
  });

  it('A46 ends when the key that opened it is revoked', async () => {
    const { deps, session, accountId, rows } = await scratchOwner(withPolicy({ approvals: 1 }));
    const [ada = desk, eve = desk] = await keys(deps, 'ada', 'eve');
    const { resetCase } = await opened(deps, accountId, ada);
    await endSupportKey(deps, 'ada');
    expect(await approveCase(deps, eve, resetCase.id)).toMatchObject({ reason: 'case-closed' });
    expect(sessionState(await session())).toBe('cleared');
    expect(
      await rows(`SELECT actor, account_id FROM audit WHERE event = 'reset-cancelled'`),
    ).toEqual([{ actor: 'operator', account_id: accountId }]);
    expect(await openCase(deps, ada, accountId, lostPhone)).toMatchObject({
      reason: 'bad-support-key',
    });
  });

  it('A48 the set-up code of a key that was revoked is worth nothing, and support makes another', async () => {
    const { deps, session, accountId } = await scratchOwner();
    const [eve = desk] = await keys(deps, 'eve');
    const stolen = await opened(deps, accountId, eve);
    await endSupportKey(deps, 'eve');
    const setupCode = String(stolen.setupCode);
    for (const given of [{ setupCode }, { setupCode: 'revoked' }, {}]) {
      expect(await activate(deps, await session('thief'), given)).toMatchObject({ ok: false });
    }
    const fresh = String((await opened(deps, accountId)).setupCode);
    const given = { setupCode: fresh };
    expect(await activate(deps, await session('owner'), given)).toMatchObject({ ok: true });
  });

  it('A46 is cancelled when it has been open for two weeks, whoever approves it then', async () => {
    const { deps, clock, session, accountId, rows } = await scratchOwner(
      withPolicy({ approvals: 1 }),
    );
    const [ada = desk, eve = desk] = await keys(deps, 'ada', 'eve');
    const { resetCase } = await opened(deps, accountId, ada);
    clock.advance(14 * 24 * hour);
    expect(await approveCase(deps, eve, resetCase.id)).toMatchObject({
      resetCase: { state: 'open' },
    });
    expect((await session()).mustSetUp).toBe(false);
    await carryOutDueCases(deps);
    expect(await rows('SELECT state, closed_by FROM reset_case')).toEqual([
      { state: 'cancelled', closed_by: 'doorcode' },
    ]);
    expect((await opened(deps, accountId, ada)).resetCase.state).toBe('open');
  });

  it('is the only open one of its account, and can be cancelled once', async () => {
    const { deps, accountId } = await scratchOwner(two);
    const [ada = desk, eve = desk] = await keys(deps, 'ada', 'eve');
    const { resetCase } = await opened(deps, accountId, ada);
    expect(await openCase(deps, eve, accountId, lostPhone)).toMatchObject({ reason: 'case-open' });
    const cancelled = await closeCase(deps, eve, resetCase.id, 'cancelled', 'phone found');
    expect(cancelled).toMatchObject({ resetCase: { state: 'cancelled', closedBy: eve } });
    const again = await closeCase(deps, eve, resetCase.id, 'cancelled', 'phone found');
    expect(again).toEqual({ ok: false, reason: 'case-closed' });
    expect((await opened(deps, accountId, eve)).resetCase.state).toBe('open');
  });
});

describe('a reset case with a cooling-off', () => {
  const oneHour = withPolicy({ coolingOffMinutes: 60 });

  it('A43 is carried out when it is over, not before', async () => {
    const { deps, clock, session, accountId } = await scratchOwner(oneHour);
    const { resetCase } = await opened(deps, accountId);
    expect((await session()).openCase).toEqual({
      id: resetCase.id,
      openedAt: clock.now(),
      dueAt: clock.now() + hour,
    });
    clock.advance(hour - 1);
    await carryOutDueCases(deps);
    expect(sessionState(await session())).toBe('cleared');
    clock.advance(1);
    await Promise.all([carryOutDueCases(deps), carryOutDueCases(deps)]);
    expect(await session()).toMatchObject({ mustSetUp: true, openCase: null });
  });

  it('A43 is over when its owner vetoes, by the link or in a session that showed a code', async () => {
    const { deps, clock, session, accountId, alarms } = await scratchOwner(oneHour);
    const first = await opened(deps, accountId);
    const { id } = first.resetCase;
    for (const wrong of ['', id, `${id}.`, `${id}.${vetoToken(deps, 'another')}`]) {
      expect(await vetoByLink(deps, wrong)).toEqual({ ok: false, reason: 'not-found' });
    }
    const link = `${id}.${vetoToken(deps, id)}`;
    expect(await vetoByLink(deps, link)).toEqual({ ok: true });
    expect(await vetoByLink(deps, link)).toEqual({ ok: false, reason: 'case-closed' });
    const second = await opened(deps, accountId);
    const caseId = second.resetCase.id;
    expect(await vetoInSession(deps, await session('other'), caseId)).toEqual({
      ok: false,
      reason: 'code-required',
    });
    expect(await vetoInSession(deps, await session(), id)).toMatchObject({ reason: 'case-closed' });
    expect(await vetoInSession(deps, await session(), caseId)).toMatchObject({ ok: true });
    clock.advance(2 * hour);
    await carryOutDueCases(deps);
    expect(sessionState(await session())).toBe('cleared');
    expect(alarms()).toMatchObject([{ event: 'reset-vetoed' }, { event: 'reset-vetoed' }]);
  });

  it('A45 and a veto at its very end: one of the two takes place, never both', async () => {
    const ends = new Set<string>();
    for (let turns = 0; turns < 24; turns += 2) {
      const { deps, clock, session, accountId, rows } = await scratchOwner(oneHour);
      const { resetCase } = await opened(deps, accountId);
      const link = `${resetCase.id}.${vetoToken(deps, resetCase.id)}`;
      clock.advance(hour);
      const veto = async () => {
        for (let turn = 0; turn < turns; turn++) await null;
        return vetoByLink(deps, link);
      };
      const [{ ok: vetoed }] = await Promise.all([veto(), carryOutDueCases(deps)]);
      expect((await session()).mustSetUp).toBe(!vetoed);
      const events = await rows(`SELECT event FROM audit WHERE event IN ('reset', 'reset-vetoed')`);
      expect(events).toEqual([{ event: vetoed ? 'reset-vetoed' : 'reset' }]);
      ends.add(String(events[0]?.event));
    }
    expect([...ends].sort()).toEqual(['reset', 'reset-vetoed']);
  });

  it('is cancelled where the factor was changed meanwhile: nobody is locked out who is in', async () => {
    const { deps, clock, session, accountId, app, rows } = await scratchOwner(oneHour);
    await opened(deps, accountId);
    const setup = await activate(deps, await session(), { code: app.code() });
    if (!setup.ok) throw new Error(setup.reason);
    const code = appOf(setup.secret, clock).code(1);
    expect(
      await confirm(deps, await session(), { pendingId: setup.pendingId, code }),
    ).toMatchObject({
      ok: true,
    });
    clock.advance(hour);
    await carryOutDueCases(deps);
    expect(sessionState(await session())).toBe('cleared');
    expect(await rows('SELECT state, closed_by FROM reset_case')).toEqual([
      { state: 'cancelled', closed_by: 'doorcode' },
    ]);
    expect(await rows(`SELECT 1 FROM audit WHERE event = 'reset-cancelled'`)).toHaveLength(1);
  });

  it('is the policy of its realm', async () => {
    const policy = withPolicy({ realms: { ACME: { coolingOffMinutes: 60 } } });
    const acme = await scratchOwner(policy, { realm: 'acme' });
    expect((await opened(acme.deps, acme.accountId)).resetCase.state).toBe('open');
    const other = await scratchOwner(policy, { realm: 'other' });
    expect((await opened(other.deps, other.accountId)).resetCase.state).toBe('done');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueBypassCode } from '../../server/domain/bypass-codes.ts';
import { approveCase, openCase } from '../../server/domain/reset-cases.ts';
import { clearWait } from '../../server/domain/support-acts.ts';
import { createSupportKey, endSupportKey } from '../../server/domain/support-keys.ts';
import { failPatiently, isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { reset } from '../harness/reset.ts';

const minute = 60_000;
const hour = 60 * minute;
const desk = 'support:environment';
const lostPhone = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };
const atHome = { reason: 'phone at home', ticket: 'T-2', minutes: 60 };

const many = { hourlyPerKey: 10_000, hourlyPerRealm: 10_000 };
const policy = { ...many, realms: { globex: { approvals: 1 } } };

let door: InnerDoor;

beforeAll(async () => {
  door = await startInnerDoor({ settings: { DOORCODE_SUPPORT_POLICY: JSON.stringify(policy) } });
});
afterAll(() => door.stop());

const { enrolled, loggedIn, loginOf } = newUsers(() => door);

async function bypassCodeOf(accountId: string, minutes = 60): Promise<string> {
  const issued = await issueBypassCode(door.deps, desk, accountId, { ...atHome, minutes });
  if (!issued.ok) throw new Error(`The bypass code was refused: ${issued.reason}`);
  return issued.code;
}

const verify = (person: Person, code: string) => person.call('verify', { code });

/** Rows of the audit that tell of an account, the newest last. */
const auditOf = async (accountId: string) =>
  door.deps.store.read({
    sql: 'SELECT actor, event, status FROM audit WHERE account_id = :accountId ORDER BY seq',
    args: { accountId },
  });

describe('a reset', () => {
  it('A43 that others must approve leaves a cleared session alone until then, and ends it then', async () => {
    const email = 'dora@shared.example';
    const owner = await loggedIn(email, 'globex');
    await owner.activate();
    const opened = await openCase(door.deps, desk, owner.accountId, lostPhone);
    if (!opened.ok) throw new Error(opened.reason);
    const { id } = opened.resetCase;
    expect(await isIn(owner)).toBe(true);
    expect(await approveCase(door.deps, desk, id)).toMatchObject({ reason: 'own-case' });
    expect(await isIn(owner)).toBe(true);
    expect(await approveCase(door.deps, 'operator', id)).toMatchObject({ ok: true });
    expect(reasonOf(await owner.fetch('/api/me'))).toBe('setup-required');
  });

  it('A44 answers the same of an account that is not there, that never set up, and that is exempt', async () => {
    const never = await loggedIn();
    const exempt = door.person();
    const carol = door.platform.accounts.find(({ email }) => email === 'carol@acme.example');
    await exempt.visitor.logInByIdentityProvider(carol?.id ?? '');
    await exempt.meet();
    const { owner } = await enrolled();
    const shapes = new Set<string>();
    const ids = ['made-up', never.accountId, exempt.accountId, owner.accountId];
    for (const id of ids) {
      const answer = await call(`accounts/${id}/reset-cases`, lostPhone);
      const shape = JSON.stringify({ ...answer.body.case, id: 0, accountId: 0, seq: 0 });
      shapes.add(`${answer.status} ${shape} ${answer.body.setupCode.replaceAll(/[^-]/g, 'X')}`);
    }
    expect([...shapes]).toHaveLength(1);
    expect(await isIn(never)).toBe(true);
    expect(await isIn(exempt)).toBe(true);
    expect(await isIn(owner)).toBe(false);
    const told = await Promise.all(ids.map(async (id) => (await auditOf(id)).at(-1)));
    expect(told.map((row) => row?.status)).toEqual(['error', 'error', 'error', 'success']);
  });

  it('A45 repeated with one idempotency key has one effect', async () => {
    const { owner } = await enrolled();
    const path = `accounts/${owner.accountId}/reset-cases`;
    const first = await call(path, lostPhone, { 'Idempotency-Key': 'call-4711' });
    await owner.activate({ setupCode: first.body.setupCode });
    const again = await call(path, lostPhone, { 'Idempotency-Key': 'call-4711' });
    expect(again).toEqual(first);
    expect(await isIn(owner)).toBe(true);
  });

  it('A45 at the same moment as a verify: nobody is in after it', async () => {
    const { owner, login, email } = await enrolled();
    const code = login.code();
    const [verified] = await Promise.all([verify(login, code), reset(door.deps, owner.accountId)]);
    expect([204, 403]).toContain(verified.status);
    for (const session of [owner, login]) expect(await isIn(session)).toBe(false);
    const late = await loginOf(owner, email);
    expect(reasonOf(await verify(late, late.code(1)))).toBe('setup-required');
  });

  it('A48 during an open set-up ends it, and the code of the new phone confirms nothing', async () => {
    const { owner, login } = await enrolled();
    const pendingId = await owner.startSetUp({ code: owner.code() });
    const setupCode = await reset(door.deps, owner.accountId);
    const confirmed = await owner.call('confirm', { pendingId, code: owner.code() });
    expect(reasonOf(confirmed)).toBe('setup-over');
    const begun = await login.startSetUp({ setupCode });
    const newer = await reset(door.deps, owner.accountId);
    const late = await login.call('confirm', { pendingId: begun, code: login.code() });
    expect(reasonOf(late)).toBe('setup-over');
    door.clock.advance(minute);
    await login.activate({ setupCode: newer });
    expect(await isIn(login)).toBe(true);
  });
});

describe('for a day without the phone', () => {
  it('a bypass code lets one session in, once, for twelve hours, and leaves the factor as it was', async () => {
    const { owner, login, email } = await enrolled();
    const code = await bypassCodeOf(owner.accountId);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    expect((await verify(login, typed)).status).toBe(204);
    expect(await isIn(login)).toBe(true);
    const other = await loginOf(owner, email);
    expect(reasonOf(await verify(other, code))).toBe('wrong-code');
    expect(await isIn(other)).toBe(false);
    expect((await verify(other, other.code())).status).toBe(204);
    const { clearanceUntil } = await login.state();
    expect((clearanceUntil ?? 0) - door.clock.now()).toBeLessThanOrEqual(12 * hour);
    expect((await auditOf(owner.accountId)).slice(-4)).toEqual([
      { actor: desk, event: 'bypass-issued', status: 'success' },
      { actor: 'user', event: 'bypass-code', status: 'success' },
      { actor: 'user', event: 'bypass-code', status: 'error' },
      { actor: 'user', event: 'verify', status: 'success' },
    ]);
  });

  it('a bypass code typed twenty times at once is accepted once', async () => {
    const { owner, email } = await enrolled();
    const code = await bypassCodeOf(owner.accountId);
    const logins: Person[] = [];
    while (logins.length < 20) logins.push(await loginOf(owner, email));
    const answers = await Promise.all(logins.map((login) => verify(login, code)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const inside = await Promise.all(logins.map(isIn));
    expect(inside.filter(Boolean)).toHaveLength(1);
  });

  it('a bypass code is over after its minutes, after a newer one, and after every change of the factor', async () => {
    const ends: ((owner: Person) => Promise<unknown>)[] = [
      async () => door.clock.advance(10 * minute),
      (owner) => bypassCodeOf(owner.accountId),
      async (owner) => owner.activate({ setupCode: await reset(door.deps, owner.accountId) }),
      async (owner) => {
        const pendingId = await owner.startSetUp({ code: owner.code() });
        door.clock.advance(minute);
        await owner.call('confirm', { pendingId, code: owner.code() });
      },
      async (owner) => {
        await owner.call('deactivate', { code: owner.code() });
        door.clock.advance(minute);
        await owner.activate();
      },
    ];
    for (const end of ends) {
      const { owner, login } = await enrolled();
      const code = await bypassCodeOf(owner.accountId, 10);
      await end(owner);
      expect(reasonOf(await verify(login, code))).toBe('wrong-code');
    }
    const { owner, login } = await enrolled();
    const code = await bypassCodeOf(owner.accountId, 10);
    door.clock.advance(10 * minute - 1);
    expect((await verify(login, code)).status).toBe(204);
  });

  it('a bypass code serves the login alone: it replaces nothing, switches nothing off, and is nobody else’s', async () => {
    const { owner, login } = await enrolled();
    const stranger = await enrolled();
    const code = await bypassCodeOf(owner.accountId);
    for (const call of ['activate', 'deactivate', 'recovery-codes']) {
      expect(reasonOf(await owner.call(call, { code }))).toBe('malformed-code');
    }
    expect(reasonOf(await verify(stranger.login, code))).toBe('wrong-code');
    expect((await verify(login, code)).status).toBe(204);
  });

  it('a bypass code is guessed against the one count of all codes, and not judged during a wait', async () => {
    const { owner, login } = await enrolled();
    const code = await bypassCodeOf(owner.accountId);
    const wrong = ['AAAAA-AAAAA-AAAAA-AAAAA', login.wrongCode(), 'CCCCC-CCCCC-CCCCC'];
    const reasons: string[] = [];
    for (let i = 0; i < 6; i++) reasons.push(reasonOf(await verify(login, wrong[i % 3] ?? '')));
    expect(reasons).toEqual([...Array(5).fill('wrong-code'), 'wait']);
    expect(reasonOf(await verify(login, code))).toBe('wait');
    door.clock.advance(30_000);
    expect((await verify(login, code)).status).toBe(204);
  });

  it('a bypass code makes no device of the owner’s of the browser that it lets in', async () => {
    const { owner, login, email } = await enrolled();
    const code = await bypassCodeOf(owner.accountId);
    expect((await verify(login, code)).status).toBe(204);
    expect(login.jar.has('__Host-two-factor-device')).toBe(false);
    const other = await loginOf(owner, email);
    expect((await verify(other, other.code())).status).toBe(204);
    expect(other.jar.has('__Host-two-factor-device')).toBe(true);
  });

  it('a bypass code ends with the key that issued it, and so does the session that it let in', async () => {
    const { owner, login } = await enrolled();
    const bystander = await enrolled();
    await createSupportKey(door.deps, { name: 'thief', scopes: ['bypass'], expiresAt: 0 });
    const issued = await issueBypassCode(door.deps, 'support:thief', owner.accountId, atHome);
    if (!issued.ok) throw new Error(issued.reason);
    expect((await verify(login, issued.code)).status).toBe(204);
    const others = await bypassCodeOf(bystander.owner.accountId);
    expect((await verify(bystander.login, others)).status).toBe(204);
    expect(await isIn(login)).toBe(true);
    await endSupportKey(door.deps, 'thief');
    expect(await isIn(login)).toBe(false);
    expect(await isIn(bystander.login)).toBe(true);
    expect(await isIn(owner)).toBe(true);
  });

  it('a bypass code is answered for an account without a factor too, and opens nothing; the audit tells', async () => {
    const never = await loggedIn();
    const code = await bypassCodeOf(never.accountId);
    expect(reasonOf(await verify(never, code))).toBe('not-active');
    expect(await bypassCodeOf('made-up')).toMatch(/^(\w{5}-){3}\w{5}$/);
    for (const id of [never.accountId, 'made-up']) {
      expect((await auditOf(id)).at(-1)).toMatchObject({ event: 'bypass-issued', status: 'error' });
    }
  });
});

it('no bypass code is issued where the policy does without', async () => {
  const erin = await loggedIn('erin@globex.example', 'globex');
  const issued = await issueBypassCode(door.deps, desk, erin.accountId, atHome);
  expect(issued).toEqual({ ok: false, reason: 'bypass-forbidden' });
});

describe('a cleared wait', () => {
  it('lets one code be judged now; the failures stay counted', async () => {
    const { owner, login } = await enrolled();
    await failPatiently(door, login, 6);
    expect(reasonOf(await verify(login, login.code()))).toBe('wait');
    expect(await clearWait(door.deps, desk, owner.accountId, 'called')).toEqual({ ok: true });
    const wrong = await verify(login, login.wrongCode());
    expect(reasonOf(wrong)).toBe('wrong-code');
    const { waitUntil } = await login.state();
    expect((waitUntil ?? 0) - door.clock.now()).toBe(2 * minute);
    await clearWait(door.deps, desk, owner.accountId, 'called again');
    expect((await verify(login, login.code())).status).toBe(204);
  });
});

async function call(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${door.supportUrl}/support/v1/${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${door.supportKey}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { case: object; setupCode: string };
  return { status: response.status, body: answer };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { rowsOf } from '../harness/scratch-store.ts';

const step = 30_000;
let door: InnerDoor;
const { enrolled, loginOf } = newUsers(() => door);

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

const codeOf = ({ recoveryCodes }: Person, index = 0) => recoveryCodes[index] ?? 'none';
const left = async (person: Person) => (await person.state()).recoveryCodesLeft;
const renew = async (person: Person): Promise<string[]> => {
  const answer = await person.call('recovery-codes', { code: person.code() });
  door.clock.advance(step);
  return (JSON.parse(answer.body) as { recoveryCodes: string[] }).recoveryCodes;
};

describe('recovery codes', () => {
  it('are ten, each of 15 letters that are read without mistakes, and all different', async () => {
    const { owner } = await enrolled();
    expect(owner.recoveryCodes).toHaveLength(10);
    expect(new Set(owner.recoveryCodes).size).toBe(10);
    for (const code of owner.recoveryCodes) {
      expect(code).toMatch(/^([ACDEFGHJKMNPQRTWXY34679]{5}-){2}[ACDEFGHJKMNPQRTWXY34679]{5}$/);
    }
    expect(await left(owner)).toBe(10);
  });

  it('are not in the database, nor in any answer but the one that made them', async () => {
    const { owner, login } = await enrolled();
    const code = codeOf(owner);
    const tables = await Promise.all(
      ['recovery_code', 'attempt', 'audit', 'factor'].map((table) =>
        rowsOf(door.deps.store, `SELECT * FROM ${table}`),
      ),
    );
    const answers = [
      await owner.navigate('/.two-factor/'),
      await owner.fetch('/.two-factor/v1/state'),
      await login.call('verify', { code }),
    ];
    const text = JSON.stringify([tables, answers]) + door.log.join('');
    for (const written of [code, code.replaceAll('-', '')]) expect(text).not.toContain(written);
    expect(await rowsOf(door.deps.store, 'SELECT count(*) AS n FROM recovery_code')).not.toEqual([
      { n: 0 },
    ]);
  });

  it.each([
    ['as it was shown', (code: string) => code],
    [
      'in small letters with spaces',
      (code: string) => ` ${code.toLowerCase().replaceAll('-', ' ')} `,
    ],
  ])('let in once, typed %s', async (_, typed) => {
    const { owner, login, email } = await enrolled();
    const code = typed(codeOf(owner));
    expect((await login.call('verify', { code })).status).toBe(204);
    expect(await isIn(login)).toBe(true);
    expect(await left(login)).toBe(9);
    const again = await loginOf(owner, email);
    expect(reasonOf(await again.call('verify', { code }))).toBe('wrong-code');
    expect(await isIn(again)).toBe(false);
  });

  it('let in by the sealed login code of nobody: the field on the login form takes digits only', async () => {
    const { owner, login } = await enrolled();
    expect(reasonOf(await login.call('login-code', { code: codeOf(owner) }))).toBe(
      'malformed-code',
    );
  });

  it('A40 of another account are refused and counted, and stay good for their own', async () => {
    const { owner, login } = await enrolled();
    const stranger = await enrolled();
    const code = codeOf(owner);
    for (let i = 0; i < 5; i++) {
      expect(reasonOf(await stranger.login.call('verify', { code }))).toBe('wrong-code');
    }
    expect(reasonOf(await stranger.login.call('verify', { code }))).toBe('wait');
    expect(await isIn(stranger.login)).toBe(false);
    expect((await login.call('verify', { code })).status).toBe(204);
  });

  it('A40 one of them 20 times at once lets in one session', async () => {
    const { owner, email } = await enrolled();
    const logins = await Promise.all(Array.from({ length: 20 }, () => loginOf(owner, email)));
    const code = codeOf(owner);
    const answers = await Promise.all(logins.map((login) => login.call('verify', { code })));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect((await Promise.all(logins.map(isIn))).filter(Boolean)).toHaveLength(1);
    expect(await left(owner)).toBe(9);
  });

  it('A40 a used one is refused and counted', async () => {
    const { owner, login, email } = await enrolled();
    const code = codeOf(owner);
    await login.call('verify', { code });
    const again = await loginOf(owner, email);
    for (let i = 0; i < 5; i++) {
      expect(reasonOf(await again.call('verify', { code }))).toBe('wrong-code');
    }
    expect(reasonOf(await again.call('verify', { code: codeOf(owner, 1) }))).toBe('wait');
    door.clock.advance(step);
    expect((await again.call('verify', { code: codeOf(owner, 1) })).status).toBe(204);
  });

  it('do not switch off and make no new ones; nothing is counted for trying', async () => {
    const { owner } = await enrolled();
    for (const call of ['deactivate', 'recovery-codes', 'deactivate', 'recovery-codes'] as const) {
      const answer = await owner.call(call, { code: codeOf(owner) });
      expect([answer.status, reasonOf(answer)]).toEqual([400, 'malformed-code']);
    }
    expect((await owner.state()).factor).toBe('active');
    expect(await left(owner)).toBe(10);
    expect(
      await rowsOf(door.deps.store, 'SELECT * FROM throttle WHERE account_id = ?', owner.accountId),
    ).toEqual([]);
  });

  it('are all new after a fresh code, and the old ones are worth nothing', async () => {
    const { owner, login } = await enrolled();
    const fresh = await renew(owner);
    expect(fresh).toHaveLength(10);
    expect(fresh).not.toContain(codeOf(owner));
    expect(reasonOf(await login.call('verify', { code: codeOf(owner) }))).toBe('wrong-code');
    expect((await login.call('verify', { code: fresh[9] })).status).toBe(204);
  });

  it('stay as they are when the code that asks for new ones is wrong', async () => {
    const { owner, login } = await enrolled();
    expect(reasonOf(await owner.call('recovery-codes', { code: owner.wrongCode() }))).toBe(
      'wrong-code',
    );
    expect((await login.call('verify', { code: codeOf(owner) })).status).toBe(204);
  });

  it('go with the factor: after switching off and on again the old ones are worth nothing', async () => {
    const { owner, email } = await enrolled();
    const old = codeOf(owner);
    await owner.call('deactivate', { code: owner.code() });
    expect(await left(owner)).toBe(0);
    door.clock.advance(step);
    await owner.activate();
    const login = await loginOf(owner, email);
    expect(reasonOf(await login.call('verify', { code: old }))).toBe('wrong-code');
  });

  it('go with a reset', async () => {
    const { owner, email } = await enrolled();
    await door.reset({ realm: 'acme', email });
    expect(
      await rowsOf(
        door.deps.store,
        'SELECT * FROM recovery_code WHERE account_id = ?',
        owner.accountId,
      ),
    ).toEqual([]);
  });
});

describe('replacing a phone', () => {
  it('takes a recovery code; the old phone and the old codes work until the new one is confirmed', async () => {
    const { owner, login, email } = await enrolled();
    const oldSecret = owner.secret;
    const pendingId = await owner.startSetUp({ code: codeOf(owner) });
    const newSecret = owner.secret;
    expect(newSecret).not.toBe(oldSecret);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    door.clock.advance(step);

    const answer = await owner.call('confirm', { pendingId, code: owner.code() });
    const { recoveryCodes } = JSON.parse(answer.body) as { recoveryCodes: string[] };
    expect(recoveryCodes).toHaveLength(10);
    door.clock.advance(step);
    expect(await isIn(owner)).toBe(true);
    expect(await isIn(login), 'another session of before owes the new code').toBe(false);

    const after = await loginOf(owner, email);
    after.useSecret(oldSecret);
    expect(reasonOf(await after.call('verify', { code: after.code() }))).toBe('wrong-code');
    expect(reasonOf(await after.call('verify', { code: codeOf(owner, 1) }))).toBe('wrong-code');
    after.useSecret(newSecret);
    expect((await after.call('verify', { code: after.code() })).status).toBe(204);
  });

  it('that is never confirmed changes nothing', async () => {
    const { owner, login } = await enrolled();
    const oldSecret = owner.secret;
    await owner.startSetUp({ code: owner.code() });
    owner.useSecret(oldSecret);
    door.clock.advance(11 * 60_000);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    expect(await left(owner)).toBe(10);
  });

  it('by a wrong recovery code starts nothing and is counted', async () => {
    const { owner } = await enrolled();
    const wrong = 'AAAAA-AAAAA-AAAAA';
    for (let i = 0; i < 5; i++) {
      expect(reasonOf(await owner.call('activate', { code: wrong }))).toBe('wrong-code');
    }
    expect(reasonOf(await owner.call('activate', { code: owner.code() }))).toBe('wait');
  });
});

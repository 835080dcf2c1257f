import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import type { Answer } from '../harness/request.ts';

const minute = 60_000;
const step = 30_000;

let door: InnerDoor;
let next = 1;

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

const newEmail = () => `user${next++}@acme.example`;

async function loggedIn(email: string, realm = 'acme'): Promise<Person> {
  const person = door.person();
  await person.logIn(email, realm);
  return person;
}

async function enrolled(email = newEmail()): Promise<{ owner: Person; email: string }> {
  const owner = await loggedIn(email);
  await owner.activate();
  return { owner, email };
}

async function anotherLogin(owner: Person, email: string): Promise<Person> {
  const login = await loggedIn(email);
  login.useSecret(owner.secret);
  return login;
}

const isIn = async (person: Person) => (await person.fetch('/api/me')).status === 200;

describe('the secret', () => {
  async function breakSecret(accountId: string, change: string): Promise<void> {
    await door.deps.store.commit([
      { sql: `UPDATE factor SET ${change} WHERE account_id = :accountId`, args: { accountId } },
    ]);
  }

  it.each([
    ['is missing', 'secret = NULL, secret_id = NULL'],
    ['cannot be decrypted', `secret = substr(secret, 1, length(secret) - 4) || 'AAAA'`],
    ['belongs to another factor', `secret_id = 'another'`],
  ])(
    'A30 an active factor whose secret %s refuses everybody and raises an alarm',
    async (_, change) => {
      const { owner, email } = await enrolled();
      const login = await anotherLogin(owner, email);
      await breakSecret(owner.accountId, change);
      const alarms = door.log.length;
      const answer = await login.call('verify', { code: login.code() });
      expect([answer.status, reasonOf(answer)]).toEqual([500, 'internal']);
      expect(door.log.slice(alarms).join('')).toContain('"event":"secret-unreadable"');
      expect(await isIn(login)).toBe(false);
      expect((await login.state()).factor).toBe('active');
      expect(reasonOf(await login.call('activate'))).toBe('code-required');
    },
  );

  it('A37 after the confirmation nobody gets the secret again', async () => {
    const { owner } = await enrolled();
    expect(reasonOf(await owner.call('activate'))).toBe('already-active');
    const page = await owner.navigate('/.two-factor/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('Two-factor authentication is activated.');
    expect(page.body).not.toContain('<svg xmlns');
    const replaced = await owner.call('activate', { code: owner.code() });
    const { secret } = JSON.parse(replaced.body) as { secret: string };
    expect(secret, 'a replacement has a secret of its own').not.toBe(owner.secret);
  });

  it('A38 no answer but the one that starts a set-up holds the secret or the last step', async () => {
    const email = newEmail();
    const owner = await loggedIn(email);
    const pendingId = await owner.startSetUp();
    const answers: Answer[] = [
      await owner.navigate('/.two-factor/'),
      await owner.call('confirm', { pendingId, code: owner.wrongCode() }),
      await owner.call('confirm', { pendingId, code: owner.code() }),
    ];
    const lastStep = String(Math.floor(door.clock.now() / step));
    door.clock.advance(step);
    const login = await anotherLogin(owner, email);
    answers.push(
      await owner.navigate('/.two-factor/'),
      await owner.fetch('/.two-factor/v1/profile'),
      await owner.call('verify', { code: owner.wrongCode() }),
      await login.navigate('/home'),
      await login.fetch('/api/me'),
      await login.call('verify', { code: login.code() }),
      await login.call('recovery-codes', { code: login.wrongCode() }),
      await login.call('sign-out'),
    );
    const [row] = await door.deps.store.read({
      sql: 'SELECT secret_id, last_step FROM factor WHERE account_id = :id',
      args: { id: owner.accountId },
    });
    for (const answer of answers) {
      const text = JSON.stringify(answer);
      for (const hidden of [
        owner.secret,
        lastStep,
        String(row?.last_step),
        String(row?.secret_id),
      ]) {
        expect(text).not.toContain(hidden);
      }
    }
  });
});

describe('a pending set-up', () => {
  it('A31 of two tabs the last one counts, and an active factor stays untouched', async () => {
    const { owner, email } = await enrolled();
    const oldSecret = owner.secret;
    const first = await owner.startSetUp({ code: owner.code() });
    const firstCode = owner.code();
    door.clock.advance(step);
    owner.useSecret(oldSecret);
    const second = await owner.startSetUp({ code: owner.code() });
    expect(reasonOf(await owner.call('confirm', { pendingId: first, code: firstCode }))).toBe(
      'setup-over',
    );

    // Until the second one is confirmed, the old factor is the factor.
    door.clock.advance(step);
    const login = await loggedIn(email);
    login.useSecret(oldSecret);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    expect(await isIn(owner)).toBe(true);

    door.clock.advance(step);
    expect((await owner.call('confirm', { pendingId: second, code: owner.code() })).status).toBe(
      200,
    );
    expect(await isIn(login), 'cleared for the factor before').toBe(false);
    door.clock.advance(step);
    const old = await login.call('verify', { code: login.code() });
    expect(reasonOf(old)).toBe('wrong-code');
  });

  it('A33 past its expiry it is refused and removed, and the page offers a new one', async () => {
    const owner = await loggedIn(newEmail());
    const pendingId = await owner.startSetUp();
    door.clock.advance(10 * minute);
    const late = await owner.call('confirm', { pendingId, code: owner.code() });
    expect([late.status, reasonOf(late)]).toEqual([410, 'setup-over']);
    const rows = await door.deps.store.read({
      sql: 'SELECT id FROM pending_setup WHERE account_id = :id',
      args: { id: owner.accountId },
    });
    expect(rows).toEqual([]);
    const page = await owner.navigate('/.two-factor/');
    expect(page.body).toContain('action="/.two-factor/activate"');
    await owner.activate();
    expect((await owner.state()).factor).toBe('active');
  });

  it('A33 a moment before its expiry it can still be confirmed', async () => {
    const owner = await loggedIn(newEmail());
    const pendingId = await owner.startSetUp();
    door.clock.advance(10 * minute - 1);
    expect((await owner.call('confirm', { pendingId, code: owner.code() })).status).toBe(200);
  });

  it('A13 ten wrong codes end it and touch nothing else', async () => {
    const { owner } = await enrolled();
    const oldSecret = owner.secret;
    const pendingId = await owner.startSetUp({ code: owner.code() });
    for (let i = 0; i < 10; i++) {
      expect(reasonOf(await owner.call('confirm', { pendingId, code: owner.wrongCode() }))).toBe(
        'wrong-code',
      );
    }
    expect(reasonOf(await owner.call('confirm', { pendingId, code: owner.code() }))).toBe(
      'setup-over',
    );
    owner.useSecret(oldSecret);
    door.clock.advance(step);
    expect(await isIn(owner)).toBe(true);
    expect((await owner.state()).waitUntil).toBeNull();
    expect((await owner.call('deactivate', { code: owner.code() })).status).toBe(204);
  });

  it('A13 of 50 wrong codes at once ten are judged', async () => {
    const owner = await loggedIn(newEmail());
    const pendingId = await owner.startSetUp();
    const wrong = owner.wrongCode();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => owner.call('confirm', { pendingId, code: wrong })),
    );
    const judged = answers.filter((answer) => reasonOf(answer) === 'wrong-code');
    expect(judged).toHaveLength(10);
  });

  it('A13 wrong codes at verify, deactivate, replace and recovery codes are one count', async () => {
    const { owner } = await enrolled();
    const wrong = { code: owner.wrongCode() };
    const reasons: string[] = [];
    for (const call of [
      'verify',
      'deactivate',
      'activate',
      'recovery-codes',
      'verify',
      'deactivate',
    ]) {
      reasons.push(reasonOf(await owner.call(call, wrong)));
    }
    expect(reasons).toEqual([...Array(5).fill('wrong-code'), 'wait']);
  });
});

describe('who may change a factor', () => {
  it('A34 activating an active factor without a code is a conflict', async () => {
    const { owner } = await enrolled();
    const answer = await owner.call('activate');
    expect([answer.status, reasonOf(answer)]).toEqual([409, 'already-active']);
  });

  it('A35 a session that owes its code cannot activate, confirm, deactivate or renew', async () => {
    const { owner, email } = await enrolled();
    const pendingId = await owner.startSetUp({ code: owner.code() });
    const newCode = () => owner.code();
    const login = await loggedIn(email);
    door.clock.advance(step);
    for (const [call, body] of [
      ['activate', {}],
      ['activate', { code: newCode() }],
      ['confirm', { pendingId, code: newCode() }],
      ['deactivate', { code: newCode() }],
      ['recovery-codes', { code: newCode() }],
    ] as const) {
      const answer = await login.call(call, body);
      expect([call, answer.status, reasonOf(answer)]).toEqual([call, 403, 'code-required']);
    }
    // The control: the cleared session can.
    expect((await owner.call('confirm', { pendingId, code: newCode() })).status).toBe(200);
  });

  it('A36 when one session activates, the other loses access until it gives a code', async () => {
    const email = newEmail();
    const owner = await loggedIn(email);
    const other = await loggedIn(email);
    expect(await isIn(other)).toBe(true);
    await owner.activate();
    expect(await isIn(owner)).toBe(true);
    expect(await isIn(other)).toBe(false);
    other.useSecret(owner.secret);
    expect((await other.call('verify', { code: other.code() })).status).toBe(204);
    expect(await isIn(other)).toBe(true);
  });

  it('A39 a session alone does not deactivate', async () => {
    const { owner } = await enrolled();
    const answer = await owner.call('deactivate');
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'code-required']);
    expect((await owner.state()).factor).toBe('active');
    expect((await owner.call('deactivate', { code: owner.code() })).status).toBe(204);
    expect((await owner.state()).factor).toBe('none');
  });

  it('A39 the form of the hosted page does not deactivate without a code either', async () => {
    const { owner } = await enrolled();
    const page = await owner.navigate('/.two-factor/');
    const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const fields = { token, account: owner.accountId };
    const answer = await owner.postForm('/.two-factor/deactivate', fields);
    expect(answer.status).toBe(400);
    expect((await owner.state()).factor).toBe('active');
  });
});

describe('who an account is', () => {
  it('A41 a password login is asked for its code although the user may also come by the provider', async () => {
    const bob = door.person();
    const account = door.platform.accounts.find(({ email }) => email === 'bob@acme.example');
    await bob.visitor.logInByIdentityProvider(account?.id ?? '');
    expect((await bob.state()).session).toBe('exempt');
    expect(await isIn(bob)).toBe(true);

    const byPassword = await loggedIn('bob@acme.example');
    await byPassword.activate();
    const again = await loggedIn('bob@acme.example');
    expect(await isIn(again)).toBe(false);
    expect((await again.state()).session).toBe('code-required');
    expect(await isIn(bob), 'the session from the provider').toBe(true);
    expect((await bob.state()).session).toBe('exempt');
  });

  it('A42 a changed e-mail, name or domain leaves the code owed', async () => {
    const { email } = await enrolled();
    const account = door.platform.accounts.find((each) => each.email === email);
    door.platform.changeAccount(account?.id ?? '', {
      email: 'carol@idp.example',
      name: 'Carol Dias',
    });
    const login = door.person();
    await login.logIn('carol@idp.example');
    expect((await login.state()).account).toMatchObject({
      name: 'Carol Dias',
      email: 'carol@idp.example',
    });
    expect(await isIn(login)).toBe(false);
  });

  it('A42 an e-mail handed on to another person hands on no factor, and takes none away', async () => {
    const { owner, email } = await enrolled();
    const heirEmail = newEmail();
    const idOf = (wanted: string) =>
      door.platform.accounts.find((each) => each.email === wanted)?.id ?? '';
    const [ownerId, heirId] = [idOf(email), idOf(heirEmail)];
    door.platform.changeAccount(ownerId, { email: 'left@acme.example' });
    door.platform.changeAccount(heirId, { email });
    const heir = await loggedIn(email);
    expect((await heir.state()).factor).toBe('none');
    expect(await isIn(heir)).toBe(true);
    const formerOwner = await loggedIn('left@acme.example');
    expect(await isIn(formerOwner)).toBe(false);
    expect(heir.accountId).not.toBe(owner.accountId);
  });

  it('A42 one e-mail in two realms, and ids that differ in letter case, are two accounts', async () => {
    const pairs = [
      [
        await loggedIn('dora@shared.example', 'acme'),
        await loggedIn('dora@shared.example', 'globex'),
      ],
      [await loggedIn('alice@acme.example'), await loggedIn('alice.moor@acme.example')],
    ] as const;
    for (const [one, other] of pairs) {
      expect(one.accountId).not.toBe(other.accountId);
      await one.activate();
      expect((await other.state()).factor).toBe('none');
      expect(await isIn(other)).toBe(true);
    }
  });
});

describe('after a reset', () => {
  it('A43 a session that was cleared before is refused at its next request', async () => {
    const { owner, email } = await enrolled();
    expect(await isIn(owner)).toBe(true);
    await door.reset({ realm: 'acme', email });
    const answer = await owner.fetch('/api/me');
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'setup-required']);
  });

  it('A48 the password alone reaches no page of the platform, only the set-up', async () => {
    const { email } = await enrolled();
    await door.reset({ realm: 'acme', email });
    const login = await loggedIn(email);
    door.platform.received.length = 0;
    for (const path of ['/', '/home', '/pipelines', '/support', '/change-password']) {
      const page = await login.navigate(path);
      expect(page.status).toBe(403);
      expect(page.body).toContain('Configure authentication');
      expect(reasonOf(await login.fetch(path))).toBe('setup-required');
    }
    expect(door.platform.received.filter(({ url }) => url !== '/api/me')).toEqual([]);
  });

  it('A48 the set-up starts only with the one-time code from support, and that works once', async () => {
    const { email } = await enrolled();
    const setupCode = await door.reset({ realm: 'acme', email });
    const login = await loggedIn(email);
    expect(reasonOf(await login.call('activate'))).toBe('setup-code-required');
    expect(reasonOf(await login.call('activate', { setupCode: 'AAAAA-AAAAA-AAAAA-AAAAA' }))).toBe(
      'wrong-setup-code',
    );
    await login.activate({ setupCode: setupCode.toLowerCase().replaceAll('-', ' ') });
    expect(await isIn(login)).toBe(true);
    await door.reset({ realm: 'acme', email });
    expect(reasonOf(await login.call('activate', { setupCode }))).toBe('wrong-setup-code');
  });

  it('A48 guessing the set-up code is counted by the throttle', async () => {
    const { email } = await enrolled();
    const setupCode = await door.reset({ realm: 'acme', email });
    const thief = await loggedIn(email);
    const reasons: string[] = [];
    for (let i = 0; i < 6; i++) {
      reasons.push(reasonOf(await thief.call('activate', { setupCode: `GUESS-${i}` })));
    }
    expect(reasons).toEqual([...Array(5).fill('wrong-setup-code'), 'wait']);
    expect(reasonOf(await thief.call('activate', { setupCode }))).toBe('wait');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import type { Answer } from '../harness/request.ts';

/*
 * One real server and one platform for all; each test takes an account that nobody used before. The
 * clock only moves on.
 */

const second = 1000;
const minute = 60 * second;
const step = 30 * second;

let door: InnerDoor;
let next = 1;

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

/** Somebody with an active factor, and one more session of theirs that owes its code. */
async function enrolled(): Promise<{ owner: Person; login: Person; email: string }> {
  const email = `user${next++}@acme.example`;
  const owner = door.person();
  await owner.logIn(email);
  await owner.activate();
  return { owner, login: await loginOf(owner, email), email };
}

async function loginOf(owner: Person, email: string): Promise<Person> {
  const login = door.person();
  login.useSecret(owner.secret);
  await login.logIn(email);
  return login;
}

const isIn = async (person: Person) => (await person.fetch('/api/me')).status === 200;

async function failTimes(person: Person, times: number): Promise<string[]> {
  const reasons: string[] = [];
  for (let i = 0; i < times; i++) {
    reasons.push(reasonOf(await person.call('verify', { code: person.wrongCode() })));
  }
  return reasons;
}

/** Waits as long as the door says and fails again, until this many failures are counted in all. */
async function failPatiently(person: Person, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const { waitUntil } = await person.state();
    if (waitUntil !== null) door.clock.advance(waitUntil - door.clock.now());
    const answer = await person.call('verify', { code: person.wrongCode() });
    expect(['wrong-code', 'locked']).toContain(reasonOf(answer));
  }
}

/**
 * The worst order of things: every one of the attempts has read the database and done its arithmetic
 * before the first of them commits. They commit in the order given.
 */
async function allJudgedBeforeOneCommits(attempts: (() => Promise<Answer>)[]): Promise<Answer[]> {
  const { store } = door.deps;
  const { commit } = store;
  const held: (() => void)[] = [];
  let arrived = () => {};
  const hold: typeof commit = (statements) => {
    if (!statements.some(({ sql }) => sql.includes('INSERT INTO attempt')))
      return commit(statements);
    return new Promise((resolve, reject) => {
      held.push(() => commit(statements).then(resolve, reject));
      arrived();
    });
  };
  Object.assign(store, { commit: hold });
  try {
    const answers: Promise<Answer>[] = [];
    for (const attempt of attempts) {
      const reachedCommit = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      answers.push(attempt());
      await reachedCommit;
    }
    for (const release of held) release();
    return await Promise.all(answers);
  } finally {
    Object.assign(store, { commit });
  }
}

/** A server of its own that accepts the code of this moment only. */
async function withWindowZero(run: (strict: InnerDoor) => Promise<void>): Promise<void> {
  const strict = await startInnerDoor({ settings: { DOORCODE_WINDOW: '0' } });
  await run(strict).finally(() => strict.stop());
}

describe('time steps', () => {
  it.each([-2, 2])('A03 the code of step %i is refused', async (offset) => {
    const { login } = await enrolled();
    const answer = await login.call('verify', { code: login.code(offset) });
    expect(reasonOf(answer)).toBe('wrong-code');
    expect(await isIn(login)).toBe(false);
  });

  it.each([-1, 0, 1])('A03 the code of step %i is accepted with window 1', async (offset) => {
    const { login } = await enrolled();
    // The set-up spent its own step, so the one before now must be a later one than that.
    door.clock.advance(2 * step);
    expect((await login.call('verify', { code: login.code(offset) })).status).toBe(204);
    expect(await isIn(login)).toBe(true);
  });

  it('A03 with window 0 only the code of step 0 is accepted', async () => {
    await withWindowZero(async (strict) => {
      const owner = strict.person();
      await owner.logIn('ada@acme.example');
      await owner.activate();
      strict.clock.advance(2 * step);
      const login = strict.person();
      login.useSecret(owner.secret);
      await login.logIn('ada@acme.example');
      for (const offset of [-1, 1]) {
        expect(reasonOf(await login.call('verify', { code: login.code(offset) }))).toBe(
          'wrong-code',
        );
      }
      expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    });
  });
});

describe('single use', () => {
  it('A04 the same code a second time is refused and counted', async () => {
    const { owner, login, email } = await enrolled();
    const code = login.code();
    expect((await login.call('verify', { code })).status).toBe(204);
    const other = await loginOf(owner, email);
    for (let i = 0; i < 4; i++) {
      expect(reasonOf(await other.call('verify', { code }))).toBe('wrong-code');
    }
    const fifth = await other.call('verify', { code });
    expect(JSON.parse(fifth.body)).toMatchObject({
      reason: 'wrong-code',
      waitUntil: expect.any(Number),
    });
    expect(reasonOf(await other.call('verify', { code }))).toBe('wait');
    expect(await isIn(other)).toBe(false);
  });

  it('A05 the same code 50 times at once is accepted exactly once', async () => {
    const { owner, email } = await enrolled();
    const sessions = await Promise.all(Array.from({ length: 50 }, () => loginOf(owner, email)));
    const code = owner.code();
    const answers = await allJudgedBeforeOneCommits(
      sessions.map((session) => () => session.call('verify', { code })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const inside = await Promise.all(sessions.map(isIn));
    expect(inside.filter(Boolean)).toHaveLength(1);
  });

  it('A07 after the code of step N the unused code of N−1 is refused', async () => {
    const { owner, login, email } = await enrolled();
    door.clock.advance(2 * step);
    const earlier = login.code(-1);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    const other = await loginOf(owner, email);
    expect(reasonOf(await other.call('verify', { code: earlier }))).toBe('wrong-code');
  });

  it('A08 the code that confirmed the activation does not log in', async () => {
    const email = `user${next++}@acme.example`;
    const owner = door.person();
    await owner.logIn(email);
    const pendingId = await owner.startSetUp();
    const code = owner.code();
    expect((await owner.call('confirm', { pendingId, code })).status).toBe(200);
    const login = await loginOf(owner, email);
    expect(reasonOf(await login.call('verify', { code }))).toBe('wrong-code');
    door.clock.advance(step);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
  });

  it('A09 the step that deactivated confirms no new set-up, whatever its secret', async () => {
    const { owner } = await enrolled();
    const old = owner.code();
    expect((await owner.call('deactivate', { code: old })).status).toBe(204);
    const pendingId = await owner.startSetUp();
    expect(reasonOf(await owner.call('confirm', { pendingId, code: old }))).toBe('wrong-code');
    // The new secret's code of the very step that was spent.
    expect(reasonOf(await owner.call('confirm', { pendingId, code: owner.code() }))).toBe(
      'wrong-code',
    );
    door.clock.advance(step);
    expect((await owner.call('confirm', { pendingId, code: owner.code() })).status).toBe(200);
  });

  it('A09 the code that began a replacement is refused when used again', async () => {
    const { owner, login } = await enrolled();
    const code = owner.code();
    const oldSecret = owner.secret;
    await owner.startSetUp({ code });
    expect(reasonOf(await login.call('verify', { code }))).toBe('wrong-code');
    owner.useSecret(oldSecret);
    door.clock.advance(step);
    login.useSecret(oldSecret);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
  });
});

describe('the sealed login code', () => {
  const firstRequests = 30;

  /** Types the code on the login form, logs in, and sends the page's first requests all at once. */
  async function logInWith(person: Person, email: string, code: string): Promise<number[]> {
    expect((await person.call('login-code', { code })).status).toBe(204);
    await person.visitor.logIn(email);
    const paths = Array.from({ length: firstRequests }, (_, i) => `/api/tile/${(i % 20) + 1}`);
    const answers = await Promise.all(paths.map((path) => person.fetch(path)));
    return answers.map(({ status }) => status);
  }

  async function countedFailures(person: Person): Promise<number> {
    const { accountId } = person;
    const [row] = await door.deps.store.read({
      sql: 'SELECT coalesce(sum(failures), 0) AS failures FROM throttle WHERE account_id = :accountId',
      args: { accountId },
    });
    return Number(row?.failures);
  }

  it('A10 right: all of 30 first requests at once are forwarded and no failure is counted', async () => {
    const { owner, email } = await enrolled();
    const login = door.person();
    login.useSecret(owner.secret);
    const statuses = await logInWith(login, email, login.code());
    expect(statuses).toEqual(Array(firstRequests).fill(200));
    expect(await countedFailures(owner)).toBe(0);
  });

  it('A10 wrong: all of 30 first requests at once are refused and one failure is counted', async () => {
    const { owner, email } = await enrolled();
    const login = door.person();
    login.useSecret(owner.secret);
    const statuses = await logInWith(login, email, login.wrongCode());
    expect(statuses).toEqual(Array(firstRequests).fill(403));
    expect(await countedFailures(owner)).toBe(1);
  });

  it('A10 wrong: the page that asks again says that the code of the login form was refused', async () => {
    const { login } = await enrolled();
    await login.call('login-code', { code: login.wrongCode() });
    expect((await login.navigate('/home')).body).toContain('This code is not right');
    expect((await login.navigate('/home')).body).not.toContain('This code is not right');
  });

  /** Presents a sealed login code with an owing session and says whether anything was judged. */
  async function presented(
    sealed: string,
    session: Person,
  ): Promise<{ in: boolean; failures: number }> {
    session.jar.set('__Host-two-factor-login-code', sealed);
    const { status } = await session.fetch('/api/me');
    return { in: status === 200, failures: await countedFailures(session) };
  }

  async function sealedCode(person: Person, code: string): Promise<string> {
    await person.call('login-code', { code });
    return person.jar.get('__Host-two-factor-login-code') ?? '';
  }

  it('A10 a sealed code used again with another session is ignored and uncounted', async () => {
    const { owner, login, email } = await enrolled();
    const sealed = await sealedCode(login, login.code());
    expect(await presented(sealed, login)).toEqual({ in: true, failures: 0 });
    expect(await presented(sealed, await loginOf(owner, email))).toEqual({
      in: false,
      failures: 0,
    });
  });

  it('A10 a wrong sealed code used again by its own session is not counted twice', async () => {
    const { login } = await enrolled();
    const sealed = await sealedCode(login, login.wrongCode());
    expect(await presented(sealed, login)).toEqual({ in: false, failures: 1 });
    expect(await presented(sealed, login)).toEqual({ in: false, failures: 1 });
  });

  it('A10 an altered sealed code is ignored and uncounted', async () => {
    const { login } = await enrolled();
    const sealed = await sealedCode(login, login.code());
    const middle = sealed.length - 20;
    const altered =
      sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1);
    expect(await presented(altered, login)).toEqual({ in: false, failures: 0 });
    // The control: unaltered it is right.
    expect(await presented(sealed, login)).toEqual({ in: true, failures: 0 });
  });

  it('A10 after 61 seconds a sealed code is ignored and uncounted', async () => {
    const { login } = await enrolled();
    const sealed = await sealedCode(login, login.code(1));
    door.clock.advance(61 * second);
    expect(await presented(sealed, login)).toEqual({ in: false, failures: 0 });
  });

  it('A10 after 59 seconds a sealed code is still judged', async () => {
    const { login } = await enrolled();
    const sealed = await sealedCode(login, login.code(1));
    door.clock.advance(59 * second);
    expect(await presented(sealed, login)).toEqual({ in: true, failures: 0 });
  });

  it('A10 a spent sealed code with another account’s session is ignored and uncounted', async () => {
    const { login } = await enrolled();
    const { login: stranger } = await enrolled();
    const sealed = await sealedCode(login, login.code());
    expect(await presented(sealed, login)).toEqual({ in: true, failures: 0 });
    expect(await presented(sealed, stranger)).toEqual({ in: false, failures: 0 });
  });
});

describe('the throttle', () => {
  it('A11 logging in again on the platform does not start the count anew', async () => {
    const { owner, email } = await enrolled();
    const waits: number[] = [];
    for (let round = 0; round < 20; round++) {
      const login = await loginOf(owner, email);
      for (let i = 0; i < 5; i++) {
        const answer = await login.call('verify', { code: login.wrongCode() });
        const { reason, waitUntil } = JSON.parse(answer.body) as {
          reason: string;
          waitUntil?: number;
        };
        if (reason === 'wrong-code' && waitUntil) waits.push(waitUntil - door.clock.now());
        if (waitUntil) door.clock.advance(waitUntil - door.clock.now());
      }
      if ((await login.state()).factor === 'locked') break;
    }
    const ramp = [0.5, 1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60, 60, 60].map(
      (each) => each * minute,
    );
    // Failures 1 to 4 are free, 5 to 19 follow the ramp, the 20th of a day waits for the next one.
    expect(waits.slice(0, 15)).toEqual(ramp);
    expect(waits[15]).toBeGreaterThan(12 * 60 * minute);
  });

  it('A12 of 100 wrong codes at once with one attempt left exactly one is evaluated', async () => {
    const { owner, login, email } = await enrolled();
    await failTimes(login, 4);
    const sessions = await Promise.all(Array.from({ length: 20 }, () => loginOf(owner, email)));
    const wrong = login.wrongCode();
    const answers = await allJudgedBeforeOneCommits(
      Array.from(
        { length: 100 },
        (_, i) => () => (sessions[i % sessions.length] ?? login).call('verify', { code: wrong }),
      ),
    );
    const reasons = answers.map(reasonOf);
    expect(reasons.filter((reason) => reason === 'wrong-code')).toHaveLength(1);
    expect(reasons.filter((reason) => reason === 'wait')).toHaveLength(99);
  });

  it('A14 a new X-Forwarded-For at each guess has no effect', async () => {
    const { login } = await enrolled();
    const reasons: string[] = [];
    for (let i = 0; i < 7; i++) {
      const headers = { 'X-Forwarded-For': `203.0.113.${i}`, 'X-Real-IP': `203.0.113.${i}` };
      const answer = await login.call('verify', { code: login.wrongCode() }, headers);
      reasons.push(reasonOf(answer));
    }
    expect(reasons).toEqual([...Array(5).fill('wrong-code'), 'wait', 'wait']);
  });

  it('A15 a hundred failures in a row lock the account; only a reset and a new set-up lead out', async () => {
    const { login, email } = await enrolled();
    await failPatiently(login, 99);
    expect((await login.state()).factor).toBe('active');
    await failPatiently(login, 1);
    expect((await login.state()).factor).toBe('locked');

    door.clock.advance(48 * 60 * minute);
    expect(reasonOf(await login.call('verify', { code: login.code() }))).toBe('locked');
    expect(reasonOf(await login.call('activate'))).toBe('locked');
    expect(reasonOf(await login.call('deactivate', { code: login.code() }))).toBe('locked');
    const refused = await login.fetch('/api/me');
    expect([refused.status, reasonOf(refused)]).toEqual([403, 'locked']);
    expect((await login.navigate('/home')).body).toContain('This account is locked');

    const setupCode = await door.reset({ realm: 'acme', email });
    expect(reasonOf(await login.fetch('/api/me'))).toBe('setup-required');
    // The locked session is days old by now, and a set-up takes a fresh login.
    expect(reasonOf(await login.call('activate', { setupCode }))).toBe('login-again');
    const again = door.person();
    await again.logIn(email);
    await again.activate({ setupCode });
    expect(await isIn(again)).toBe(true);
    expect((await again.state()).factor).toBe('active');
  });

  it('A15 a lock ends the sessions that were cleared before it', async () => {
    const { owner, login, email } = await enrolled();
    await failPatiently(login, 99);
    const { waitUntil } = await login.state();
    door.clock.advance((waitUntil ?? 0) - door.clock.now());
    // Cleared within its 24 hours: the owner's own code would clear the count, so it is put there.
    const inside = await loginOf(owner, email);
    const { hash } = await credentialOf(inside);
    await door.deps.store.commit([
      {
        sql: `INSERT INTO clearance SELECT account_id, :hash, generation, :until, 0
          FROM factor WHERE account_id = :accountId`,
        args: { hash, until: door.clock.now() + minute, accountId: owner.accountId },
      },
    ]);
    expect(await isIn(inside)).toBe(true);
    expect(reasonOf(await login.call('verify', { code: login.wrongCode() }))).toBe('locked');
    expect(await isIn(inside)).toBe(false);
  });

  it('A16 a right code during a wait is refused and not evaluated', async () => {
    const { login } = await enrolled();
    await failTimes(login, 5);
    const code = login.code();
    expect(reasonOf(await login.call('verify', { code }))).toBe('wait');
    expect(await isIn(login)).toBe(false);
    // Not evaluated, hence not spent: it is still good when the wait is over.
    door.clock.advance(step);
    expect((await login.call('verify', { code })).status).toBe(204);
  });

  it('A16 a right code that was judged before the wait began, but committed after it, is refused', async () => {
    const { login } = await enrolled();
    await failTimes(login, 4);
    const [wrong, right] = await allJudgedBeforeOneCommits([
      () => login.call('verify', { code: login.wrongCode() }),
      () => login.call('verify', { code: login.code() }),
    ]);
    expect([wrong, right].map((answer) => answer && reasonOf(answer))).toEqual([
      'wrong-code',
      'wait',
    ]);
    expect(await isIn(login)).toBe(false);
  });

  it('A17 hammering during a wait neither prolongs it nor counts', async () => {
    const { login } = await enrolled();
    await failTimes(login, 5);
    const { waitUntil } = await login.state();
    const hammered = await failTimes(login, 50);
    expect(new Set(hammered)).toEqual(new Set(['wait']));
    expect((await login.state()).waitUntil).toBe(waitUntil);
    door.clock.advance(step);
    const sixth = await login.call('verify', { code: login.wrongCode() });
    const { waitUntil: after } = JSON.parse(sixth.body) as { waitUntil: number };
    expect(after - door.clock.now(), 'the wait after the sixth failure, not the 56th').toBe(minute);
  });

  it('A20 a right code after seven failures clears the count and tells of them', async () => {
    const { owner, login, email } = await enrolled();
    await failPatiently(login, 7);
    const { waitUntil } = await login.state();
    door.clock.advance((waitUntil ?? 0) - door.clock.now());
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    expect((await login.state()).failuresBefore).toBe(7);
    const other = await loginOf(owner, email);
    expect(await failTimes(other, 6)).toEqual([...Array(5).fill('wrong-code'), 'wait']);
  });

  it('A21 a wait goes on after a restart', async () => {
    const { login } = await enrolled();
    await failTimes(login, 5);
    const { waitUntil } = await login.state();
    await door.restart();
    expect((await login.state()).waitUntil).toBe(waitUntil);
    expect(reasonOf(await login.call('verify', { code: login.code() }))).toBe('wait');
  });
});

describe('what is typed', () => {
  const junk: [string, unknown][] = [
    ['an empty text', ''],
    ['null', null],
    ['an empty list', []],
    ['a list with a text', ['123456']],
    ['a number', 123456],
    ['an exponent', '1e5'],
    ['seven digits', '1234567'],
    ['Arabic-Indic digits', '١٢٣٤٥٦'],
    ['full-width digits', '１２３４５６'],
    ['a trailing zero byte', '123456\0'],
    ['a megabyte', '1'.repeat(1024 * 1024)],
  ];

  it.each(junk)(
    'A22 %s is refused with a clear error everywhere and never accepted',
    async (_, code) => {
      const { owner, login } = await enrolled();
      const alarms = door.log.length;
      const answers = [
        await login.call('verify', { code }),
        await login.call('login-code', { code }),
        await owner.call('deactivate', { code }),
        await owner.call('recovery-codes', { code }),
        await owner.call('activate', { code }),
        await owner.call('confirm', { pendingId: 'x', code }),
      ];
      for (const answer of answers) {
        expect([400, 413]).toContain(answer.status);
        expect(['bad-request', 'malformed-code', 'too-large']).toContain(reasonOf(answer));
        expect((JSON.parse(answer.body) as { detail: string }).detail).not.toBe('');
      }
      expect(door.log.slice(alarms).filter((line) => line.includes('"alarm"'))).toEqual([]);
      expect(await isIn(login)).toBe(false);
      expect((await owner.state()).factor).toBe('active');
    },
  );

  it.each([
    ['a space in the middle', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['a hyphen in the middle', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['surrounding spaces', (code: string) => `  ${code} `],
  ])('A23 a right code with %s is accepted', async (_, typed) => {
    const { login } = await enrolled();
    expect((await login.call('verify', { code: typed(login.code()) })).status).toBe(204);
    expect(await isIn(login)).toBe(true);
  });
});

async function credentialOf(person: Person): Promise<{ hash: string }> {
  const { credentialReader } = await import('../../server/gate/credential.ts');
  const [found] = credentialReader(door.deps.profile).read({
    headers: { cookie: person.visitor.cookieHeader() },
  }).found;
  if (!found) throw new Error('This person carries no credential.');
  return found;
}

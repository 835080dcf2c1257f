import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillIn, press } from '../../test/harness/forms.ts';
import { type InnerDoor, startInnerDoor } from '../../test/harness/inner-door.ts';
import type { Person } from '../../test/harness/person.ts';
import { type Answer, send } from '../../test/harness/request.ts';
import { deviceCookie, endOwes } from '../gate/own-cookies.ts';
import { en } from '../pages/texts/en.ts';

/*
 * Whole journeys by forms alone, as somebody without scripts and without the extension makes them.
 */

const step = 30_000;
const minute = 60_000;
const settings = '/.two-factor/';

let door: InnerDoor;
let next = 1;

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

const newEmail = () => `user${next++}@acme.example`;

async function loggedIn(email: string): Promise<Person> {
  const person = door.person();
  await person.logIn(email);
  return person;
}

/** Another login of somebody, with the same phone, and the page that asks it for a code. */
async function askedForCode(owner: Person, email: string, path = '/pipelines') {
  const login = await loggedIn(email);
  login.useSecret(owner.secret);
  const page = await login.navigate(path);
  expect([page.status, titleOf(page)]).toEqual([403, en.codeTitle]);
  return { login, page };
}

const titleOf = ({ body }: Answer) => /<h1>([^<]*)<\/h1>/.exec(body)?.[1];
const alertOf = ({ body }: Answer) => /role="alert">([^<]*)</.exec(body)?.[1];
const codesOn = ({ body }: Answer) =>
  /<pre class="codes">([^<]*)<\/pre>/.exec(body)?.[1]?.split('\n') ?? [];
const wayOn = ({ body }: Answer) => /<a class="button" href="([^"]*)"/.exec(body)?.[1] ?? '';
const isIn = async (person: Person) => (await person.fetch('/api/me')).status === 200;

/** Scans the QR code of a page that has just started a set-up: by its key. */
function scan(person: Person, page: Answer): void {
  const [, key = ''] = /<code class="secret">([^<]*)</.exec(page.body) ?? [];
  expect(key).not.toBe('');
  person.useSecret(key.replaceAll(' ', ''));
}

/** Sets up by forms; the clock moves on, so that the next code is a fresh one. */
async function enrolled() {
  const email = newEmail();
  const owner = await loggedIn(email);
  const started = await press(owner, await owner.navigate(settings), '/.two-factor/activate');
  scan(owner, started);
  const confirmed = await fillIn(owner, started, 'confirm', owner.code());
  door.clock.advance(step);
  return { owner, email, started, confirmed, codes: codesOn(confirmed) };
}

/** Somebody at the settings, whose code the page has not seen yet. */
async function atSettings() {
  const enrolment = await enrolled();
  return { ...enrolment, page: await enrolment.owner.navigate(settings) };
}

describe('the set-up by forms', () => {
  it('ends with ten recovery codes, shown this once, and leads on to where its user was', async () => {
    const { owner, confirmed, codes } = await enrolled();
    expect([confirmed.status, titleOf(confirmed)]).toEqual([200, en.recoveryCodesTitle]);
    expect(confirmed.headers['cache-control']).toBe('no-store');
    expect(confirmed.headers['set-cookie']).toEqual([
      endOwes,
      expect.stringContaining(deviceCookie),
    ]);
    expect(new Set(codes)).toHaveProperty('size', 10);
    for (const code of codes) expect(code).toMatch(/^([A-Z0-9]{5}-){2}[A-Z0-9]{5}$/);
    expect(wayOn(confirmed)).toBe(settings);

    const page = await owner.navigate(wayOn(confirmed));
    expect(titleOf(page)).toBe(en.activeTitle);
    expect(page.body).toContain(en.recoveryCodesLeft(10));
    for (const code of codes) expect(page.body).not.toContain(code);
    expect(await isIn(owner)).toBe(true);
  });

  it('sent once more by a reload shows no codes, changes nothing and leads to the settings', async () => {
    const { owner, started, codes } = await enrolled();
    const again = await fillIn(owner, started, 'confirm', owner.code());
    expect([again.status, titleOf(again), alertOf(again)]).toEqual([
      410,
      en.activeTitle,
      en.setupEnded,
    ]);
    expect(codesOn(again)).toEqual([]);
    expect(again.body).toContain(en.recoveryCodesLeft(codes.length));
    expect(await isIn(owner)).toBe(true);
  });

  it('after a reset ends with new recovery codes and leads to the page that was asked for', async () => {
    const { owner, email, codes } = await enrolled();
    const setupCode = await door.reset({ realm: 'acme', email });
    const page = await owner.navigate('/pipelines?sort=name&page=2');
    expect(titleOf(page)).toBe(en.setUpTitle);
    const started = await fillIn(owner, page, 'set-up', setupCode);
    scan(owner, started);
    const confirmed = await fillIn(owner, started, 'confirm', owner.code());
    expect(codesOn(confirmed)).toHaveLength(10);
    expect(codesOn(confirmed)).not.toContain(codes[0]);
    expect(wayOn(confirmed)).toBe('/pipelines?sort=name&amp;page=2');
  });
});

describe('a recovery code at the login', () => {
  it('lets in once, however it is typed, and leads to the page that was asked for', async () => {
    const { owner, email, codes } = await enrolled();
    const { login, page } = await askedForCode(owner, email, '/pipelines?page=2');
    const typed = ` ${(codes[0] ?? '').toLowerCase().replaceAll('-', ' ')} `;
    const answer = await fillIn(login, page, 'recovery', typed);
    expect([answer.status, answer.headers.location]).toEqual([303, '/pipelines?page=2']);
    expect(answer.headers['set-cookie']).toEqual([endOwes, expect.stringContaining(deviceCookie)]);
    expect(await isIn(login)).toBe(true);
    expect((await login.navigate(settings)).body).toContain(en.recoveryCodesLeft(9));

    const pressedTwice = await fillIn(login, page, 'recovery', typed);
    expect([pressedTwice.status, pressedTwice.headers['set-cookie']]).toEqual([303, [endOwes]]);

    const other = await askedForCode(owner, email);
    const refused = await fillIn(other.login, other.page, 'recovery', typed);
    expect([refused.status, alertOf(refused)]).toEqual([403, en.wrongRecoveryCode]);
    expect(await isIn(other.login)).toBe(false);
  });

  it('that is refused says so in its own form, which stands open, and the next try works from there', async () => {
    const { owner, email, codes } = await enrolled();
    const { login, page } = await askedForCode(owner, email);
    const malformed = await fillIn(login, page, 'recovery', 'KQ7MA');
    expect([malformed.status, alertOf(malformed)]).toEqual([400, en.malformedRecoveryCode]);
    const wrong = await fillIn(login, malformed, 'recovery', 'KQ7MA-CDEFG-HJKMN');
    expect([wrong.status, alertOf(wrong)]).toEqual([403, en.wrongRecoveryCode]);
    expect(wrong.body).toMatch(/<details open>\s*<summary>Use a recovery code/);
    expect(wrong.body).toMatch(/<input id="recovery"[^>]* autofocus aria-invalid="true"/);

    const answer = await fillIn(login, wrong, 'recovery', codes[4] ?? '');
    expect([answer.status, answer.headers.location]).toEqual([303, '/pipelines']);
  });

  it('that is refused is counted: the settings tell of it after the right one', async () => {
    const { owner, email } = await enrolled();
    const { login, page } = await askedForCode(owner, email);
    await fillIn(login, page, 'recovery', 'KQ7MA');
    const wrong = await fillIn(login, page, 'recovery', 'KQ7MA-CDEFG-HJKMN');
    await fillIn(login, wrong, 'code', login.code());
    expect((await login.navigate(settings)).body).toContain(en.failuresBefore(1));
  });

  it('of which two are left warns whoever comes to the settings', async () => {
    const { owner, email, codes } = await enrolled();
    for (const code of codes.slice(2)) {
      const { login, page } = await askedForCode(owner, email);
      expect((await owner.navigate(settings)).body).not.toContain('class="warning"');
      expect((await fillIn(login, page, 'recovery', code)).status).toBe(303);
    }
    expect((await owner.navigate(settings)).body).toContain(
      `<p class="warning">${en.recoveryCodesLeft(2)} ${en.getNewCodes}</p>`,
    );
  });
});

describe('another phone by forms', () => {
  it.each(['a code of the old phone', 'a recovery code'])('takes over with %s', async (proof) => {
    const { owner, email, codes, page } = await atSettings();
    const typed = proof === 'a recovery code' ? (codes[0] ?? '') : owner.code();
    const started = await fillIn(owner, page, 'replace', typed);
    expect(started.status).toBe(200);
    expect(started.body).toContain(en.oldPhoneWorks);
    const old = door.person();
    old.useSecret(owner.secret);
    scan(owner, started);
    door.clock.advance(step);

    const before = await askedForCode(old, email);
    expect((await fillIn(before.login, before.page, 'code', old.code())).status).toBe(303);
    door.clock.advance(step);
    const confirmed = await fillIn(owner, started, 'confirm', owner.code());
    expect(confirmed.status).toBe(200);
    expect(confirmed.body).toContain(en.newPhoneWorks);
    expect(codesOn(confirmed)).toHaveLength(10);
    expect(wayOn(confirmed)).toBe(settings);
    door.clock.advance(step);

    const after = await askedForCode(old, email);
    expect((await fillIn(after.login, after.page, 'code', old.code())).status).toBe(403);
    expect((await fillIn(after.login, after.page, 'recovery', codes[1] ?? '')).status).toBe(403);
    expect((await fillIn(after.login, after.page, 'code', owner.code())).status).toBe(303);
  });

  it('takes nothing but a code: what is wrong is said in its own form, and the old phone stays', async () => {
    const { owner, page } = await atSettings();
    const malformed = await fillIn(owner, page, 'replace', '12345');
    expect([malformed.status, alertOf(malformed)]).toEqual([400, en.malformedEitherCode]);
    const wrong = await fillIn(owner, malformed, 'replace', owner.wrongCode());
    expect([wrong.status, alertOf(wrong)]).toEqual([403, en.wrongEitherCode]);
    expect(wrong.body).toMatch(/<details open>\s*<summary>Replace phone/);
    expect((await fillIn(owner, wrong, 'deactivate', owner.code())).status).toBe(303);
  });
});

describe('new recovery codes by forms', () => {
  it('take the place of all earlier ones', async () => {
    const { owner, email, codes, page } = await atSettings();
    const answer = await fillIn(owner, page, 'recovery-codes', owner.code());
    expect([answer.status, titleOf(answer)]).toEqual([200, en.recoveryCodesTitle]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toContain(en.oldCodesEnded);
    const fresh = codesOn(answer);
    expect(new Set([...fresh, ...codes])).toHaveProperty('size', 20);
    expect(wayOn(answer)).toBe(settings);

    const asked = await askedForCode(owner, email);
    expect((await fillIn(asked.login, asked.page, 'recovery', codes[0] ?? '')).status).toBe(403);
    expect((await fillIn(asked.login, asked.page, 'recovery', fresh[0] ?? '')).status).toBe(303);
  });

  it('are not made for a recovery code, a wrong code or the same code again', async () => {
    const { owner, codes, page } = await atSettings();
    const tried = async (typed: string) => {
      const answer = await fillIn(owner, page, 'recovery-codes', typed);
      expect(codesOn(answer)).toEqual([]);
      expect(answer.body).toMatch(/<details open>\s*<summary>New recovery codes/);
      return [answer.status, alertOf(answer)];
    };
    expect(await tried(codes[0] ?? '')).toEqual([400, en.reasons['malformed-code']]);
    expect(await tried(owner.wrongCode())).toEqual([403, en.reasons['wrong-code']]);
    const code = owner.code();
    expect(codesOn(await fillIn(owner, page, 'recovery-codes', code))).toHaveLength(10);
    expect(await tried(code)).toEqual([403, en.reasons['wrong-code']]);
  });

  it('A50 are not made for a form from a foreign page, nor with the token of another session', async () => {
    const { owner, email, page } = await atSettings();
    const [, token = ''] = /name="token" value="([^"]*)"/.exec(page.body) ?? [];
    const path = '/.two-factor/recovery-codes';
    const fields = { token, account: owner.accountId, code: owner.code() };
    const foreign = await send(door.origin, {
      method: 'POST',
      path,
      headers: {
        Cookie: owner.visitor.cookieHeader(),
        Origin: 'https://evil.example',
        'Sec-Fetch-Site': 'cross-site',
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(fields).toString(),
    });
    expect([foreign.status, codesOn(foreign)]).toEqual([403, []]);

    const { login } = await askedForCode(owner, email);
    const other = await login.postForm(path, fields);
    expect([other.status, codesOn(other)]).toEqual([409, []]);
    expect(codesOn(await owner.postForm(path, fields))).toHaveLength(10);
  });
});

describe('a login that is not fresh any more', () => {
  it('is offered a new one, with which the set-up goes on', async () => {
    const email = newEmail();
    const owner = await loggedIn(email);
    const page = await owner.navigate(settings);
    door.clock.advance(61 * minute);
    const stale = await press(owner, page, '/.two-factor/activate');
    expect([stale.status, alertOf(stale)]).toEqual([403, en.reasons['login-again']]);
    expect(stale.body).toContain(`>${en.logInAgain}</button>`);

    expect((await press(owner, stale, '/.two-factor/sign-out')).status).toBe(303);
    expect(titleOf(await owner.navigate(settings))).toBe(en.anonymousTitle);
    await owner.logIn(email);
    const fresh = await press(owner, await owner.navigate(settings), '/.two-factor/activate');
    expect([fresh.status, fresh.body.includes('class="qr"')]).toEqual([200, true]);
  });

  it('replaces no phone, and its code stays good', async () => {
    const { owner, page } = await atSettings();
    door.clock.advance(61 * minute);
    const stale = await fillIn(owner, page, 'replace', owner.code());
    expect([stale.status, alertOf(stale)]).toEqual([403, en.reasons['login-again']]);
    expect(stale.body).toMatch(/<details open>\s*<summary>Replace phone/);
    expect((await fillIn(owner, stale, 'deactivate', owner.code())).status).toBe(303);
  });
});

describe('a phone whose clock is off', () => {
  it('is named at the login as soon as two codes show it, and lets nobody in', async () => {
    const { owner, email } = await enrolled();
    door.clock.advance(10 * step);
    const { login, page } = await askedForCode(owner, email);
    const first = await fillIn(login, page, 'code', login.code(4));
    expect(alertOf(first)).toBe(en.reasons['wrong-code']);
    door.clock.advance(step);
    const second = await fillIn(login, first, 'code', login.code(4));
    expect([second.status, alertOf(second)]).toEqual([403, en.clockOff(120)]);
    expect(await isIn(login)).toBe(false);
  });

  it('is named while it is set up', async () => {
    const owner = await loggedIn(newEmail());
    const started = await press(owner, await owner.navigate(settings), '/.two-factor/activate');
    scan(owner, started);
    const wrong = await fillIn(owner, started, 'confirm', owner.code(-4));
    expect([wrong.status, alertOf(wrong)]).toEqual([403, en.clockOff(-120)]);
    expect(codesOn(await fillIn(owner, wrong, 'confirm', owner.code()))).toHaveLength(10);
  });
});

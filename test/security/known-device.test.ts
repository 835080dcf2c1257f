import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failPatiently, isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { rowsOf } from '../harness/scratch-store.ts';

const step = 30_000;
const device = '__Host-two-factor-device';
let door: InnerDoor;
const { enrolled, loginOf } = newUsers(() => door);

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

/** The owner logs in anew in the browser in which they showed a code before. */
async function onKnownDevice(owner: Person, email: string): Promise<Person> {
  const login = await loginOf(owner, email);
  login.jar.set(device, owner.jar.get(device) ?? '');
  return login;
}

const countsOf = ({ accountId }: Person) =>
  rowsOf(
    door.deps.store,
    'SELECT bucket, failures FROM throttle WHERE account_id = ? ORDER BY bucket',
    accountId,
  );

describe('a known device', () => {
  it('gets its cookie with every right code: at the set-up, at the prompt, with the login form', async () => {
    const { owner, login, email } = await enrolled();
    const withForm = await loginOf(owner, email);
    expect(owner.jar.has(device)).toBe(true);
    await login.call('verify', { code: login.code() });
    expect(login.jar.has(device)).toBe(true);
    door.clock.advance(step);
    await withForm.call('login-code', { code: withForm.code() });
    expect(withForm.jar.has(device)).toBe(false);
    expect(await isIn(withForm)).toBe(true);
    expect(withForm.jar.has(device)).toBe(true);
  });

  it('has an HttpOnly, Secure, host-bound cookie that the platform never sees', async () => {
    const { login } = await enrolled();
    const answer = await login.call('verify', { code: login.code() });
    const line = answer.headers['set-cookie']?.find((each) => each.startsWith(device)) ?? '';
    expect(line).toMatch(/; Path=\/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax$/);
    await login.fetch('/api/me');
    expect(JSON.stringify(door.platform.received)).not.toContain(device);
  });

  it('lets the owner in while a thief of the password keeps the others waiting', async () => {
    const { owner, login: thief, email } = await enrolled();
    await failPatiently(door, thief, 8);
    expect(reasonOf(await thief.call('verify', { code: thief.code() }))).toBe('wait');
    const login = await onKnownDevice(owner, email);
    expect((await login.state()).waitUntil).toBeNull();
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    // The thief's count stands, and its wait too.
    expect(await countsOf(owner)).toEqual([{ bucket: 'new', failures: 8 }]);
    expect(reasonOf(await thief.call('verify', { code: thief.wrongCode() }))).toBe('wait');
  });

  it('never skips the code', async () => {
    const { owner, email } = await enrolled();
    const login = await onKnownDevice(owner, email);
    expect(await isIn(login)).toBe(false);
    expect(reasonOf(await login.call('verify', { code: login.wrongCode() }))).toBe('wrong-code');
    expect(await isIn(login)).toBe(false);
  });

  it('has a ramp of its own', async () => {
    const { owner, login: other, email } = await enrolled();
    const login = await onKnownDevice(owner, email);
    await failPatiently(door, login, 5);
    expect(reasonOf(await login.call('verify', { code: login.code() }))).toBe('wait');
    expect(await countsOf(owner)).toEqual([{ bucket: 'known', failures: 5 }]);
    expect((await other.call('verify', { code: other.code() })).status).toBe(204);
    expect(await countsOf(owner)).toEqual([{ bucket: 'known', failures: 5 }]);
  });

  it('locks the account like any other at a hundred in a row', async () => {
    const { owner, email } = await enrolled();
    const login = await onKnownDevice(owner, email);
    await failPatiently(door, login, 100);
    expect((await login.state()).factor).toBe('locked');
  });

  it.each([
    ['of another account', async () => (await enrolled()).owner.jar.get(device) ?? ''],
    ['that was altered', async (own: string) => `${own.slice(0, -4)}AAAA`],
    ['that somebody made up', async () => '1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ])('is not one with a cookie %s', async (_, cookie) => {
    const { owner, login, email } = await enrolled();
    const liar = await loginOf(owner, email);
    liar.jar.set(device, await cookie(owner.jar.get(device) ?? ''));
    await failPatiently(door, login, 5);
    expect(reasonOf(await liar.call('verify', { code: liar.code() }))).toBe('wait');
  });

  it('tells the owner of what failed elsewhere, once', async () => {
    const { owner, login: thief, email } = await enrolled();
    await failPatiently(door, thief, 7);
    const login = await onKnownDevice(owner, email);
    await login.call('verify', { code: login.code() });
    expect((await login.state()).failuresBefore).toBe(7);
    door.clock.advance(step);
    const next = await onKnownDevice(owner, email);
    await next.call('verify', { code: next.code() });
    expect((await next.state()).failuresBefore).toBe(0);
    await failPatiently(door, thief, 2);
    door.clock.advance(step);
    const last = await onKnownDevice(owner, email);
    await last.call('verify', { code: last.code() });
    expect((await last.state()).failuresBefore).toBe(2);
  });

  it('A20 is told in a session that was cleared before, when its next code is right', async () => {
    const { owner, login: thief } = await enrolled();
    await failPatiently(door, thief, 3);
    await owner.call('recovery-codes', { code: owner.code() });
    expect((await owner.state()).failuresBefore).toBe(3);
  });
});

describe('many failures', () => {
  it('raise an alarm and stand in the audit at 5, 20 and 50 in a row, once each', async () => {
    const { login } = await enrolled();
    const alarms = () =>
      door.log
        .map((line) => JSON.parse(line) as { event: string; accountId?: string; failures?: number })
        .filter(
          ({ event, accountId }) => event === 'many-failures' && accountId === login.accountId,
        )
        .map(({ failures }) => failures);
    await failPatiently(door, login, 4);
    expect(alarms()).toEqual([]);
    await failPatiently(door, login, 50);
    expect(alarms()).toEqual([5, 20, 50]);
    const rows = await rowsOf(
      door.deps.store,
      `SELECT note FROM audit WHERE account_id = ? AND event = 'many-failures' ORDER BY seq`,
      login.accountId,
    );
    expect(rows).toEqual([
      { note: '5 in a row' },
      { note: '20 in a row' },
      { note: '50 in a row' },
    ]);
  });
});

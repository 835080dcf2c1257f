import { afterAll, beforeAll, expect, it } from 'vitest';
import { bigCount } from '../harness/counts.ts';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { rowsOf } from '../harness/scratch-store.ts';

let door: InnerDoor;
const { enrolled, loggedIn } = newUsers(() => door);

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

/** All that the database holds of an account and that attempts could move. */
const everythingOf = ({ accountId }: Person) =>
  Promise.all(
    ['factor', 'throttle', 'attempt', 'clearance', 'recovery_code', 'audit'].map((table) =>
      rowsOf(door.deps.store, `SELECT * FROM ${table} WHERE account_id = ?`, accountId),
    ),
  );

it(
  'A18 a hundred thousand calls that name a victim without a session of theirs move nothing of it',
  async () => {
    const { owner, login } = await enrolled();
    const before = await everythingOf(owner);
    const stranger = await loggedIn();
    const liar = door.person();
    liar.jar.set('session', 'AAAAAAAAAAAAAAAAAAAAAA');
    const senders = [door.person(), liar, stranger];
    const calls = ['verify', 'deactivate', 'recovery-codes', 'activate'];
    const reasons = new Map<string, number>();

    async function hammer(times: number): Promise<void> {
      for (let i = 0; i < times; i++) {
        const sender = senders[i % senders.length] ?? stranger;
        const call = calls[i % calls.length] ?? 'verify';
        // The right code, too: what nobody may do must not depend on it.
        const code = i % 2 === 0 ? owner.code() : owner.wrongCode();
        const answer = await sender.call(call, { account: owner.accountId, code });
        const reason = reasonOf(answer);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    const atOnce = 50;
    const each = Math.ceil(bigCount(2_000, 100_000) / atOnce);
    await Promise.all(Array.from({ length: atOnce }, () => hammer(each)));

    expect([...reasons.keys()].sort()).toEqual(['not-logged-in', 'other-account']);
    expect([...reasons.values()].reduce((sum, count) => sum + count)).toBe(atOnce * each);
    expect(await everythingOf(owner)).toEqual(before);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
    expect(await isIn(login)).toBe(true);
  },
  bigCount(60_000, 600_000),
);

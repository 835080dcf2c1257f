import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import type { Answer } from '../harness/request.ts';
import { rowsOf } from '../harness/scratch-store.ts';

let door: InnerDoor;
const { enrolled, loginOf } = newUsers(() => door);

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

/** Runs while the commit of every attempt fails, before it reaches the database or right after. */
async function whileCommitsFail<T>(when: 'before' | 'after', run: () => Promise<T>): Promise<T> {
  const { store } = door.deps;
  const { commit } = store;
  const failing: typeof commit = async (statements) => {
    if (!statements.some(({ sql }) => sql.includes('INSERT INTO attempt'))) {
      return commit(statements);
    }
    if (when === 'after') await commit(statements);
    throw new Error('disk I/O error');
  };
  Object.assign(store, { commit: failing });
  try {
    return await run();
  } finally {
    Object.assign(store, { commit });
  }
}

const failuresOf = async ({ accountId }: Person) =>
  rowsOf(door.deps.store, 'SELECT failures FROM throttle WHERE account_id = ?', accountId);

/** What differs by chance only: the time of the answer. */
const told = ({ status, body, headers }: Answer) => {
  const { date: _, ...others } = headers;
  return { status, body, headers: others };
};

describe('A19 an error of the database', () => {
  it('A19 before the commit says the same to a right and a wrong code, and counts neither', async () => {
    const { login } = await enrolled();
    const [right, wrong] = await whileCommitsFail('before', async () => [
      await login.call('verify', { code: login.code() }),
      await login.call('verify', { code: login.wrongCode() }),
    ]);
    expect([right?.status, right && reasonOf(right)]).toEqual([500, 'internal']);
    expect(right && told(right)).toEqual(wrong && told(wrong));
    expect(await failuresOf(login)).toEqual([]);
    expect(await isIn(login)).toBe(false);
    expect((await login.call('verify', { code: login.code() })).status).toBe(204);
  });

  it('A19 after the commit says the same to a right and a wrong code, and both are spent', async () => {
    const { owner, login, email } = await enrolled();
    const other = await loginOf(owner, email);
    const code = login.code();
    const [wrong, right] = await whileCommitsFail('after', async () => [
      await login.call('verify', { code: login.wrongCode() }),
      await login.call('verify', { code }),
    ]);
    expect([right?.status, right && reasonOf(right)]).toEqual([500, 'internal']);
    expect(right && told(right)).toEqual(wrong && told(wrong));
    expect(reasonOf(await other.call('verify', { code }))).toBe('wrong-code');
    // The right one was committed, and cleared the session that it came from, and the count.
    expect(await isIn(login)).toBe(true);
    expect((await login.state()).failuresBefore).toBe(1);
  });

  it('A19 in the judgement of a sealed login code keeps its request out', async () => {
    const { login } = await enrolled();
    await login.call('login-code', { code: login.code() });
    const refused = await whileCommitsFail('before', () => login.fetch('/api/me'));
    expect([refused.status, reasonOf(refused)]).toEqual([500, 'internal']);
    expect(await failuresOf(login)).toEqual([]);
  });
});

import { randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InnerDoor, startInnerDoor } from '../../test/harness/inner-door.ts';
import type { Person } from '../../test/harness/person.ts';
import { rowsOf } from '../../test/harness/scratch-store.ts';
import type { Store } from '../store/database.ts';
import { createSeal, type Seal } from '../store/seal.ts';
import { keyStatus, resealUnderCurrentKey } from './keys.ts';
import { openFactorSecret } from './secret.ts';

const roots = { old: randomBytes(32), new: randomBytes(32) };

const sealOf = (...ids: [keyof typeof roots, ...(keyof typeof roots)[]]): Seal =>
  createSeal({ current: ids[0], roots: new Map(ids.map((id) => [id, roots[id]])) }, randomBytes);

const [bothSeal, newSeal] = [sealOf('new', 'old'), sealOf('new')];

let door: InnerDoor;
let next: number;

beforeEach(async () => {
  next = 1;
  door = await startInnerDoor({
    settings: { DOORCODE_KEYS: `old:${roots.old.toString('base64')}` },
  });
});
afterEach(() => door.stop());

async function loggedIn() {
  const person = door.person();
  await person.logIn(`user${next++}@acme.example`);
  return person;
}

async function enrolled() {
  const person = await loggedIn();
  await person.activate();
  return person;
}

async function reseal(store: Store = door.deps.store) {
  const progress: string[] = [];
  const outcome = await resealUnderCurrentKey(
    { ...door.deps, store, seal: bothSeal },
    (column, { done, all }) => progress.push(`${column} ${done}/${all}`),
  );
  return { ...outcome, progress };
}

/** Whether the new key alone opens the factor's secret, and it is the one in the person's app. */
async function isReadableUnderNewKey({ accountId, secret }: Person): Promise<boolean> {
  const { store } = door.deps;
  const [row] = await rowsOf(store, 'SELECT * FROM factor WHERE account_id = ?', accountId);
  const of = { accountId, secretId: String(row?.secret_id), secret: String(row?.secret) };
  const opened = openFactorSecret({ ...door.deps, seal: newSeal }, of);
  return opened.equals(Buffer.from(Secret.fromBase32(secret).bytes));
}

const canaries = async () =>
  (await rowsOf(door.deps.store, 'SELECT key_id FROM canary ORDER BY 1')).map((row) => row.key_id);

it('every column in which the server leaves something sealed is known', async () => {
  await enrolled();
  await (await loggedIn()).startSetUp();
  await door.restart();
  const { store } = door.deps;
  const tables = await rowsOf(store, `SELECT name FROM sqlite_schema WHERE type = 'table'`);
  const sealed = new Set<string>();
  for (const { name } of tables) {
    for (const row of await rowsOf(store, `SELECT * FROM "${name}"`)) {
      for (const [column, value] of Object.entries(row)) {
        // `keyId.iv.body`, as seal.ts writes it.
        if (/^[\w-]+\.[\w-]{16}\.[\w-]{22,}$/.test(String(value))) sealed.add(`${name}.${column}`);
      }
    }
  }
  const { uses } = await keyStatus(door.deps);
  const known = uses.map(({ column }) => column);
  expect([...sealed].toSorted()).toEqual([...known, 'canary.sealed'].toSorted());
});

describe('sealing anew', () => {
  it('tells how far it is, and ends without anything that needs the old key', async () => {
    const people = [await enrolled(), await enrolled()];
    const [owner] = people;
    const { left, unreadable, progress } = await reseal();
    expect({ left, unreadable }).toEqual({ left: [], unreadable: [] });
    expect(progress).toContain('factor.secret 2/2');
    expect(await canaries()).toEqual(['new']);
    for (const person of people) expect(await isReadableUnderNewKey(person)).toBe(true);
    expect(owner && (await owner.state())).toMatchObject({ factor: 'active', session: 'cleared' });
    expect((await reseal()).progress).toEqual([]);
  });

  it('loses nothing of what people do meanwhile', async () => {
    const [confirming, replacing, starting, bystander] = [
      await loggedIn(),
      await enrolled(),
      await loggedIn(),
      await enrolled(),
    ];
    const pendingId = await confirming.startSetUp();
    const meanwhile = [
      // Its pending row has been read, and moves on to the factor.
      async () => {
        const answer = await confirming.call('confirm', { pendingId, code: confirming.code() });
        expect(answer.status).toBe(200);
      },
      // Its factor has been read; and there are pending rows under the old key again.
      async () => {
        const newId = await replacing.startSetUp({ code: replacing.code() });
        const code = replacing.code(1);
        const answer = await replacing.call('confirm', { pendingId: newId, code });
        expect(answer.status).toBe(200);
        await starting.startSetUp();
      },
    ];
    const { store } = door.deps;
    const outcome = await reseal({
      ...store,
      async commit(statements) {
        if (statements.some(({ sql }) => sql.startsWith('UPDATE'))) await meanwhile.shift()?.();
        return store.commit(statements);
      },
    });
    expect(meanwhile).toEqual([]);
    expect(outcome).toMatchObject({ left: [], unreadable: [] });
    for (const person of [confirming, replacing, bystander]) {
      expect(await isReadableUnderNewKey(person)).toBe(true);
    }
  });

  it('is not done while a row cannot be opened: it is kept, named, and an alarm', async () => {
    const [lost, fine] = [await enrolled(), await enrolled()];
    const { store } = door.deps;
    await store.commit([
      {
        sql: 'UPDATE factor SET secret_id = ? WHERE account_id = ?',
        args: ['another', lost.accountId],
      },
    ]);
    const before = await rowsOf(store, 'SELECT * FROM factor WHERE account_id = ?', lost.accountId);
    const { left, unreadable } = await reseal();
    expect(left).toEqual([{ column: 'factor.secret', keyId: 'old', rows: 1 }]);
    expect(unreadable).toEqual([{ column: 'factor.secret', id: lost.accountId }]);
    expect(await canaries()).toEqual(['new', 'old']);
    const alarms = door.log.filter((line) => line.includes('"secret-unreadable"'));
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toContain(lost.accountId);
    expect(
      await rowsOf(store, 'SELECT * FROM factor WHERE account_id = ?', lost.accountId),
    ).toEqual(before);
    expect(await isReadableUnderNewKey(fine)).toBe(true);

    // A reset is the way out.
    await door.reset({ realm: 'acme', email: 'user1@acme.example' });
    expect(await reseal()).toMatchObject({ left: [], unreadable: [] });
    expect(await canaries()).toEqual(['new']);
  });

  it('does nothing at all where a key is missing', async () => {
    await enrolled();
    const before = await rowsOf(door.deps.store, 'SELECT * FROM factor');
    const without = { ...door.deps, seal: newSeal };
    await expect(resealUnderCurrentKey(without, () => {})).rejects.toThrow('Key "old" is missing');
    expect(await rowsOf(door.deps.store, 'SELECT * FROM factor')).toEqual(before);
    expect(await canaries()).toEqual(['old']);
    expect((await keyStatus(without)).missing).toEqual(['old']);
    expect((await keyStatus({ ...door.deps, seal: bothSeal })).missing).toEqual([]);
  });
});

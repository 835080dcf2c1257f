import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newPlatformPerson } from '../../test/harness/scratch-account.ts';
import { rowsOf, scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import { findAccounts, type Person, readStanding } from './accounts.ts';
import type { Store } from './database.ts';

const newId = () => randomBytes(16).toString('base64url');
const see = (store: Store, person: Person, credential = 'a session', now = 1) =>
  readStanding(store, person, credential, now, newId);

describe('the first sight of somebody', () => {
  it('makes an account without a factor', async () => {
    const store = await scratchStore();
    const ada = newPlatformPerson();
    const standing = await see(store, ada);
    expect(standing).toMatchObject({
      realm: 'acme',
      name: 'Ada',
      email: 'ada@acme.example',
      factor: 'none',
      generation: 0,
      mustSetUp: false,
      secret: null,
      lastStep: 0,
      waits: { new: 0, known: 0 },
      firstSeen: 1,
      clearedUntil: null,
      failuresBefore: 0,
    });
    expect((await see(store, ada)).accountId).toBe(standing.accountId);
  });

  it('makes one account of twenty requests at once, over two connections', async () => {
    const file = await scratchFile();
    const stores = [await scratchStore(file), await scratchStore(file)];
    const ada = newPlatformPerson();
    const seen = await Promise.all(
      Array.from({ length: 10 }).flatMap(() => stores.map((store) => see(store, ada))),
    );
    expect(new Set(seen.map(({ accountId }) => accountId)).size).toBe(1);
    const [store] = stores;
    if (!store) throw new Error('There is no store.');
    expect(await rowsOf(store, 'SELECT count(*) AS n FROM account')).toEqual([{ n: 1 }]);
    expect(await rowsOf(store, 'SELECT count(*) AS n FROM factor')).toEqual([{ n: 1 }]);
  });
});

describe('who somebody is', () => {
  it('stays when name and e-mail change; these are taken over', async () => {
    const store = await scratchStore();
    const ada = newPlatformPerson();
    const before = await see(store, ada);
    await store.commit([{ sql: `UPDATE factor SET state = 'active', generation = 4`, args: [] }]);
    const after = await see(store, { ...ada, name: 'Ada King', email: 'countess@acme.example' });
    expect(after).toMatchObject({
      accountId: before.accountId,
      name: 'Ada King',
      email: 'countess@acme.example',
      factor: 'active',
      generation: 4,
    });
    expect(await rowsOf(store, 'SELECT name, email FROM account')).toEqual([
      { name: 'Ada King', email: 'countess@acme.example' },
    ]);
  });

  it('is not taken over with an e-mail that was handed on', async () => {
    const store = await scratchStore();
    const ada = newPlatformPerson();
    const before = await see(store, ada);
    await store.commit([{ sql: `UPDATE factor SET state = 'active'`, args: [] }]);
    const heir = await see(store, newPlatformPerson({ name: ada.name, email: ada.email }));
    expect(heir.accountId).not.toBe(before.accountId);
    expect(heir.factor).toBe('none');
  });

  const ada = newPlatformPerson({ platformId: 'Alice' });
  for (const [what, other] of [
    ['letter case of the id', { ...ada, platformId: 'alice' }],
    ['the realm', { ...ada, realm: 'globex' }],
    ['letter case of the realm', { ...ada, realm: 'ACME' }],
    ['the profile', { ...ada, profile: 'Another platform' }],
    ['a space after the id', { ...ada, platformId: 'Alice ' }],
  ] as const) {
    it(`is somebody else where ${what} differs`, async () => {
      const store = await scratchStore();
      const one = await see(store, ada);
      const two = await see(store, other);
      expect(two.accountId).not.toBe(one.accountId);
      expect((await see(store, ada)).accountId).toBe(one.accountId);
    });
  }
});

describe('support finds accounts', () => {
  const all = { profile: 'Northwind Flows', after: '' };

  async function town() {
    const store = await scratchStore();
    const people = [
      newPlatformPerson(),
      newPlatformPerson({ name: 'Bea', email: 'bea@acme.example' }),
      newPlatformPerson({ name: 'ada', email: 'other.ada@acme.example' }),
      newPlatformPerson({ realm: 'globex' }),
      newPlatformPerson({ profile: 'Another platform' }),
      newPlatformPerson({ name: '100%', email: 'a_b@acme.example' }),
    ];
    for (const person of people) await see(store, person);
    const find = async (realm: string, name: string, limit = 50) =>
      (await findAccounts(store, { ...all, realm, name, limit })).map(({ email }) => email);
    return { store, find };
  }

  it('by name or by e-mail, in the one realm of the one platform', async () => {
    const { find } = await town();
    expect(await find('acme', 'Bea')).toEqual(['bea@acme.example']);
    expect(await find('acme', 'bea@acme.example')).toEqual(['bea@acme.example']);
    expect(await find('globex', 'Ada')).toEqual(['ada@acme.example']);
    expect(await find('nowhere', 'Ada')).toEqual([]);
  });

  it('whatever the letter case, and all who share a name', async () => {
    const { find } = await town();
    expect(await find('ACME', 'BEA@acme.EXAMPLE')).toEqual(['bea@acme.example']);
    expect((await find('Acme', 'ADA')).toSorted()).toEqual([
      'ada@acme.example',
      'other.ada@acme.example',
    ]);
  });

  it('only by the whole name, and no sign in it is a pattern', async () => {
    const { find } = await town();
    for (const pattern of ['%', '_', 'B%', 'Be', '', "' OR 1=1 --"]) {
      expect(await find('acme', pattern)).toEqual([]);
    }
    expect(await find('acme', '100%')).toEqual(['a_b@acme.example']);
    expect(await find('acme', 'aXb@acme.example')).toEqual([]);
  });

  it('without a look at every account', async () => {
    const { store } = await town();
    const plan = await store.read({
      sql: `EXPLAIN QUERY PLAN SELECT id FROM account
        WHERE (lower("account"."name") = lower(:name) OR lower("account"."email") = lower(:name))
          AND +"account"."profile" = :name AND id > ''`,
      args: { name: 'ada' },
    });
    const steps = plan.map(({ detail }) => String(detail)).join('; ');
    expect(steps).toContain('account_by_name');
    expect(steps).toContain('account_by_email');
    expect(steps).not.toContain('SCAN account');
  });

  it('as many as it asks for at most, and shows what stands with them', async () => {
    const { store, find } = await town();
    expect(await find('acme', 'ada', 1)).toHaveLength(1);
    await store.commit([
      { sql: `UPDATE factor SET state = 'locked', must_set_up = 1, changed_at = 7`, args: [] },
    ]);
    const [bea] = await findAccounts(store, { ...all, realm: 'acme', name: 'Bea', limit: 50 });
    expect(bea).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      realm: 'acme',
      name: 'Bea',
      email: 'bea@acme.example',
      factor: 'locked',
      mustSetUp: true,
      changedAt: 7,
    });
  });
});

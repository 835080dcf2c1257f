import { expect, it } from 'vitest';
import { newPlatformPerson } from '../../test/harness/scratch-account.ts';
import { scratchPerson } from '../../test/harness/scratch-owner.ts';
import { findAccounts } from './find-accounts.ts';
import { readSession } from './session.ts';

it('support finds accounts of the profile that the server runs, by realm and name', async () => {
  const { deps, accountId } = await scratchPerson();
  for (const change of [{ profile: 'another' }, { realm: 'globex' }, { name: 'Bob', email: '' }]) {
    await readSession(deps, newPlatformPerson(change), ['bob'], false, null);
  }
  for (const name of ['ada', 'ADA@acme.example']) {
    const wanted = { profile: deps.profile.name, realm: 'ACME', name, after: '', limit: 50 };
    expect(await findAccounts(deps, wanted)).toMatchObject([{ id: accountId }]);
  }
});

it('support sees accounts of one name page by page', async () => {
  const { deps } = await scratchPerson();
  for (let i = 0; i < 50; i++) {
    await readSession(deps, newPlatformPerson(), [`session ${i}`], false, null);
  }
  const wanted = { profile: null, realm: 'acme', name: 'ada', limit: 20 };
  const seen: string[] = [];
  for (let after = ''; seen.length < 51; after = seen.at(-1) ?? '') {
    const page = await findAccounts(deps, { ...wanted, after });
    expect(page.length).toBe(Math.min(21, 51 - seen.length));
    seen.push(...page.slice(0, 20).map(({ id }) => id));
  }
  expect(new Set(seen).size).toBe(51);
});

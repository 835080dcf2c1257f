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
    expect(await findAccounts(deps, 'ACME', name)).toMatchObject([{ id: accountId }]);
  }
});

it('support sees fifty accounts of one name at most', async () => {
  const { deps } = await scratchPerson();
  for (let i = 0; i < 50; i++) {
    await readSession(deps, newPlatformPerson(), [`session ${i}`], false, null);
  }
  expect(await findAccounts(deps, 'acme', 'ada')).toHaveLength(50);
});

import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { scratchPerson } from '../../test/harness/scratch-owner.ts';
import { openFactorSecret, sealSecret } from './secret.ts';

const secret = randomBytes(20);

it('a sealed secret opens for its account and its own id', async () => {
  const { deps, accountId } = await scratchPerson();
  const sealed = sealSecret(deps, accountId, 'an id', secret);
  const opened = openFactorSecret(deps, { accountId, secretId: 'an id', secret: sealed });
  expect(opened.equals(secret)).toBe(true);
});

it('a secret is bound to its place in the database, so that nothing else sealed passes for it', async () => {
  const { deps, accountId } = await scratchPerson();
  const sealed = sealSecret(deps, accountId, 'an id', secret);
  expect(deps.seal.open('secrets', sealed, `factor.secret/${accountId}/an id`)).toEqual(secret);
});

it('A30 a secret that cannot be read is an alarm and an error, and the alarm says whether it is gone', async () => {
  const { deps, accountId, alarms } = await scratchPerson();
  const sealed = sealSecret(deps, accountId, 'an id', secret);
  const alarm = (missing: boolean) => ({ event: 'secret-unreadable', accountId, missing });
  const unreadable = [
    [{ accountId, secretId: null, secret: null }, alarm(true)],
    [{ accountId, secretId: 'an id', secret: null }, alarm(true)],
    [{ accountId, secretId: null, secret: sealed }, alarm(false)],
    [{ accountId, secretId: 'another id', secret: sealed }, alarm(false)],
    [
      { accountId: 'another', secretId: 'an id', secret: sealed },
      { ...alarm(false), accountId: 'another' },
    ],
    [{ accountId, secretId: 'an id', secret: `${sealed.slice(0, -4)}AAAA` }, alarm(false)],
  ] as const;
  for (const [of] of unreadable) {
    expect(() => openFactorSecret(deps, of)).toThrow('A factor has no readable secret.');
  }
  expect(alarms()).toEqual(unreadable.map(([, expected]) => expected));
});

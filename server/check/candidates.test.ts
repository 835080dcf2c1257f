import { expect, it } from 'vitest';
import { candidates, type Wanted } from './candidates.ts';
import { allFound } from './found.ts';

const best = (wanted: Wanted, body: unknown) =>
  candidates(wanted, allFound('json', JSON.stringify(body)))[0]?.place;

it('the account is found where answers usually name it', () => {
  const flat = { id: 'u-1', name: 'Ada', email: 'ada@acme.example', realm: 'acme' };
  const nested = {
    version: { id: 3 },
    session: { id: 's-1', method: 'saml' },
    organization: { id: 'o-1', name: 'Acme' },
    data: {
      user: { role: { id: 1, name: 'admin' }, user_id: 7, fullName: 'Ada', mail: 'a@b.example' },
    },
  };
  expect(best('accountId', flat)).toBe('id');
  expect(best('accountId', nested)).toBe('data.user.user_id');
  expect(best('name', flat)).toBe('name');
  expect(best('name', nested)).toBe('data.user.fullName');
  expect(best('email', nested)).toBe('data.user.mail');
  expect(best('realm', flat)).toBe('realm');
  expect(best('realm', nested)).toBe('organization.id');
  expect(best('loginMethod', nested)).toBe('session.method');
});

it('an e-mail is no account id, and nobody is no account', () => {
  expect(best('accountId', { id: 'ada@acme.example' })).toBeUndefined();
  expect(best('accountId', { user: { id: 0 } })).toBeUndefined();
  expect(best('accountId', { users: [{ id: 1 }] })).toBeUndefined();
});

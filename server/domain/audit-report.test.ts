import { expect, it } from 'vitest';
import type { NamedAuditRow } from '../store/audit.ts';
import { reportColumns, reportOf } from './audit-report.ts';

const row: NamedAuditRow = {
  seq: 17,
  at: Date.UTC(2026, 0, 5, 9),
  accountId: 'hBc',
  actor: 'user',
  event: 'verify',
  status: 'success',
  note: '',
  realm: 'acme',
  name: 'Ada',
  email: 'ada@acme.example',
};

it('a row reads as on the platform’s own page, in its columns', () => {
  const report = reportOf(row);
  expect(report).toEqual({
    'Start date': '2026-01-05T09:00:00.000Z',
    User: 'ada@acme.example',
    Action: 'View',
    Status: 'Success',
    Service: 'User Two-factor',
    Reference: 'acme/hBc/17',
    Description: 'Code accepted at login',
  });
  expect(Object.keys(report)).toEqual(reportColumns);
});

it.each([
  ['verify', 'View'],
  ['set-up-started', 'Create'],
  ['set-up-after-reset', 'Create'],
  ['confirm', 'Create'],
  ['replace', 'Update'],
  ['recovery-codes', 'Update'],
  ['locked', 'Update'],
  ['many-failures', 'View'],
  ['deactivate', 'Remove/Archive'],
  ['reset', 'Remove/Archive'],
  ['confirm-replacement', 'Update'],
  ['few-recovery-codes', 'View'],
  ['reset-opened', 'Create'],
  ['reset-approved', 'Update'],
  ['reset-cancelled', 'Remove/Archive'],
  ['reset-vetoed', 'Remove/Archive'],
  ['bypass-issued', 'Create'],
  ['bypass-code', 'View'],
  ['wait-cleared', 'Update'],
])('"%s" is the action %s, with words of its own', (event, Action) => {
  const report = reportOf({ ...row, event, status: 'error' });
  expect(report).toMatchObject({ Action, Status: 'Error' });
  expect(report.Description).not.toContain('Event');
});

it('what support did names support as the user, and whose account it was', () => {
  const byUs = { ...row, actor: 'support:environment', event: 'reset', note: 'lost phone' };
  expect(reportOf(byUs)).toMatchObject({
    User: 'support:environment',
    Description: 'Two-factor authentication reset (account of ada@acme.example): lost phone',
  });
});

it('an event, a status, a time and an account that nobody knows are no reason to lose a row', () => {
  const strange = { event: 'toString', status: 'odd', note: 'n', at: Number.NaN } as object;
  const report = reportOf({ ...row, ...strange, realm: null, name: null, email: null });
  expect(report).toMatchObject({
    'Start date': 'NaN',
    User: 'hBc',
    Action: 'Update',
    Status: 'Error',
    Reference: '/hBc/17',
    Description: 'Event "toString": n',
  });
});

it('an account without an e-mail goes by its name', () => {
  expect(reportOf({ ...row, email: '' }).User).toBe('Ada');
});

it.each([
  ['verify', 'Code accepted at login', 'Code refused at login'],
  ['set-up-started', 'Set-up started', 'Set-up refused'],
  ['set-up-after-reset', 'Set-up after a reset started', 'Set-up code refused'],
  ['confirm', 'Two-factor authentication activated', 'Activation refused: wrong code'],
  ['replace', 'Replacement of the app started', 'Replacement refused: wrong code'],
  ['recovery-codes', 'New recovery codes made', 'New recovery codes refused: wrong code'],
  ['deactivate', 'Two-factor authentication deactivated', 'Deactivation refused'],
  ['reset', 'Two-factor authentication reset', 'There was nothing to reset'],
  ['locked', 'Account locked', 'Account not locked'],
  ['confirm-replacement', 'The app was replaced', 'Replacement refused: wrong code'],
  ['reset-opened', 'Reset case opened', 'Reset case refused'],
  ['reset-approved', 'Reset case approved', 'Approval refused'],
  ['reset-cancelled', 'Reset case cancelled', 'Cancelling refused'],
  ['reset-vetoed', 'Reset case stopped by the owner', 'Veto refused'],
  ['bypass-issued', 'Bypass code issued', 'There was nothing to bypass'],
  ['bypass-code', 'Bypass code accepted at login', 'Bypass code refused at login'],
  ['wait-cleared', 'Wait ended by support', 'There was no wait'],
  ['few-recovery-codes', 'Few recovery codes left', 'Few recovery codes left'],
  ['many-failures', 'Many failures', 'Many failures'],
] as const)('%s is described by what became of it', (event, success, error) => {
  expect(reportOf({ ...row, event, status: 'success' }).Description).toBe(success);
  expect(reportOf({ ...row, event, status: 'error' }).Description).toBe(error);
});

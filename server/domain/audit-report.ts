import type { NamedAuditRow } from '../store/audit.ts';

/** The columns of the platform's own audit page (decision 20). */
export const reportColumns = [
  'Start date',
  'User',
  'Action',
  'Status',
  'Service',
  'Reference',
  'Description',
] as const;

export type ReportRow = Readonly<Record<(typeof reportColumns)[number], string>>;

type Action = 'View' | 'Create' | 'Update' | 'Remove/Archive';

/** What each event is for somebody who reads the audit: its action, and a success and an error of it. */
const meanings: Readonly<Record<string, readonly [Action, string, string]>> = {
  verify: ['View', 'Code accepted at login', 'Code refused at login'],
  'set-up-started': ['Create', 'Set-up started', 'Set-up refused'],
  'set-up-after-reset': ['Create', 'Set-up after a reset started', 'Set-up code refused'],
  confirm: ['Create', 'Two-factor authentication activated', 'Activation refused: wrong code'],
  'confirm-replacement': ['Update', 'The app was replaced', 'Replacement refused: wrong code'],
  replace: ['Update', 'Replacement of the app started', 'Replacement refused: wrong code'],
  'recovery-codes': ['Update', 'New recovery codes made', 'New recovery codes refused: wrong code'],
  deactivate: ['Remove/Archive', 'Two-factor authentication deactivated', 'Deactivation refused'],
  'few-recovery-codes': ['View', 'Few recovery codes left', 'Few recovery codes left'],
  'reset-opened': ['Create', 'Reset case opened', 'Reset case refused'],
  'reset-approved': ['Update', 'Reset case approved', 'Approval refused'],
  'reset-cancelled': ['Remove/Archive', 'Reset case cancelled', 'Cancelling refused'],
  'reset-vetoed': ['Remove/Archive', 'Reset case stopped by the owner', 'Veto refused'],
  'bypass-issued': ['Create', 'Bypass code issued', 'There was nothing to bypass'],
  'bypass-code': ['View', 'Bypass code accepted at login', 'Bypass code refused at login'],
  'wait-cleared': ['Update', 'Wait ended by support', 'There was no wait'],
  reset: ['Remove/Archive', 'Two-factor authentication reset', 'There was nothing to reset'],
  locked: ['Update', 'Account locked', 'Account not locked'],
  'many-failures': ['View', 'Many failures', 'Many failures'],
};

/**
 * A row as the platform would show it. `Start date` is ISO 8601 in UTC, `Reference` the realm, our id of
 * the account and the row's number: `acme/hBc…/17`. An event without a meaning goes by its name: no row
 * is lost because nobody knows it.
 */
export function reportOf(row: NamedAuditRow): ReportRow {
  const { seq, at, accountId, actor, event, status, note, realm, name, email } = row;
  const owner = email || name || accountId;
  const isOwn = actor === 'user';
  const unknown = ['Update', `Event "${event}"`, `Event "${event}"`] as const;
  const [action, success, error] = (Object.hasOwn(meanings, event) && meanings[event]) || unknown;
  const date = new Date(at);
  return {
    'Start date': Number.isNaN(date.getTime()) ? String(at) : date.toISOString(),
    User: isOwn ? owner : actor,
    Action: action,
    Status: status === 'success' ? 'Success' : 'Error',
    Service: 'User Two-factor',
    Reference: `${realm ?? ''}/${accountId}/${seq}`,
    Description: [
      status === 'success' ? success : error,
      isOwn ? '' : ` (account of ${owner})`,
      note && `: ${note}`,
    ].join(''),
  };
}

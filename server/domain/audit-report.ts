import type { NamedAuditRow } from '../store/audit.ts';

export type Action = 'View' | 'Create' | 'Update' | 'Remove/Archive';

/** A row as the platform's own audit page has it; the names are its columns, in order. */
export type ReportRow = {
  /** ISO 8601, UTC. */
  readonly 'Start date': string;
  readonly User: string;
  readonly Action: Action;
  readonly Status: 'Success' | 'Error';
  readonly Service: string;
  /** Realm, account id and the row's number: `acme/hBc…/17`. */
  readonly Reference: string;
  readonly Description: string;
};

export const reportColumns = [
  'Start date',
  'User',
  'Action',
  'Status',
  'Service',
  'Reference',
  'Description',
] as const satisfies readonly (keyof ReportRow)[];

type Meaning = { readonly action: Action; readonly success: string; readonly error: string };

/** What each event is, for somebody who reads the audit; an event without an entry goes by its name. */
const meanings: Readonly<Record<string, Meaning>> = {
  verify: {
    action: 'View',
    success: 'Code accepted at login',
    error: 'Code refused at login',
  },
  'set-up-started': {
    action: 'Create',
    success: 'Set-up started',
    error: 'Set-up refused',
  },
  'set-up-after-reset': {
    action: 'Create',
    success: 'Set-up after a reset started',
    error: 'Set-up code refused',
  },
  confirm: {
    action: 'Create',
    success: 'Two-factor authentication activated',
    error: 'Activation refused: wrong code',
  },
  replace: {
    action: 'Update',
    success: 'Replacement of the authenticator app started',
    error: 'Replacement refused: wrong code',
  },
  'recovery-codes': {
    action: 'Update',
    success: 'New recovery codes made',
    error: 'New recovery codes refused: wrong code',
  },
  deactivate: {
    action: 'Remove/Archive',
    success: 'Two-factor authentication deactivated',
    error: 'Deactivation refused: wrong code',
  },
  reset: {
    action: 'Remove/Archive',
    success: 'Two-factor authentication reset by support',
    error: 'Reset by support refused: there was nothing to reset',
  },
  locked: { action: 'Update', success: 'Account locked', error: 'Account not locked' },
  'many-failures': { action: 'View', success: 'Many failures', error: 'Many failures' },
};

export function reportOf(row: NamedAuditRow): ReportRow {
  const { seq, at, accountId, actor, event, status, note, realm, name, email } = row;
  const owner = email || name || accountId;
  const ok = status === 'success';
  const known = Object.hasOwn(meanings, event) ? meanings[event] : undefined;
  const what = known ? (ok ? known.success : known.error) : `Event "${event}"`;
  const whose = actor === 'user' ? '' : ` (account of ${owner})`;
  return {
    'Start date': isoOf(at),
    User: actor === 'user' ? owner : actor,
    Action: known?.action ?? 'Update',
    Status: ok ? 'Success' : 'Error',
    Service: 'User Two-factor',
    Reference: `${realm ?? ''}/${accountId}/${seq}`,
    Description: `${what}${whose}${note ? `: ${note}` : ''}`,
  };
}

/** A row that somebody changed by hand must not hide the others. */
function isoOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}

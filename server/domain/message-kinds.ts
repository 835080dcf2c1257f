/**
 * What an account's owner is told of, by the row of the audit that it comes from: event and status.
 *
 * Source: decision 41.
 */
const told = {
  'confirm success': 'activated',
  'confirm-replacement success': 'replaced',
  'deactivate success': 'deactivated',
  'recovery-codes success': 'recovery-codes-renewed',
  'few-recovery-codes success': 'few-recovery-codes',
  'many-failures error': 'many-failures',
  'locked success': 'locked',
  'reset-opened success': 'reset-opened',
  'reset-cancelled success': 'reset-cancelled',
  'reset-vetoed success': 'reset-vetoed',
  'reset success': 'reset-done',
  'bypass-issued success': 'bypass-issued',
  'bypass-code success': 'bypass-used',
} as const;

export type MessageKind = (typeof told)[keyof typeof told];

export const messageKinds: readonly MessageKind[] = Object.values(told);

/** @returns null for a row that nobody is told of. */
export function kindOf(row: {
  readonly event: string;
  readonly status: string;
}): MessageKind | null {
  const key = `${row.event} ${row.status}`;
  return Object.hasOwn(told, key) ? told[key as keyof typeof told] : null;
}

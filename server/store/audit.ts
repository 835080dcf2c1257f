import { type Statement, type Store, statement } from './database.ts';
import { audit } from './schema.ts';

/** One audit row, to stand in the same commit as what it tells of. */
export function auditRow(
  store: Store,
  row: {
    at: number;
    accountId: string;
    actor: string;
    event: string;
    status: 'success' | 'error';
    note: string;
  },
): Statement {
  return statement(store.query.insert(audit).values(row));
}

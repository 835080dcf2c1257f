import type { Deps } from '../deps.ts';
import * as accounts from '../store/accounts.ts';
import { type AuditFilter, type AuditRow, readAuditOf, readNamedAudit } from '../store/audit.ts';
import { type ResetCase, readCases } from '../store/reset-cases.ts';

type Reads = Pick<Deps, 'store'>;

/**
 * Accounts of a realm whose name or e-mail is `name`, letter case aside, for support to choose from; one more
 * than `limit` where there are more (decision 8).
 *
 * @param wanted `profile`: the platform's, null for any; `after`: the id that the page before ended with.
 */
export function findAccounts(
  { store }: Reads,
  wanted: { profile: string | null; realm: string; name: string; after: string; limit: number },
) {
  return accounts.findAccounts(store, { ...wanted, limit: wanted.limit + 1 });
}

type Shown = accounts.AccountInFull & { readonly openCase: ResetCase | null };

/** How an account stands now; null where there is none. */
export async function showAccount(
  deps: Pick<Deps, 'store' | 'now'>,
  accountId: string,
): Promise<Shown | null> {
  const account = await accounts.readAccountInFull(deps.store, accountId, deps.now());
  if (!account) return null;
  const wanted = { state: 'open', accountId, before: null } as const;
  const [openCase = null] = await readCases(deps.store, wanted, 1);
  return { ...account, openCase };
}

/** What happened to an account, the newest first; before row `before`, if that is given. */
export function readHistory(deps: Reads, accountId: string, before: number | null, limit: number) {
  return readAuditOf(deps.store, accountId, before, limit);
}

/** The audit after row `after`, the oldest first. */
export async function readAudit(
  deps: Reads,
  filter: AuditFilter,
  after: number | null,
  limit: number,
): Promise<AuditRow[]> {
  const rows = await readNamedAudit(deps.store, after ?? 0, filter, limit);
  return rows.map(({ realm: _, name: __, email: ___, ...row }) => row);
}

import { and, desc, eq, getTableColumns, lt, lte, sql } from 'drizzle-orm';
import type { Store } from './database.ts';
import { resetApproval, resetCase } from './schema.ts';

export type ResetCaseRow = typeof resetCase.$inferSelect;
export type CaseState = ResetCaseRow['state'];

/** A case, and who has approved it. */
export type ResetCase = ResetCaseRow & { readonly approvedBy: readonly string[] };

/** Said as the index says it. */
const isOpen = sql`${resetCase.state} = 'open'`;

/** Open cases whose cooling-off is over and that have their approvals. */
export async function readReadyCases(store: Store, now: number): Promise<ResetCase[]> {
  const due = await select(store).where(and(isOpen, lte(resetCase.dueAt, now)));
  return due.filter(
    ({ approvedBy, openedBy, approvalsNeeded }) =>
      approvedBy.filter((by) => by !== openedBy).length >= approvalsNeeded,
  );
}

function select({ query }: Store) {
  const approvedBy = sql<string[]>`(SELECT json_group_array(${resetApproval.by})
    FROM ${resetApproval} WHERE ${resetApproval.caseId} = ${resetCase.id})`;
  return query
    .select({
      ...getTableColumns(resetCase),
      approvedBy: approvedBy.mapWith((list) => JSON.parse(String(list)) as string[]),
    })
    .from(resetCase)
    .$dynamic();
}

/** @returns null where no case has this id. */
export async function readCase(store: Store, id: string): Promise<ResetCase | null> {
  const [found] = await select(store).where(eq(resetCase.id, id)).limit(1);
  return found ?? null;
}

/** What is wanted of all cases; null: any. `before` is a case's number. */
export type CaseFilter = {
  readonly state: CaseState | null;
  readonly accountId: string | null;
  readonly before: number | null;
};

/** The newest cases first. */
export function readCases(
  store: Store,
  { state, accountId, before }: CaseFilter,
  limit: number,
): Promise<ResetCase[]> {
  const wanted = and(
    state === null ? undefined : eq(resetCase.state, state),
    accountId === null ? undefined : eq(resetCase.accountId, accountId),
    before === null ? undefined : lt(resetCase.seq, before),
  );
  return select(store).where(wanted).orderBy(desc(resetCase.seq)).limit(limit);
}

/** What somebody (as the audit has them) opened with an idempotency key, if they did. */
export async function readCaseByKey(
  store: Store,
  openedBy: string,
  idempotencyKey: string | null,
): Promise<ResetCase | null> {
  if (idempotencyKey === null) return null;
  const key = eq(resetCase.idempotencyKey, idempotencyKey);
  const [found] = await select(store).where(and(eq(resetCase.openedBy, openedBy), key));
  return found ?? null;
}

import type { Statement, Store } from './database.ts';
import {
  type ResetCase,
  type ResetCaseRow,
  readCase,
  readCaseByKey,
  readReadyCases,
} from './reset-cases.ts';
import {
  type ActLimit,
  allowanceArgs,
  isAllowed,
  keyStands,
  readAllowance,
  type SupportAct,
  type Unacted,
  whyUnacted,
} from './support-acts.ts';

/*
 * A case is carried out once, in one commit, when it is due: open, its cooling-off over, and approved by
 * as many others as it needs. What it does comes first and asks for that; that it is done comes last.
 */

export type NewCase = Pick<
  ResetCaseRow,
  | 'id'
  | 'reason'
  | 'ticket'
  | 'identifiedBy'
  | 'approvalsNeeded'
  | 'dueAt'
  | 'setupCodeHash'
  | 'idempotencyKey'
  | 'requestHash'
>;

/** Milliseconds after which nobody remembers why: twice the longest cooling-off. */
const caseLife = 14 * 24 * 60 * 60 * 1000;

const due = `SELECT c.id FROM reset_case c
  WHERE c.id = :caseId AND c.state = 'open' AND c.due_at <= :now AND c.opened_at > :now - ${caseLife}
    AND (SELECT count(*) FROM reset_approval a WHERE a.case_id = c.id AND a.by <> c.opened_by)
      >= c.approvals_needed`;

/** Accounts that have something to reset, of a case that is due: none or one. */
const concerned = `SELECT f.account_id FROM reset_case c JOIN factor f ON f.account_id = c.account_id
  WHERE c.id IN (${due}) AND (f.state <> 'none' OR f.must_set_up = 1)`;

/** Since the case was opened its owner has set up, replaced or switched off: they are not locked out. */
const overtaken = `SELECT c.id FROM reset_case c LEFT JOIN factor f ON f.account_id = c.account_id
  WHERE c.id IN (${due}) AND c.secret_id IS NOT f.secret_id`;

const note = `c.reason || ' (ticket ' || c.ticket || ', case ' || c.id || ')'`;

/** Carries a case out if it is due; else these statements change nothing. */
function carryOutIfDue(caseId: string, now: number): Statement[] {
  const args = { caseId, now };
  return [
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, c.account_id, 'doorcode', 'reset-cancelled', 'success',
          'the factor was changed meanwhile (case ' || c.id || ')'
        FROM reset_case c WHERE c.id IN (${overtaken})`,
      args,
    },
    {
      sql: `UPDATE reset_case SET state = 'cancelled', closed_at = :now, closed_by = 'doorcode'
        WHERE id IN (${overtaken})`,
      args,
    },
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, c.account_id, c.opened_by, 'reset',
          CASE WHEN c.account_id IN (${concerned}) THEN 'success' ELSE 'error' END, ${note}
        FROM reset_case c WHERE c.id IN (${due})`,
      args,
    },
    ...['clearance', 'pending_setup', 'recovery_code', 'bypass_code', 'throttle'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE account_id IN (${concerned})`,
      args,
    })),
    {
      sql: `UPDATE factor SET state = 'none', generation = generation + 1, must_set_up = 1,
          setup_code_hash = (SELECT setup_code_hash FROM reset_case WHERE id = :caseId),
          secret_id = NULL, secret = NULL, changed_at = :now
        WHERE account_id IN (${concerned})`,
      args,
    },
    {
      sql: `UPDATE reset_case SET state = 'done', closed_at = :now, closed_by = opened_by
        WHERE id IN (${due})`,
      args,
    },
  ];
}

/**
 * Opens a case, and carries it out in the same commit where nothing has to be waited for.
 *
 * @returns the case; `before`, the one that the same request has opened already; or why there is none:
 *   `other-request` (the idempotency key was used for another), `case-open` (the account has one).
 */
export async function commitCase(
  store: Store,
  act: SupportAct,
  given: NewCase,
  limit: ActLimit,
): Promise<
  { opened: ResetCase } | { before: ResetCase } | 'other-request' | 'case-open' | Unacted
> {
  const { actor, now } = act;
  const [allowance = []] = await store.commit([
    readAllowance(act, limit),
    {
      sql: `INSERT INTO reset_case (id, account_id, state, secret_id, reason, ticket, identified_by,
          opened_by, opened_at, approvals_needed, due_at, setup_code_hash, idempotency_key, request_hash)
        SELECT :id, :accountId, 'open', (SELECT secret_id FROM factor WHERE account_id = :accountId),
          :reason, :ticket, :identifiedBy, :actor, :now, :approvalsNeeded, :dueAt, :setupCodeHash,
          :idempotencyKey, :requestHash
        WHERE ${isAllowed}
        ON CONFLICT DO NOTHING`,
      args: { ...given, ...allowanceArgs(act, limit) },
    },
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, c.account_id, :actor, 'reset-opened', 'success',
          ${note} || '; identified by ' || c.identified_by
        FROM reset_case c WHERE c.id = :id`,
      args: { now, actor, id: given.id },
    },
    ...carryOutIfDue(given.id, now),
  ]);
  const opened = await readCase(store, given.id);
  if (opened) return { opened };
  const before = await readCaseByKey(store, actor, given.idempotencyKey);
  if (before) return before.requestHash === given.requestHash ? { before } : 'other-request';
  return whyUnacted(allowance[0], limit) ?? 'case-open';
}

/** What somebody made of a case: `now` (epoch ms) and, as the audit has it, by whom. */
type By = { readonly actor: string; readonly now: number };

/**
 * Approves an open case of somebody else, and carries it out where that was all it waited for.
 *
 * @returns the case as it stands then, whoever approved it; null where there is none.
 */
export async function commitApproval(
  store: Store,
  caseId: string,
  { actor, now }: By,
): Promise<ResetCase | null> {
  const mayApprove = `c.id = :caseId AND c.state = 'open' AND c.opened_by <> :actor AND ${keyStands}
    AND NOT EXISTS (SELECT 1 FROM reset_approval a WHERE a.case_id = c.id AND a.by = :actor)`;
  const args = { caseId, actor, now };
  await store.commit([
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, c.account_id, :actor, 'reset-approved', 'success', 'case ' || c.id
        FROM reset_case c WHERE ${mayApprove}`,
      args,
    },
    {
      sql: `INSERT INTO reset_approval (case_id, by, at)
        SELECT c.id, :actor, :now FROM reset_case c WHERE ${mayApprove}`,
      args,
    },
    ...carryOutIfDue(caseId, now),
  ]);
  return readCase(store, caseId);
}

/**
 * Ends an open case without a reset.
 *
 * @param note why, for the audit.
 * @returns the case as it stands then, null where there is none; and whether this ended it.
 */
export async function commitClosing(
  store: Store,
  caseId: string,
  state: 'cancelled' | 'vetoed',
  { actor, now, note }: By & { readonly note: string },
): Promise<{ resetCase: ResetCase | null; closedHere: boolean }> {
  const stands = state === 'vetoed' ? 'true' : keyStands;
  const open = `c.id = :caseId AND c.state = 'open' AND ${stands}`;
  const args = { caseId, now, ...(state === 'vetoed' ? {} : { actor }) };
  const [before = []] = await store.commit([
    { sql: 'SELECT state FROM reset_case WHERE id = :caseId', args: { caseId } },
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, c.account_id, :by, :event, 'success', :note || ' (case ' || c.id || ')'
        FROM reset_case c WHERE ${open}`,
      args: { ...args, by: actor, event: `reset-${state}`, note },
    },
    {
      sql: `UPDATE reset_case SET state = :state, closed_at = :now, closed_by = :by
        WHERE id IN (SELECT c.id FROM reset_case c WHERE ${open})`,
      args: { ...args, by: actor, state },
    },
  ]);
  const resetCase = await readCase(store, caseId);
  return { resetCase, closedHere: before[0]?.state === 'open' && resetCase?.state === state };
}

/** Carries out the cases whose time has come; another process may do the same at the same moment. */
export async function commitDueCases(store: Store, now: number): Promise<ResetCase[]> {
  await closeStaleCases(store, now);
  const ready = await readReadyCases(store, now);
  for (const { id } of ready) await store.commit(carryOutIfDue(id, now));
  const after = await Promise.all(ready.map(({ id }) => readCase(store, id)));
  return after.filter((each) => each !== null);
}

async function closeStaleCases(store: Store, now: number): Promise<void> {
  const stale = `state = 'open' AND opened_at <= :now - ${caseLife}`;
  const args = { now };
  const found = await store.read({ sql: `SELECT 1 FROM reset_case WHERE ${stale} LIMIT 1`, args });
  if (found.length === 0) return;
  await store.commit([
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, account_id, 'doorcode', 'reset-cancelled', 'success',
          'open for two weeks (case ' || id || ')'
        FROM reset_case WHERE ${stale}`,
      args,
    },
    {
      sql: `UPDATE reset_case SET state = 'cancelled', closed_at = :now, closed_by = 'doorcode'
        WHERE ${stale}`,
      args,
    },
  ]);
}

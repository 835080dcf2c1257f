import type { Store } from './database.ts';
import {
  type ActLimit,
  allowanceArgs,
  isAllowed,
  type NotedAct,
  readAllowance,
  type Unacted,
  whyUnacted,
} from './support-acts.ts';

/**
 * Issues a bypass code, in the place of the one before it. An account without an active factor gets none,
 * which the audit says.
 *
 * @param code its hash, and until when (epoch ms) it is good.
 * @returns null when it is done; or why it is not.
 */
export async function commitBypassCode(
  store: Store,
  act: NotedAct,
  code: { readonly hash: string; readonly expiresAt: number },
  limit: ActLimit,
): Promise<Unacted | null> {
  const allowance = allowanceArgs(act, limit);
  const [before = []] = await store.commit([
    readAllowance(act, limit),
    {
      sql: `INSERT INTO bypass_code (account_id, hash, expires_at, issued_by)
        SELECT f.account_id, :hash, :expiresAt, :actor FROM factor f
        WHERE f.account_id = :accountId AND f.state = 'active' AND ${isAllowed}
        ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash,
          expires_at = excluded.expires_at, issued_by = excluded.issued_by`,
      args: { ...code, ...allowance },
    },
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, :accountId, :actor, 'bypass-issued',
          CASE WHEN EXISTS (SELECT 1 FROM bypass_code WHERE hash = :hash)
            THEN 'success' ELSE 'error' END, :note
        WHERE ${isAllowed}`,
      args: { ...allowance, hash: code.hash, note: act.note },
    },
  ]);
  return whyUnacted(before[0], limit);
}

/**
 * Ends the account's waits. Failures stay counted: the next one waits longer than the last, and the lock
 * stays as near as it was.
 *
 * @returns null when it is done; or why it is not.
 */
export async function commitClearWait(
  store: Store,
  act: NotedAct,
  limit: ActLimit,
): Promise<Unacted | null> {
  const { accountId, actor, now, note } = act;
  const [before = []] = await store.commit([
    readAllowance(act, limit),
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, :accountId, :actor, 'wait-cleared',
          CASE WHEN EXISTS (
            SELECT 1 FROM throttle WHERE account_id = :accountId AND wait_until > :now)
            THEN 'success' ELSE 'error' END, :note
        WHERE ${isAllowed}`,
      args: { ...allowanceArgs(act, limit), note },
    },
    {
      // Asked of the row just written: by itself it counts as one act more.
      sql: `UPDATE throttle SET wait_until = 0
        WHERE account_id = :accountId AND EXISTS (SELECT 1 FROM audit
          WHERE account_id = :accountId AND at = :now AND actor = :actor AND event = 'wait-cleared')`,
      args: { accountId, actor, now },
    },
  ]);
  return whyUnacted(before[0], limit);
}

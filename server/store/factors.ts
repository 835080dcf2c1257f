import type { Effect } from './attempts.ts';
import { type Clearing, clearIfAccepted, endAllIfAccepted } from './clearances.ts';
import type { Store } from './database.ts';
import { dropIfAccepted, replaceIfAccepted } from './recovery-codes.ts';

const acceptedHere = `EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`;

const dropSetup: Effect = {
  sql: `DELETE FROM pending_setup WHERE account_id = :accountId AND ${acceptedHere}`,
};

/** Accepted: there is no factor any more, and no clearance. */
export const switchOff: readonly Effect[] = [
  {
    sql: `UPDATE factor SET state = 'none', generation = generation + 1, secret_id = NULL, secret = NULL,
        changed_at = :now
      WHERE account_id = :accountId AND ${acceptedHere}`,
  },
  endAllIfAccepted,
  dropSetup,
  dropIfAccepted,
];

/**
 * Accepted: the pending secret becomes the factor; this session is cleared, all others end, and the
 * recovery codes are the new ones.
 */
export function switchOn(clearing: Clearing, recoveryHashes: readonly string[]): readonly Effect[] {
  return [
    {
      sql: `UPDATE factor SET state = 'active', generation = factor.generation + 1,
          must_set_up = 0, setup_code_hash = NULL,
          secret_id = p.secret_id, secret = p.secret, changed_at = :now
        FROM pending_setup p
        WHERE factor.account_id = :accountId AND p.account_id = :accountId AND p.id = :pendingId
          AND ${acceptedHere}`,
    },
    endAllIfAccepted,
    ...clearIfAccepted(clearing),
    ...replaceIfAccepted(recoveryHashes),
    dropSetup,
  ];
}

export type Reset = {
  readonly accountId: string;
  /** Of a new set-up code: by it the rest of the commit knows that the reset took place. */
  readonly setupCodeHash: string;
  readonly now: number;
  readonly actor: string;
  readonly note: string;
  /** How many resets the actor may do after `since` (epoch ms). */
  readonly limit: { readonly most: number; readonly since: number };
};

/**
 * Support's reset, whole: factor, recovery codes, clearances, pending set-up and count go, and the
 * account must set up with the code of this hash. An account that never had a factor is left as it is.
 */
export async function commitReset(
  store: Store,
  { accountId, setupCodeHash, now, actor, note, limit }: Reset,
): Promise<'reset' | 'no-factor' | 'unknown' | { readonly limitedSince: number }> {
  const resets = `FROM audit
    WHERE actor = :actor AND event = 'reset' AND status = 'success' AND at > :since`;
  const lately = `(SELECT count(*) ${resets})`;
  const resetHere = `(SELECT account_id FROM factor
    WHERE account_id = :accountId AND setup_code_hash = :setupCodeHash)`;
  const here = { accountId, setupCodeHash };
  const counted = { actor, since: limit.since };
  const [rows = []] = await store.commit([
    {
      sql: `SELECT state <> 'none' OR must_set_up = 1 AS resettable, ${lately} AS lately,
          (SELECT min(at) ${resets}) AS oldest
        FROM factor WHERE account_id = :accountId`,
      args: { accountId, ...counted },
    },
    {
      sql: `UPDATE factor SET state = 'none', generation = generation + 1, must_set_up = 1,
          setup_code_hash = :setupCodeHash, secret_id = NULL, secret = NULL, changed_at = :now
        WHERE account_id = :accountId AND (state <> 'none' OR must_set_up = 1)
          AND ${lately} < :most`,
      args: { ...here, now, ...counted, most: limit.most },
    },
    ...['clearance', 'pending_setup', 'recovery_code', 'throttle'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE account_id IN ${resetHere}`,
      args: here,
    })),
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, account_id, :actor, 'reset',
          CASE WHEN account_id IN ${resetHere} THEN 'success' ELSE 'error' END, :note
        FROM factor WHERE account_id = :accountId`,
      args: { ...here, now, actor, note },
    },
  ]);
  const [before] = rows;
  if (!before) return 'unknown';
  if (!before.resettable) return 'no-factor';
  return Number(before.lately) < limit.most ? 'reset' : { limitedSince: Number(before.oldest) };
}

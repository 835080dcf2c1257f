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

/**
 * Support's reset, whole: factor, recovery codes, clearances, pending set-up and count go, and the account must set up
 * with the code of this hash. An account that never had a factor is left as it is.
 */
export async function commitReset(
  store: Store,
  reset: { accountId: string; setupCodeHash: string; now: number; actor: string; note: string },
): Promise<'reset' | 'no-factor' | 'unknown'> {
  const { accountId, setupCodeHash, now, actor, note } = reset;
  const resettable = `(SELECT account_id FROM factor
    WHERE account_id = :accountId AND (state <> 'none' OR must_set_up = 1))`;
  const answers = await store.commit([
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, f.account_id, :actor, 'reset',
          CASE WHEN f.state <> 'none' OR f.must_set_up = 1 THEN 'success' ELSE 'error' END, :note
        FROM factor f WHERE f.account_id = :accountId`,
      args: { now, actor, note, accountId },
    },
    ...['clearance', 'pending_setup', 'recovery_code', 'throttle'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE account_id IN ${resettable}`,
      args: { accountId },
    })),
    {
      sql: `UPDATE factor SET state = 'none', generation = generation + 1, must_set_up = 1,
          setup_code_hash = :setupCodeHash, secret_id = NULL, secret = NULL, changed_at = :now
        WHERE account_id IN ${resettable}`,
      args: { accountId, setupCodeHash, now },
    },
    {
      sql: 'SELECT setup_code_hash FROM factor WHERE account_id = :accountId',
      args: { accountId },
    },
  ]);
  const [row] = answers.at(-1) ?? [];
  if (!row) return 'unknown';
  return row.setup_code_hash === setupCodeHash ? 'reset' : 'no-factor';
}

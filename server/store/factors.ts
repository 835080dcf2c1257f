import type { Effect } from './attempts.ts';
import { type Clearing, clearIfAccepted, endAllIfAccepted } from './clearances.ts';
import { dropIfAccepted, replaceIfAccepted } from './recovery-codes.ts';

const acceptedHere = `EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`;

const dropSetup: Effect = {
  sql: `DELETE FROM pending_setup WHERE account_id = :accountId AND ${acceptedHere}`,
};

/** It stood in for the factor that was. */
const dropBypass: Effect = {
  sql: `DELETE FROM bypass_code WHERE account_id = :accountId AND ${acceptedHere}`,
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
  dropBypass,
  dropIfAccepted,
];

/**
 * Accepted: the pending secret becomes the factor; this session is cleared, all others end, and the
 * recovery codes are the new ones.
 *
 * @param language in which they set up, for messages; null leaves it as it is.
 */
export function switchOn(
  clearing: Clearing,
  recoveryHashes: readonly string[],
  language: string | null,
): readonly Effect[] {
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
    dropBypass,
    {
      sql: `UPDATE account SET language = coalesce(:language, language)
        WHERE id = :accountId AND ${acceptedHere}`,
      args: { language },
    },
  ];
}

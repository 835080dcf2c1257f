import { inArray } from 'drizzle-orm';
import type { Effect } from './attempts.ts';
import { type Statement, type Store, statement } from './database.ts';
import { clearance } from './schema.ts';

/** A session by its credentials' hashes, and until when (epoch ms) a right code clears it. */
export type Clearing = { readonly credentials: readonly string[]; readonly until: number };

/** Failures in both buckets of which the account was not told yet. */
const untold = `(SELECT coalesce(sum(t.failures - t.told), 0) FROM throttle t
  WHERE t.account_id = :accountId)`;

/** Accepted in a session that was cleared before: it is told of what failed since. */
export const tellIfAccepted: Effect = {
  sql: `UPDATE clearance SET failures_before = failures_before + ${untold}
    WHERE account_id = :accountId AND credential = :credential
      AND EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`,
};

/** Clears the session when attempt `:id` is accepted, for the generation that stands by then. */
export function clearIfAccepted(clearing: Clearing | null): Effect[] {
  return (clearing?.credentials ?? []).map((credential) => ({
    sql: `INSERT INTO clearance (account_id, credential, generation, expires_at, failures_before)
      SELECT f.account_id, :clearedCredential, f.generation, :clearedUntil, ${untold}
      FROM factor f
      JOIN attempt a ON a.id = :id AND a.verdict = 'accepted' AND a.account_id = f.account_id
      WHERE true
      ON CONFLICT (account_id, credential) DO UPDATE SET generation = excluded.generation,
        expires_at = excluded.expires_at, failures_before = excluded.failures_before`,
    args: { clearedCredential: credential, clearedUntil: clearing?.until ?? 0 },
  }));
}

/** Ends every clearance of the account when attempt `:id` is accepted. */
export const endAllIfAccepted: Effect = {
  sql: `DELETE FROM clearance WHERE account_id =
    (SELECT account_id FROM attempt WHERE id = :id AND verdict = 'accepted')`,
};

/** Ends the clearances of these sessions, whoever's they are. */
export function endClearances(store: Store, credentials: readonly string[]): Statement {
  return statement(
    store.query.delete(clearance).where(inArray(clearance.credential, [...credentials])),
  );
}

/** The clearance of a credential that the platform renewed goes on under the new one, no longer than before. */
export function carryClearance(
  accountId: string,
  generation: number,
  before: string,
  after: string,
): Statement {
  return {
    sql: `INSERT INTO clearance (account_id, credential, generation, expires_at, failures_before)
      SELECT account_id, :after, generation, expires_at, failures_before FROM clearance
      WHERE account_id = :accountId AND credential = :before AND generation = :generation
      ON CONFLICT (account_id, credential) DO UPDATE SET generation = excluded.generation,
        expires_at = excluded.expires_at, failures_before = excluded.failures_before`,
    args: { accountId, generation, before, after },
  };
}

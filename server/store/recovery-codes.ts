import type { Effect } from './attempts.ts';
import type { Store } from './database.ts';

const acceptedHere = `EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`;

/** Accepted: the account has no recovery codes any more. */
export const dropIfAccepted: Effect = {
  sql: `DELETE FROM recovery_code WHERE account_id = :accountId AND ${acceptedHere}`,
};

/** Accepted: the account's recovery codes are those of these hashes, and no others. */
export function replaceIfAccepted(hashes: readonly string[]): readonly Effect[] {
  return [
    dropIfAccepted,
    {
      sql: `INSERT INTO recovery_code (account_id, hash)
        SELECT :accountId, value FROM json_each(:recoveryHashes) WHERE ${acceptedHere}`,
      args: { recoveryHashes: JSON.stringify(hashes) },
    },
  ];
}

export async function countRecoveryCodes(store: Store, accountId: string): Promise<number> {
  const [row] = await store.read({
    sql: 'SELECT count(*) AS codes FROM recovery_code WHERE account_id = :accountId',
    args: { accountId },
  });
  return Number(row?.codes);
}

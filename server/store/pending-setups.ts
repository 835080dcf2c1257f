import type { Effect } from './attempts.ts';
import type { Statement, Store } from './database.ts';

export type PendingSetup = {
  readonly id: string;
  readonly secretId: string;
  /** Sealed. */
  readonly secret: string;
  readonly expiresAt: number;
};

const insertFrom = (source: string) => `
  INSERT INTO pending_setup
    (account_id, id, secret_id, secret, generation, wrong_codes, expires_at)
  SELECT f.account_id, :setupId, :setupSecretId, :setupSecret, f.generation, 0, :setupExpiresAt
  FROM factor f WHERE f.account_id = :accountId AND ${source}
  ON CONFLICT (account_id) DO UPDATE SET id = excluded.id, secret_id = excluded.secret_id,
    secret = excluded.secret, generation = excluded.generation, wrong_codes = 0,
    expires_at = excluded.expires_at`;

const argsOf = (setup: PendingSetup) => ({
  setupId: setup.id,
  setupSecretId: setup.secretId,
  setupSecret: setup.secret,
  setupExpiresAt: setup.expiresAt,
});

/**
 * Starts a set-up for an account that has no factor, and was not reset or needs no set-up code; the last one
 * started counts.
 *
 * @returns false where the account is no longer like that.
 */
export async function commitFreeStart(
  store: Store,
  accountId: string,
  generation: number,
  setup: PendingSetup,
  now: number,
): Promise<boolean> {
  const answers = await store.commit([
    {
      sql: insertFrom(`f.generation = :generation AND f.state = 'none'
        AND (f.must_set_up = 0 OR f.setup_code_hash IS NULL)`),
      args: { accountId, generation, ...argsOf(setup) },
    },
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, account_id, 'user', 'set-up-started', 'success', ''
        FROM pending_setup WHERE account_id = :accountId AND id = :id`,
      args: { now, accountId, id: setup.id },
    },
    {
      sql: 'SELECT 1 AS found FROM pending_setup WHERE account_id = :accountId AND id = :id',
      args: { accountId, id: setup.id },
    },
  ]);
  return (answers.at(-1) ?? []).length > 0;
}

/** Starts a set-up when the attempt that asks for it is accepted. */
export function startIfAccepted(setup: PendingSetup): Effect {
  return {
    sql: insertFrom(`EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`),
    args: argsOf(setup),
  };
}

/** The pending set-up of an account with the generation it was started in, or null. */
export async function readPendingSetup(
  store: Store,
  accountId: string,
): Promise<(PendingSetup & { readonly generation: number }) | null> {
  const [row] = await store.read({
    sql: `SELECT id, secret_id, secret, expires_at, generation FROM pending_setup
      WHERE account_id = :accountId`,
    args: { accountId },
  });
  if (!row) return null;
  return {
    id: row.id as string,
    secretId: row.secret_id as string,
    secret: row.secret as string,
    expiresAt: row.expires_at as number,
    generation: row.generation as number,
  };
}

export function removePendingSetup(accountId: string, id: string): Statement {
  return {
    sql: 'DELETE FROM pending_setup WHERE account_id = :accountId AND id = :id',
    args: { accountId, id },
  };
}

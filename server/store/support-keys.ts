import { and, eq } from 'drizzle-orm';
import { type Statement, type Store, statement } from './database.ts';
import { supportKey } from './schema.ts';

export type SupportKeyRow = typeof supportKey.$inferSelect;

/** Who changed a key, and when (epoch ms): one row of the audit, in the same commit. */
type By = { readonly actor: string; readonly now: number };

/** @returns false where there is a key of this name already, be it revoked. */
export async function addSupportKey(
  store: Store,
  key: Omit<SupportKeyRow, 'revokedAt'>,
  { actor, now }: By,
): Promise<boolean> {
  const { name, hash, scopes } = key;
  const answers = await store.commit([
    statement(store.query.insert(supportKey).values(key).onConflictDoNothing()),
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, '', :actor, 'support-key-created', 'success', :note
        FROM support_key WHERE name = :name AND hash = :hash`,
      args: { now, actor, note: `${name}: ${scopes}`, name, hash },
    },
    { sql: 'SELECT 1 AS found FROM support_key WHERE hash = :hash', args: { hash } },
  ]);
  return (answers.at(-1) ?? []).length > 0;
}

export async function readSupportKeys({ query }: Store): Promise<SupportKeyRow[]> {
  return query.select().from(supportKey).orderBy(supportKey.createdAt, supportKey.name);
}

/** @returns null where no key has this hash. */
export async function findSupportKey(
  { query }: Store,
  hash: string,
): Promise<SupportKeyRow | null> {
  const [found] = await query.select().from(supportKey).where(eq(supportKey.hash, hash)).limit(1);
  return found ?? null;
}

/**
 * A key that is revoked stays in the list, so that the audit's names stay one person's. Its open cases,
 * its bypass codes with the sessions that they let in, and set-up codes not used yet end with it, and its
 * approvals of open cases count no more.
 */
export async function revokeSupportKey(
  store: Store,
  name: string,
  { actor, now }: By,
): Promise<'revoked' | 'was-revoked' | 'unknown'> {
  const live = and(eq(supportKey.name, name), eq(supportKey.revokedAt, 0));
  const [rows = []] = await store.commit([
    { sql: 'SELECT revoked_at FROM support_key WHERE name = :name', args: { name } },
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, '', :actor, 'support-key-revoked', 'success', name
        FROM support_key WHERE name = :name AND revoked_at = 0`,
      args: { now, actor, name },
    },
    ...undoOpenWork(`support:${name}`, name, now, actor),
    statement(store.query.update(supportKey).set({ revokedAt: now }).where(live)),
  ]);
  const [before] = rows;
  if (!before) return 'unknown';
  return before.revoked_at === 0 ? 'revoked' : 'was-revoked';
}

/** What a key has begun and nobody has finished ends with it: whoever stole it opened cases, too. */
function undoOpenWork(keyActor: string, name: string, now: number, actor: string): Statement[] {
  const live = 'EXISTS (SELECT 1 FROM support_key WHERE name = :name AND revoked_at = 0)';
  const args = { keyActor, name };
  return [
    {
      sql: `INSERT INTO audit (at, account_id, actor, event, status, note)
        SELECT :now, account_id, :actor, 'reset-cancelled', 'success',
          'the key that opened it was revoked (case ' || id || ')'
        FROM reset_case WHERE opened_by = :keyActor AND state = 'open' AND ${live}`,
      args: { ...args, now, actor },
    },
    {
      sql: `UPDATE reset_case SET state = 'cancelled', closed_at = :now, closed_by = :actor
        WHERE opened_by = :keyActor AND state = 'open' AND ${live}`,
      args: { ...args, now, actor },
    },
    {
      sql: `DELETE FROM reset_approval WHERE by = :keyActor AND ${live}
        AND case_id IN (SELECT id FROM reset_case WHERE state = 'open')`,
      args,
    },
    { sql: `DELETE FROM bypass_code WHERE issued_by = :keyActor AND ${live}`, args },
    {
      // Sessions that its bypass codes let in; attempts are kept longer than such a session lasts.
      sql: `DELETE FROM clearance WHERE ${live}
        AND (account_id, credential) IN (SELECT account_id, credential FROM attempt
          WHERE purpose = 'bypass-code' AND verdict = 'accepted')
        AND account_id IN (SELECT account_id FROM audit
          WHERE actor = :keyActor AND event = 'bypass-issued' AND at > :now - 86400000)`,
      args: { ...args, now },
    },
    {
      // Set-up codes that it knows. Not null, which would ask for none: one that nobody has.
      sql: `UPDATE factor SET setup_code_hash = 'revoked' WHERE must_set_up = 1 AND ${live}
        AND setup_code_hash IN (SELECT setup_code_hash FROM reset_case WHERE opened_by = :keyActor)`,
      args,
    },
  ];
}

import type { Row, Store, Value } from '../../server/store/database.ts';

/** Writes `count` rows into the audit, each in a commit of its own, at these times (epoch ms). */
export async function writeAudit(
  store: Store,
  count: number,
  change: Readonly<Record<string, Value>> = {},
): Promise<void> {
  const row = {
    at: Date.UTC(2026, 0, 5, 9),
    account_id: 'somebody',
    actor: 'user',
    event: 'verify',
    status: 'success',
    note: '',
    ...change,
  };
  const names = Object.keys(row);
  const insert = {
    sql: `INSERT INTO audit (${names.join()}) VALUES (${names.map((name) => `:${name}`).join()})`,
    args: row,
  };
  await Promise.all(Array.from({ length: count }, () => store.commit([insert])));
}

/** What somebody does who has the database and not the keys. */
export async function tamper(store: Store, ...sql: string[]): Promise<Row[][]> {
  return store.commit(sql.map((each) => ({ sql: each, args: [] })));
}

import type { Row, Statement, Store } from './database.ts';
import { sealedColumns } from './schema.ts';
import { contextOf, type Seal } from './seal.ts';

type SealedColumn = (typeof sealedColumns)[number];

/** Rows of one column, such as `factor.secret`, that are sealed under one key. */
export type KeyUse = {
  readonly column: string;
  /** '' where the values are none that we sealed. */
  readonly keyId: string;
  readonly rows: number;
};

/** Rows that are opened and sealed again in one commit. */
const batch = 500;

const nameOf = ({ table, column }: SealedColumn) => `${table}.${column}`;
const keyIn = ({ column }: SealedColumn) => `substr(${column}, 1, instr(${column}, '.') - 1)`;

/** Which keys seal what. Reads every row: half a second for a million of them. */
export async function readKeyUses(store: Store): Promise<KeyUse[]> {
  const uses: KeyUse[] = [];
  for (const at of sealedColumns) {
    const rows = await store.read({
      sql: `SELECT ${keyIn(at)} AS key_id, count(*) AS rows FROM ${at.table}
        WHERE ${at.column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
      args: [],
    });
    for (const row of rows) {
      uses.push({ column: nameOf(at), keyId: String(row.key_id), rows: Number(row.rows) });
    }
  }
  return uses;
}

/** Whether the key that we have under this id opens any of the first rows that are sealed under it. */
export async function opensSome(store: Store, seal: Seal, keyId: string): Promise<boolean> {
  for (const at of sealedColumns) {
    const rows = await readRows(store, at, `${keyIn(at)} = :keyId`, { keyId });
    if (rows.some((row) => open(seal, at, row) !== null)) return true;
  }
  return false;
}

export type ResealedBatch = {
  readonly column: string;
  readonly resealed: number;
  /** What tells the rows that could not be opened: the account's id where there is one. */
  readonly unreadable: readonly string[];
};

/**
 * One pass over all rows that are not sealed under the current key, a commit a batch. A row that was
 * changed since it was read keeps what it holds now; one that cannot be opened keeps what it has.
 */
export async function* resealAll(store: Store, seal: Seal): AsyncGenerator<ResealedBatch> {
  for (const at of sealedColumns) {
    let rows: Row[];
    let after = 0;
    do {
      rows = await readRows(store, at, `${keyIn(at)} <> :current AND rowid > :after`, {
        current: seal.keyIds[0] ?? '',
        after,
      });
      after = Number(rows.at(-1)?.rowid);
      yield { column: nameOf(at), ...(await resealRows(store, seal, at, rows)) };
    } while (rows.length === batch);
  }
}

async function resealRows(store: Store, seal: Seal, at: SealedColumn, rows: readonly Row[]) {
  const unreadable: string[] = [];
  const updates: Statement[] = [];
  for (const row of rows) {
    const plain = open(seal, at, row);
    if (plain) updates.push(replacing(at, row, seal.seal(at.purpose, plain, contextFor(at, row))));
    else unreadable.push(String(row[at.boundTo[0]]));
  }
  const answers = updates.length > 0 ? await store.commit(updates) : [];
  return { resealed: answers.flat().length, unreadable };
}

function replacing({ table, column }: SealedColumn, row: Row, fresh: string): Statement {
  return {
    sql: `UPDATE ${table} SET ${column} = :fresh WHERE rowid = :rowid AND ${column} = :sealed
      RETURNING 1 AS done`,
    args: { fresh, rowid: row.rowid ?? null, sealed: row.sealed ?? null },
  };
}

/**
 * Removes the canaries of all keys but the current one if no row is under any of them in this very
 * commit: from then on the server starts without those keys.
 *
 * @returns whether that is so.
 */
export async function retireCanaries(store: Store, { keyIds }: Seal): Promise<boolean> {
  const [current = ''] = keyIds;
  const left = sealedColumns.map(
    (at) =>
      `EXISTS (SELECT 1 FROM ${at.table} WHERE ${at.column} IS NOT NULL AND ${keyIn(at)} <> :current)`,
  );
  const answers = await store.commit([
    {
      sql: `DELETE FROM canary WHERE key_id <> :current AND NOT (${left.join(' OR ')})`,
      args: { current },
    },
    { sql: `SELECT ${left.join(' OR ')} AS rows_left`, args: { current } },
  ]);
  return answers.at(-1)?.[0]?.rows_left === 0;
}

function readRows(
  store: Store,
  at: SealedColumn,
  condition: string,
  args: Readonly<Record<string, string | number>>,
): Promise<Row[]> {
  return store.read({
    sql: `SELECT rowid AS rowid, ${at.boundTo.join(', ')}, ${at.column} AS sealed FROM ${at.table}
      WHERE ${at.column} IS NOT NULL AND ${condition} ORDER BY rowid LIMIT ${batch}`,
    args,
  });
}

function contextFor({ place, boundTo }: SealedColumn, row: Row): string {
  return contextOf(place, ...boundTo.map((column) => String(row[column])));
}

function open(seal: Seal, at: SealedColumn, row: Row): Buffer | null {
  return seal.open(at.purpose, String(row.sealed), contextFor(at, row));
}

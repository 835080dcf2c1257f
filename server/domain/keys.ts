import type { Deps } from '../deps.ts';
import { checkCanary, readCanaryIds } from '../store/canary.ts';
import { type KeyUse, readKeyUses, resealAll, retireCanaries } from '../store/reseal.ts';

export type KeyDeps = Pick<Deps, 'store' | 'seal' | 'log'>;

/** What is sealed under which key, and the ids of keys that the database needs and nobody gave. */
export async function keyStatus({
  store,
  seal,
}: KeyDeps): Promise<{ uses: readonly KeyUse[]; missing: readonly string[] }> {
  const uses = await readKeyUses(store);
  const needed = new Set([...(await readCanaryIds(store)), ...uses.map(({ keyId }) => keyId)]);
  const missing = [...needed].filter((id) => id !== '' && !seal.keyIds.includes(id));
  return { uses, missing };
}

/** Rows of a column under the current key, of all that are sealed in it. */
export type Progress = { readonly done: number; readonly all: number };

/** A row that no key opens: its column, and the account's id (of the audit's key its own). */
type Unreadable = { readonly column: string; readonly id: string };

/**
 * Seals every row under the current key while servers go on serving. What is done stays done when this
 * ends in the middle, and the next call does the rest. A row that cannot be opened is left as it is, with
 * the alarm `secret-unreadable` (A97; decision 22).
 *
 * @param onProgress gets the column, such as `factor.secret`, after each commit.
 * @returns the rows that are still under other keys, and which of them could not be opened. None left
 *   means that the server starts without the other keys.
 * @throws when a key is missing or wrong; then nothing was changed.
 */
export async function resealUnderCurrentKey(
  { store, seal, log }: KeyDeps,
  onProgress: (column: string, progress: Progress) => void,
): Promise<{ left: readonly KeyUse[]; unreadable: readonly Unreadable[] }> {
  await checkCanary(store, seal);
  const [current = ''] = seal.keyIds;
  const counts = new Map<string, Progress>();
  const count = (column: string, more: number, rows: number) => {
    const before = counts.get(column) ?? { done: 0, all: 0 };
    const done = before.done + more;
    // What is written under an old key meanwhile comes on top.
    const progress = { done, all: Math.max(before.all + rows, done) };
    counts.set(column, progress);
    return progress;
  };
  for (const { column, keyId, rows } of await readKeyUses(store)) {
    count(column, keyId === current ? rows : 0, rows);
  }

  let unreadable: Unreadable[];
  let resealed: number;
  do {
    unreadable = [];
    resealed = 0;
    for await (const { column, ...batch } of resealAll(store, seal)) {
      resealed += batch.resealed;
      if (batch.resealed > 0) onProgress(column, count(column, batch.resealed, 0));
      unreadable.push(...batch.unreadable.map((id) => ({ column, id })));
    }
    // What a server wrote under an old key meanwhile is found by the next pass.
  } while (resealed > 0);
  for (const row of unreadable) log.alarm('secret-unreadable', row);
  if (await retireCanaries(store, seal)) return { left: [], unreadable };
  const uses = await readKeyUses(store);
  return { left: uses.filter(({ keyId }) => keyId !== current), unreadable };
}

import { type Store, statement } from './database.ts';
import { opensSome, readKeyUses } from './reseal.ts';
import { canary } from './schema.ts';
import type { Seal } from './seal.ts';

const plain = 'doorcode';

/**
 * Refuses keys that are not the ones this database was written with: by its canaries, and where a key
 * has none by the rows that are sealed under it. Changes nothing.
 *
 * @throws naming the key id, when a key the database knows is missing or is not the same key.
 */
export async function checkKeys(store: Store, seal: Seal): Promise<void> {
  const rows = await store.query.select().from(canary);
  for (const { keyId, sealed } of rows) {
    requireGiven(seal, keyId);
    if (seal.open('canary', sealed, keyId)?.toString() !== plain) throw notTheKey(keyId);
  }
  for (const { keyId } of await readKeyUses(store)) {
    // What was never sealed is an alarm at its own account, and no reason to keep everybody out.
    if (keyId === '' || rows.some((row) => row.keyId === keyId)) continue;
    requireGiven(seal, keyId);
    if (!(await opensSome(store, seal, keyId))) throw notTheKey(keyId);
  }
}

/** The same at a server's start, which gives the current key its canary. */
export async function checkCanary(store: Store, seal: Seal): Promise<void> {
  await checkKeys(store, seal);
  const [current = ''] = seal.keyIds;
  if ((await readCanaryIds(store)).includes(current)) return;
  const sealed = seal.seal('canary', Buffer.from(plain), current);
  await store.commit([
    statement(store.query.insert(canary).values({ keyId: current, sealed }).onConflictDoNothing()),
  ]);
}

/** Ids of the keys that the database knows. */
export async function readCanaryIds(store: Store): Promise<string[]> {
  const rows = await store.query.select({ keyId: canary.keyId }).from(canary);
  return rows.map(({ keyId }) => keyId);
}

function requireGiven({ keyIds }: Seal, keyId: string): void {
  if (keyIds.includes(keyId)) return;
  throw new Error(
    `Key "${keyId}" is missing: this database was written with it. Give it beside the current one.`,
  );
}

function notTheKey(keyId: string): Error {
  return new Error(`Key "${keyId}" is not the key this database was written with.`);
}

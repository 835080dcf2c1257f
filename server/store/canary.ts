import { type Store, statement } from './database.ts';
import { canary } from './schema.ts';
import type { Seal } from './seal.ts';

const plain = 'doorcode';

/**
 * Refuses keys that are not the ones this database was written with.
 *
 * @throws naming the key id, when a key the database knows is missing or is not the same key.
 */
export async function checkCanary(store: Store, seal: Seal): Promise<void> {
  const rows = await store.query.select().from(canary);
  for (const { keyId, sealed } of rows) {
    if (!seal.keyIds.includes(keyId)) {
      throw new Error(
        `Key "${keyId}" is missing: this database was written with it. Give it beside the current one.`,
      );
    }
    if (seal.open('canary', sealed, keyId)?.toString() !== plain) {
      throw new Error(`Key "${keyId}" is not the key this database was written with.`);
    }
  }
  const [current = ''] = seal.keyIds;
  if (rows.some((row) => row.keyId === current)) return;
  const sealed = seal.seal('canary', Buffer.from(plain), current);
  await store.commit([
    statement(store.query.insert(canary).values({ keyId: current, sealed }).onConflictDoNothing()),
  ]);
}

import type { Deps } from '../deps.ts';
import { endClearances } from '../store/clearances.ts';

/** Ends the clearances of these credentials (hashes), whoever's they are; durable when it resolves (I8). */
export async function endSession(
  { store }: Deps,
  credentials: readonly { readonly hash: string }[],
): Promise<void> {
  if (credentials.length === 0) return;
  const hashes = credentials.map(({ hash }) => hash);
  await store.commit([endClearances(store, hashes)]);
}

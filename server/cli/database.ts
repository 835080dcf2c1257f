import { resolve } from 'node:path';
import type { Storage } from '../config.ts';
import { openExistingStore, type Store } from '../store/database.ts';
import type { Terminal } from './command.ts';

/** Opens the database that is set, says which one that is, and closes it after the work. */
export async function withStore<T>(
  { databaseUrl, databaseToken }: Pick<Storage, 'databaseUrl' | 'databaseToken'>,
  terminal: Terminal,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  terminal.note(`Database: ${nameOf(databaseUrl)}`);
  const store = await openExistingStore(databaseUrl, databaseToken);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** A remote address without what may be secret in it. */
function nameOf(url: string): string {
  return url.startsWith('file:') ? resolve(url.slice('file:'.length)) : new URL(url).host;
}

import type { Deps } from '../deps.ts';

/** @throws when the database does not answer (A93). */
export async function checkHealth({ store }: Deps): Promise<void> {
  await store.read({ sql: 'SELECT 1 AS ok', args: [] });
}

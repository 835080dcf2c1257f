import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Row, type Store, type Value } from '../../server/store/database.ts';

/** The path of a database file in a folder of its own, which goes when the test ends. */
export async function scratchFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'doorcode.db');
}

/** A real store on a file, closed when the test ends; the same file twice is as two processes. */
export async function scratchStore(file?: string): Promise<Store> {
  const store = await openStore(`file:${file ?? (await scratchFile())}`);
  onTestFinished(() => store.close());
  return store;
}

/** Rows of a query, for what a test wants to see of the tables. */
export function rowsOf(store: Store, sql: string, ...args: Value[]): Promise<Row[]> {
  return store.read({ sql, args });
}

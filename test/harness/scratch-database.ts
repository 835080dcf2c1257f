import { onTestFinished } from 'vitest';
import { type Database, openStore, type Store } from '../../server/store/database.ts';
import { openFile } from '../../server/store/file-database.ts';
import { openRemote } from '../../server/store/remote-database.ts';
import { startHrana } from '../hrana/server.ts';
import { scratchFile } from './scratch-store.ts';

/** A fresh database that goes when the test ends; everything opened here is closed then. */
export type Place = {
  readonly url: string;
  readonly token?: string;
  /** One more connection, as another process has it; without our schema. */
  open(): Promise<Database>;
  /** The same with the schema, as the server opens it. */
  openStore(): Promise<Store>;
};

function closing<T extends Database>(database: T): T {
  onTestFinished(() => database.close());
  return database;
}

async function newFile(): Promise<Place> {
  const path = await scratchFile();
  const url = `file:${path}`;
  return {
    url,
    open: async () => closing(openFile(path)),
    openStore: async () => closing(await openStore(url)),
  };
}

/** Over the double of a remote server, in this process. */
async function newRemote(): Promise<Place> {
  const token = 'the token of this test';
  const { url, close } = await startHrana({ file: await scratchFile(), token });
  onTestFinished(close);
  return {
    url,
    token,
    open: async () => closing(await openRemote(url, token)),
    openStore: async () => closing(await openStore(url, token)),
  };
}

/** Both kinds of database, for `describe.each`: what is promised holds for either. */
export const databases: readonly { kind: string; newPlace: () => Promise<Place> }[] = [
  { kind: 'a file', newPlace: newFile },
  { kind: 'a remote database', newPlace: newRemote },
];

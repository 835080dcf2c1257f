import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import Libsql from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scratchFile } from '../../test/harness/scratch-store.ts';
import type { Database, Statement } from './database.ts';
import { openFile } from './file-database.ts';

async function notes(file?: string): Promise<Database & { readonly file: string }> {
  const path = file ?? (await scratchFile());
  const database = openFile(path);
  onTestFinished(() => database.close());
  await database.commit([
    { sql: 'CREATE TABLE IF NOT EXISTS note (text TEXT PRIMARY KEY)', args: [] },
  ]);
  return { ...database, file: path };
}

const write = (text: string): Statement => ({
  sql: 'INSERT INTO note (text) VALUES (:text)',
  args: { text },
});

const textsIn = async (database: Database): Promise<unknown[]> =>
  (await database.read({ sql: 'SELECT text FROM note ORDER BY text', args: [] })).map(
    ({ text }) => text,
  );

describe('every connection', () => {
  it('writes ahead, syncs fully and minds foreign keys', async () => {
    const database = await notes();
    const setting = async (name: string) =>
      Object.values((await database.read({ sql: `PRAGMA ${name}`, args: [] }))[0] ?? {})[0];
    expect(await setting('journal_mode')).toBe('wal');
    expect(await setting('synchronous')).toBe(2);
    expect(await setting('foreign_keys')).toBe(1);
  });

  it('is refused where writing ahead is not to be had', () => {
    expect(() => openFile(':memory:')).toThrow('journal_mode WAL');
  });
});

describe('what was answered', () => {
  it('is there for the next process, though this one still has the file open', async () => {
    const database = await notes();
    await database.commit([write('kept')]);
    expect(await textsIn(await notes(database.file))).toEqual(['kept']);
  });

  it('is there although the process was killed in the same moment', async () => {
    const { file } = await notes();
    const child = `
      const { openFile } = await import(${JSON.stringify(import.meta.resolve('./file-database.ts'))});
      const database = openFile(${JSON.stringify(file)});
      const write = (text) => database.commit([{ sql: 'INSERT INTO note (text) VALUES (?)', args: [text] }]);
      await write('kept');
      void write('never answered');
      process.kill(process.pid, 'SIGKILL');`;
    const killed = promisify(execFile)(process.execPath, ['--input-type=module', '-e', child]);
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' });
    const database = await notes(file);
    expect(await textsIn(database)).toEqual(['kept']);
    expect(await database.read({ sql: 'PRAGMA integrity_check', args: [] })).toEqual([
      { integrity_check: 'ok' },
    ]);
  });
});

describe('while another process holds the write lock', () => {
  const hold = `
    const { parentPort, workerData } = require('node:worker_threads');
    const Libsql = require('libsql');
    const other = new Libsql(workerData.file);
    other.exec('BEGIN IMMEDIATE');
    other.exec("INSERT INTO note (text) VALUES ('of the other')");
    parentPort.postMessage('held');
    setTimeout(() => { other.exec('COMMIT'); other.close(); }, 400);`;

  it('a commit waits for it', async () => {
    const database = await notes();
    const holder = new Worker(hold, { eval: true, workerData: { file: database.file } });
    await once(holder, 'message');
    await database.commit([write('patient')]);
    expect(await textsIn(database)).toEqual(['of the other', 'patient']);
    await once(holder, 'exit');
  });

  it('reads go on', async () => {
    const database = await notes();
    await database.commit([write('a')]);
    const other = new Libsql(database.file);
    other.exec('BEGIN IMMEDIATE');
    // The lock is let go of after it only: a read that waited would fail.
    expect(await textsIn(database)).toEqual(['a']);
    other.exec('ROLLBACK');
    other.close();
  });

  it('a commit gives up after five seconds, writes nothing, and the next one is fine', async () => {
    const database = await notes();
    const other = new Libsql(database.file);
    other.exec('BEGIN IMMEDIATE');
    const all = await Promise.allSettled([
      database.commit([write('refused')]),
      database.commit([write('refused too')]),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    other.exec('ROLLBACK');
    other.close();
    await database.commit([write('after')]);
    expect(await textsIn(database)).toEqual(['after']);
  }, 15_000);

  it('a write by way of `values` gives up too, and spoils no commit after it', async () => {
    const database = await notes();
    const other = new Libsql(database.file);
    other.exec('BEGIN IMMEDIATE');
    await expect(database.values(write('refused'))).rejects.toThrow(/locked/);
    other.exec('ROLLBACK');
    other.close();
    await database.values(write('by values'));
    await database.commit([write('after')]);
    expect(await textsIn(database)).toEqual(['after', 'by values']);
  }, 15_000);
});

it('what is still waiting when the file is closed is committed, and nothing after that', async () => {
  const database = await notes();
  const { file } = database;
  const waiting = database.commit([write('in time')]);
  database.close();
  await expect(waiting).resolves.toEqual([[]]);
  await expect(database.commit([write('late')])).rejects.toThrow(/not open/);
  expect(await textsIn(await notes(file))).toEqual(['in time']);
});

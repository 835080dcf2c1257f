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
    { sql: 'CREATE TABLE IF NOT EXISTS parent (id TEXT PRIMARY KEY)', args: [] },
    {
      sql: `CREATE TABLE IF NOT EXISTS note (text TEXT PRIMARY KEY,
        parent TEXT REFERENCES parent (id) DEFERRABLE INITIALLY IMMEDIATE)`,
      args: [],
    },
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

  it('refuses a row whose parent is not there', async () => {
    const database = await notes();
    const orphan = { sql: `INSERT INTO note VALUES ('orphan', 'nobody')`, args: [] };
    await expect(database.commit([orphan])).rejects.toThrow(/FOREIGN KEY/);
    expect(await textsIn(database)).toEqual([]);
  });
});

describe('one list of statements', () => {
  it('is there as a whole, each statement answered by its rows', async () => {
    const database = await notes();
    const answers = await database.commit([
      write('a'),
      { sql: 'SELECT count(*) AS n FROM note', args: [] },
      { sql: `INSERT INTO note (text) VALUES ('b') RETURNING text`, args: [] },
      { sql: 'SELECT text, parent FROM note WHERE text = ?', args: ['a'] },
    ]);
    expect(answers).toEqual([[], [{ n: 1 }], [{ text: 'b' }], [{ text: 'a', parent: null }]]);
  });

  it('leaves nothing behind when its last statement fails', async () => {
    const database = await notes();
    await expect(database.commit([write('a'), write('b'), write('a')])).rejects.toThrow(/UNIQUE/);
    expect(await textsIn(database)).toEqual([]);
  });

  it('leaves nothing behind when a statement is no SQL', async () => {
    const database = await notes();
    await expect(database.commit([write('a'), { sql: 'SELEC', args: [] }])).rejects.toThrow();
    expect(await textsIn(database)).toEqual([]);
    await database.commit([write('a')]);
    expect(await textsIn(database)).toEqual(['a']);
  });
});

describe('lists of the same turn', () => {
  it('a bad one does not refuse its neighbours', async () => {
    const database = await notes();
    await database.commit([write('taken')]);
    const results = await Promise.allSettled([
      database.commit([write('first')]),
      database.commit([write('lost'), write('taken')]),
      database.commit([{ sql: 'nonsense', args: [] }]),
      database.commit([write('last')]),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(await textsIn(database)).toEqual(['first', 'last', 'taken']);
  });

  it('see what those before them wrote, and nothing of a bad one', async () => {
    const database = await notes();
    const count = { sql: 'SELECT count(*) AS n FROM note', args: [] };
    const [, , third] = await Promise.allSettled([
      database.commit([write('a')]),
      database.commit([write('b'), write('a')]),
      database.commit([count]),
    ]);
    expect(third).toEqual({ status: 'fulfilled', value: [[{ n: 1 }]] });
  });

  it('are judged one after the other, so that of a hundred takers one gets it', async () => {
    const database = await notes();
    const take = (who: string): Statement => ({
      sql: `INSERT INTO note (text) SELECT :who WHERE NOT EXISTS (SELECT 1 FROM note)`,
      args: { who },
    });
    await Promise.all(Array.from({ length: 100 }, (_, i) => database.commit([take(`${i}`)])));
    expect(await textsIn(database)).toEqual(['0']);
  });

  it('are seen by a read that is asked for after they were answered', async () => {
    const database = await notes();
    for (let i = 0; i < 20; i++) {
      await database.commit([write(`${i}`)]);
      expect(await textsIn(database)).toHaveLength(i + 1);
    }
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
    const started = performance.now();
    await database.commit([write('patient')]);
    expect(performance.now() - started).toBeGreaterThan(200);
    expect(await textsIn(database)).toEqual(['of the other', 'patient']);
    await once(holder, 'exit');
  });

  it('reads go on', async () => {
    const database = await notes();
    await database.commit([write('a')]);
    const other = new Libsql(database.file);
    other.exec('BEGIN IMMEDIATE');
    const started = performance.now();
    expect(await textsIn(database)).toEqual(['a']);
    expect(performance.now() - started).toBeLessThan(1000);
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
});

describe('values', () => {
  it('come back as lists in the order of the columns, also of columns of one name', async () => {
    const database = await notes();
    const sql = `SELECT 1 AS n, 'two' AS n, NULL AS n`;
    expect(await database.values({ sql, args: [] })).toEqual([[1, 'two', null]]);
  });

  it('are bound, never read as SQL', async () => {
    const database = await notes();
    const text = `'); DROP TABLE note; --`;
    await database.commit([write(text)]);
    expect(await textsIn(database)).toEqual([text]);
  });

  it('beyond 32 bits are exact, as times in milliseconds are', async () => {
    const database = await notes();
    const time = Date.UTC(2100, 0, 1);
    const read = { sql: 'SELECT :time + 1 AS time', args: { time } };
    expect(await database.read(read)).toEqual([{ time: time + 1 }]);
  });
});

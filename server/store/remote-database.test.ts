import Libsql from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scratchFile } from '../../test/harness/scratch-store.ts';
import { startHranaProcess } from '../../test/hrana/hrana-process.ts';
import { startHrana } from '../../test/hrana/server.ts';
import { startWire } from '../../test/hrana/wire.ts';
import type { Database, Statement } from './database.ts';
import { openRemote } from './remote-database.ts';

/** Nobody waits for longer than this, whatever the network does. */
const bound = 12_000;

const plain = (sql: string): Statement => ({ sql, args: [] });
const countUp = plain('UPDATE counter SET n = n + 1');
const write = (text: string): Statement => ({ sql: 'INSERT INTO note VALUES (?)', args: [text] });

async function opened(url: string): Promise<Database> {
  const database = await openRemote(url);
  onTestFinished(() => database.close());
  await database.commit([
    plain('CREATE TABLE IF NOT EXISTS note (text TEXT PRIMARY KEY)'),
    plain('CREATE TABLE IF NOT EXISTS counter (n INTEGER)'),
    plain('INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter)'),
  ]);
  return database;
}

const countOf = async (database: Database) =>
  (await database.read(plain('SELECT n FROM counter')))[0]?.n;

/** A database behind a wire that the test spoils. */
async function wired() {
  const file = await scratchFile();
  const { url, close } = await startHrana({ file });
  onTestFinished(close);
  const wire = await startWire(url);
  return { file, wire, database: await opened(wire.url) };
}

const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const statuses = (results: PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);

describe('commits at once', () => {
  it('of one turn are one request, and those that come meanwhile are the next one', async () => {
    const { wire, database } = await wired();
    const before = wire.requests;
    const first = many(50, () => database.commit([countUp]));
    await new Promise(setImmediate);
    const second = many(50, () => database.commit([countUp]));
    await Promise.all([...first, ...second]);
    expect(wire.requests - before).toBe(2);
    expect(await countOf(database)).toBe(100);
  });

  it('with a bad one among them are sent once more without it, and each counts once', async () => {
    const { wire, database } = await wired();
    await database.commit([write('taken')]);
    const before = wire.requests;
    const results = await Promise.allSettled(
      many(50, (i) => database.commit(i === 20 ? [countUp, write('taken')] : [countUp])),
    );
    expect(statuses(results)).toEqual(many(50, (i) => (i === 20 ? 'rejected' : 'fulfilled')));
    expect(await countOf(database)).toBe(49);
    expect(wire.requests - before).toBe(2 + 1);
  });
});

describe('an answer that is lost on the way', () => {
  it('refuses all who shared the batch, and nothing is done a second time', async () => {
    const { wire, database } = await wired();
    wire.mood = 'lost';
    const before = wire.requests;
    const results = await Promise.allSettled(many(5, () => database.commit([countUp])));
    expect(statuses(results)).toEqual(Array(5).fill('rejected'));
    expect(wire.requests - before).toBe(1);
    wire.mood = 'whole';
    // They were carried out all the same, once: this is why an attempt has an id of its own.
    expect(await countOf(database)).toBe(5);
    await database.commit([countUp]);
    expect(await countOf(database)).toBe(6);
  });

  it('that would have told of a bad list refuses its neighbours, and nothing is done', async () => {
    const { wire, database } = await wired();
    wire.mood = 'lost';
    const results = await Promise.allSettled([
      database.commit([countUp]),
      database.commit([plain('INSERT INTO nowhere VALUES (1)')]),
    ]);
    expect(statuses(results)).toEqual(['rejected', 'rejected']);
    wire.mood = 'whole';
    expect(await countOf(database)).toBe(0);
  });
});

describe('a server that does not answer', () => {
  it(
    'is waited for no longer than ten seconds, by whom it kept waiting and by the next ones',
    async () => {
      const { wire, database } = await wired();
      wire.mood = 'silent';
      const reads = many(100, () => database.read(plain('SELECT 1')));
      const first = database.commit([countUp]);
      await new Promise(setImmediate);
      const results = await Promise.allSettled([first, database.commit([countUp]), ...reads]);
      expect(statuses(results)).toEqual(Array(102).fill('rejected'));
      wire.mood = 'whole';
      await database.commit([countUp]);
      expect(await countOf(database)).toBe(1);
    },
    bound,
  );

  it(
    'since another process holds its write lock refuses, and takes commits once it is free',
    async () => {
      const { file, database } = await wired();
      const other = new Libsql(file);
      other.exec('BEGIN IMMEDIATE');
      const results = await Promise.allSettled(many(3, () => database.commit([countUp])));
      expect(statuses(results)).toEqual(Array(3).fill('rejected'));
      expect(await countOf(database)).toBe(0);
      other.exec('ROLLBACK');
      other.close();
      await database.commit([countUp]);
      expect(await countOf(database)).toBe(1);
    },
    bound,
  );
});

it('a server that was killed is there again for the same connection, with all it had answered', async () => {
  const server = await startHranaProcess(await scratchFile());
  onTestFinished(() => server.kill());
  const database = await opened(server.url);
  let answered = 0;
  for (let round = 0; round < 3; round++) {
    const commits = many(200, async () => {
      await database.commit([countUp]);
      answered++;
    });
    await database.commit([countUp]);
    answered++;
    const settled = Promise.allSettled(commits);
    await server.kill();
    await settled;
    await expect(database.commit([countUp])).rejects.toThrow();
    await expect(database.read(plain('SELECT 1'))).rejects.toThrow();
    await server.start();
    expect(Number(await countOf(database))).toBeGreaterThanOrEqual(answered);
    await database.commit([countUp]);
    answered++;
  }
});

describe('it is not opened', () => {
  async function serverWith(settings: string[]) {
    const { url, close } = await startHrana({ file: await scratchFile(), settings });
    onTestFinished(close);
    return url;
  }

  it('where a commit may be answered before it is on the disk', async () => {
    await expect(openRemote(await serverWith(['synchronous = NORMAL']))).rejects.toThrow('strong');
  });

  it('where foreign keys are not minded', async () => {
    await expect(openRemote(await serverWith(['foreign_keys = OFF']))).rejects.toThrow(
      'foreign keys',
    );
  });

  it('without the token, or where nobody listens', async () => {
    const { url, close } = await startHrana({ file: await scratchFile(), token: 'right' });
    await expect(openRemote(url, 'wrong')).rejects.toThrow('401');
    (await openRemote(url, 'right')).close();
    await close();
    await expect(openRemote(url, 'right')).rejects.toThrow();
  });
});

it('is asked over HTTP whatever the address says, since only there a request ends in time', async () => {
  const { wire, database } = await wired();
  const other = await openRemote(wire.url.replace('http', 'ws'));
  onTestFinished(() => other.close());
  await other.commit([countUp]);
  expect(await countOf(database)).toBe(1);
});

import { describe, expect, it } from 'vitest';
import { databases, type Place } from '../../test/harness/scratch-database.ts';
import type { Database, Statement, Value } from './database.ts';

/* What `Database` promises, seen in each kind of it by the same eyes. */

const plain = (sql: string): Statement => ({ sql, args: [] });

const write = (text: string): Statement => ({
  sql: 'INSERT INTO note (text) VALUES (:text)',
  args: { text },
});

const textsIn = async (database: Database): Promise<unknown[]> =>
  (await database.read(plain('SELECT text FROM note ORDER BY text'))).map(({ text }) => text);

async function notesAt(place: Place): Promise<Database> {
  const database = await place.open();
  await database.commit([
    plain('CREATE TABLE IF NOT EXISTS parent (id TEXT PRIMARY KEY)'),
    plain(`CREATE TABLE IF NOT EXISTS note
      (text TEXT PRIMARY KEY, parent TEXT REFERENCES parent (id))`),
    plain('CREATE TABLE IF NOT EXISTS counter (n INTEGER NOT NULL)'),
  ]);
  return database;
}

const statusesOf = (results: PromiseSettledResult<unknown>[]) =>
  results.map(({ status }) => status);

describe.each(databases)('$kind', ({ newPlace }) => {
  const notes = async () => notesAt(await newPlace());

  describe('one list of statements', () => {
    it('is there as a whole, each statement answered by its rows', async () => {
      const database = await notes();
      const answers = await database.commit([
        write('a'),
        plain('SELECT count(*) AS n FROM note'),
        plain(`INSERT INTO note (text) VALUES ('b') RETURNING text, parent`),
        { sql: 'SELECT text, parent FROM note WHERE text = ?', args: ['a'] },
        plain(`SELECT text FROM note WHERE text = 'nowhere'`),
      ]);
      expect(answers).toEqual([
        [],
        [{ n: 1 }],
        [{ text: 'b', parent: null }],
        [{ text: 'a', parent: null }],
        [],
      ]);
    });

    it('may be empty', async () => {
      const database = await notes();
      expect(await database.commit([])).toEqual([]);
      const both = await Promise.all([database.commit([]), database.commit([write('a')])]);
      expect(both).toEqual([[], [[]]]);
    });

    it.each([
      ['is not unique', write('taken'), /UNIQUE/],
      ['has no parent', plain(`INSERT INTO note VALUES ('orphan', 'nobody')`), /FOREIGN KEY/],
      ['has no table', plain('INSERT INTO nowhere VALUES (1)'), /nowhere/],
      ['is no SQL', plain('SELEC'), /SELEC/],
      ['lacks a parameter', { sql: 'SELECT :a, :b', args: { a: 1 } }, /parameter/],
      ['fails as it runs', plain(`SELECT json('{')`), /JSON/],
    ])('leaves nothing behind when its last statement %s', async (_, bad, why) => {
      const database = await notes();
      await database.commit([write('taken')]);
      await expect(database.commit([write('a'), write('b'), bad])).rejects.toThrow(why);
      expect(await textsIn(database)).toEqual(['taken']);
      await database.commit([write('after')]);
      expect(await textsIn(database)).toEqual(['after', 'taken']);
    });
  });

  describe('lists of the same turn', () => {
    it('a bad one does not refuse its neighbours, whatever is wrong with it', async () => {
      const database = await notes();
      await database.commit([write('taken')]);
      const bad: Statement[][] = [
        [write('lost'), write('taken')],
        [plain('nonsense')],
        [write('lost'), plain('INSERT INTO nowhere VALUES (1)')],
        [write('lost'), { sql: 'SELECT :a', args: {} }],
        [write('lost'), { sql: 'SELECT :a', args: { a: 1, b: 2 } }],
        [write('lost'), { sql: 'SELECT ?', args: [] }],
        [write('lost'), { sql: 'SELECT ?', args: ['\ud83d'] }],
        [plain(`INSERT INTO note VALUES ('lost', 'nobody')`)],
      ];
      const results = await Promise.allSettled([
        database.commit([write('first')]),
        ...bad.flatMap((list, i) => [database.commit(list), database.commit([write(`${i}`)])]),
        database.commit([write('last')]),
      ]);
      expect(statusesOf(results)).toEqual([
        'fulfilled',
        ...bad.flatMap(() => ['rejected', 'fulfilled']),
        'fulfilled',
      ]);
      const numbers = bad.map((_, i) => `${i}`);
      expect(await textsIn(database)).toEqual([...numbers, 'first', 'last', 'taken']);
    });

    it('see what those before them wrote, and nothing of a bad one', async () => {
      const database = await notes();
      const [, , third] = await Promise.allSettled([
        database.commit([write('a')]),
        database.commit([write('b'), write('a')]),
        database.commit([plain('SELECT count(*) AS n FROM note')]),
      ]);
      expect(third).toEqual({ status: 'fulfilled', value: [[{ n: 1 }]] });
    });

    it('are judged one after the other, so that of a hundred takers one gets it', async () => {
      const database = await notes();
      const take = (who: string): Statement => ({
        sql: 'INSERT INTO note (text) SELECT :who WHERE NOT EXISTS (SELECT 1 FROM note)',
        args: { who },
      });
      await Promise.all(Array.from({ length: 100 }, (_, i) => database.commit([take(`${i}`)])));
      expect(await textsIn(database)).toEqual(['0']);
    });
  });

  it('two hundred commits at once over two connections all count, each once', async () => {
    const place = await newPlace();
    const both = [await notesAt(place), await place.open()];
    const [database] = both;
    await database?.commit([plain('INSERT INTO counter VALUES (0)')]);
    const seen = await Promise.all(
      Array.from({ length: 100 }).flatMap(() =>
        both.map((each) => each.commit([plain('UPDATE counter SET n = n + 1 RETURNING n')])),
      ),
    );
    const counts = seen.map(([rows]) => Number(rows?.[0]?.n));
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });

  it('a read sees all that was committed before it was asked for, by any connection', async () => {
    const place = await newPlace();
    const [database, other] = [await notesAt(place), await place.open()];
    for (let i = 0; i < 20; i++) {
      await (i % 2 ? database : other).commit([write(`${i}`)]);
      expect(await textsIn(database)).toHaveLength(i + 1);
      expect(await textsIn(other)).toHaveLength(i + 1);
    }
  });

  describe('what is read', () => {
    it('are records by the names of the columns, or lists in their order', async () => {
      const database = await notes();
      const query = plain(`SELECT 'one' AS z, 2 AS a, NULL AS m`);
      expect(await database.read(query)).toEqual([{ z: 'one', a: 2, m: null }]);
      expect(await database.values(query)).toEqual([['one', 2, null]]);
      expect(await database.values(plain('SELECT 1 AS n, 2 AS n'))).toEqual([[1, 2]]);
      expect(await database.read(plain('SELECT text FROM note'))).toEqual([]);
      expect(await database.values(plain('SELECT text FROM note'))).toEqual([]);
    });

    it.each<[string, Value]>([
      ['nothing', null],
      ['zero', 0],
      ['a fraction', 0.1],
      ['a time in milliseconds', Date.UTC(2100, 0, 1)],
      ['the largest whole number', Number.MAX_SAFE_INTEGER],
      ['the smallest whole number', Number.MIN_SAFE_INTEGER],
      ['no text', ''],
      ['signs of every width', 'aé漢😀\u{10ffff}'],
      ['signs of SQL', `'); DROP TABLE note; -- :name ? "`],
      ['line ends', 'a\r\n\tb'],
    ])('is what was written: %s', async (_, value) => {
      const database = await notes();
      await database.commit([plain('CREATE TABLE any (value, "of whole numbers" INTEGER)')]);
      const insert = 'INSERT INTO any VALUES (:value, :value)';
      await database.commit([{ sql: insert, args: { value } }]);
      const row = { value, 'of whole numbers': value };
      expect(await database.read(plain('SELECT * FROM any'))).toEqual([row]);
      expect(await database.values({ sql: 'SELECT :value', args: { value } })).toEqual([[value]]);
      const answers = await database.commit([{ sql: 'SELECT ? AS value', args: [value] }]);
      expect(answers).toEqual([[{ value }]]);
    });

    it('of numbers beyond 2^53 is the nearest one', async () => {
      const database = await notes();
      const query = plain('SELECT 9007199254740993 AS n');
      expect(await database.read(query)).toEqual([{ n: 2 ** 53 }]);
    });

    it('is compared whole, U+0000 and what follows it too', async () => {
      const database = await notes();
      await database.commit([write('a'), write('a\0b'), write('a\0c😀')]);
      const found = { sql: 'SELECT hex(text) AS hex FROM note WHERE text = ?', args: ['a\0c😀'] };
      expect(await database.read(found)).toEqual([{ hex: '610063F09F9880' }]);
    });
  });

  describe('parameters', () => {
    it('have names, each used as often as the SQL likes, or places', async () => {
      const database = await notes();
      const named = { sql: `SELECT :b || :a || :b AS text, ':c' AS no`, args: { a: 'a', b: 'b' } };
      expect(await database.read(named)).toEqual([{ text: 'bab', no: ':c' }]);
      const placed = { sql: `SELECT ? || ? AS text, '?' AS no`, args: ['a', 'b'] };
      expect(await database.read(placed)).toEqual([{ text: 'ab', no: '?' }]);
    });

    it.each<[string, Statement]>([
      ['forgotten', { sql: 'SELECT :a, :b', args: { a: 1 } }],
      ['misspelt', { sql: 'SELECT :a, :b', args: { a: 1, c: 1 } }],
      ['one too many', { sql: 'SELECT :a', args: { a: 1, b: 1 } }],
      ['too few', { sql: 'SELECT ?, ?', args: [1] }],
      ['too many', { sql: 'SELECT ?', args: [1, 2] }],
      ['a list in the place of names', { sql: 'SELECT :a', args: [1] }],
      ['names in the place of a list', { sql: 'SELECT ?', args: { a: 1 } }],
      ['no number', { sql: 'SELECT :a', args: { a: Number.NaN } }],
      ['half a sign', { sql: 'SELECT :a', args: { a: '\ud83d' } }],
    ])('that are %s are an error, never NULL', async (_, statement) => {
      const database = await notes();
      await expect(database.read(statement)).rejects.toThrow(/parameter/i);
      await expect(database.values(statement)).rejects.toThrow(/parameter/i);
      await expect(database.commit([write('a'), statement])).rejects.toThrow(/parameter/i);
      expect(await textsIn(database)).toEqual([]);
    });
  });

  it('is refused for good once it is closed, and nothing else happens', async () => {
    const place = await newPlace();
    const [database, other] = [await notesAt(place), await place.open()];
    database.close();
    const query = plain('SELECT 1');
    const results = await Promise.allSettled([
      database.read(query),
      database.values(query),
      database.commit([write('late')]),
      database.commit([]),
    ]);
    expect(statusesOf(results)).toEqual(Array(4).fill('rejected'));
    expect(await textsIn(other)).toEqual([]);
  });
});

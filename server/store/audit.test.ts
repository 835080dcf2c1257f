import Libsql from 'libsql';
import { expect, it } from 'vitest';
import { writeAudit } from '../../test/harness/scratch-audit.ts';
import { rowsOf, scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import { appendLinks, readAuditEnds } from './audit.ts';
import { removeExpired } from './expired.ts';

const insert = `INSERT INTO audit (at, account_id, actor, event, status, note)
  VALUES (1, 'somebody', 'user', 'verify', 'success', '')`;
const fails = { sql: 'INSERT INTO no_such_table VALUES (1)', args: [] };

it('rows are numbered without a hole, over lists that fail among lists that share their commit', async () => {
  const store = await scratchStore();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, i) =>
      store.commit([{ sql: insert, args: [] }, ...(i % 3 === 1 ? [fails] : [])]),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(20);
  const numbers = (await rowsOf(store, 'SELECT seq FROM audit ORDER BY seq')).map(({ seq }) => seq);
  expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(await readAuditEnds(store)).toEqual({ head: 0, lastRow: 40, lastGiven: 40 });
});

it('a transaction and a savepoint that are rolled back give their numbers back', async () => {
  const file = await scratchFile();
  const store = await scratchStore(file);
  await writeAudit(store, 1);
  const connection = new Libsql(file);
  connection.exec('BEGIN IMMEDIATE');
  connection.exec('SAVEPOINT one');
  connection.exec(insert);
  connection.exec(insert);
  connection.exec('ROLLBACK TO one');
  connection.exec('RELEASE one');
  connection.exec(insert);
  connection.exec('COMMIT');
  connection.exec('BEGIN IMMEDIATE');
  connection.exec(insert);
  connection.exec('ROLLBACK');
  connection.exec(insert);
  connection.close();
  const numbers = (await rowsOf(store, 'SELECT seq FROM audit ORDER BY seq')).map(({ seq }) => seq);
  expect(numbers).toEqual([1, 2, 3]);
});

it('cleaning removes no row and no link, however old', async () => {
  const store = await scratchStore();
  await writeAudit(store, 3, { at: 0 });
  await store.commit([{ sql: "INSERT INTO audit_link VALUES (1, 'k', 'm')", args: [] }]);
  await store.commit(removeExpired(Date.UTC(2100, 0, 1)));
  expect(await readAuditEnds(store)).toEqual({ head: 1, lastRow: 3, lastGiven: 3 });
});

it('links are appended by the holder of the lease only, and to no other head than the one that was read', async () => {
  const store = await scratchStore();
  const tenure = (holder: string, now: number) => ({ holder, now, until: now + 10 });
  const link = (seq: number, mac: string) => ({ seq, keyId: 'k', mac });
  const links = async () => rowsOf(store, 'SELECT mac FROM audit_link ORDER BY seq');

  expect(await appendLinks(store, tenure('one', 0), null, [link(1, 'a'), link(2, 'b')])).toBe(true);
  expect(await appendLinks(store, tenure('two', 9), link(2, 'b'), [link(3, 'x')])).toBe(false);
  for (const head of [null, link(1, 'a'), link(2, 'other'), link(3, 'b')]) {
    expect(await appendLinks(store, tenure('one', 9), head, [link(5, 'x')])).toBe(false);
  }
  expect(await links()).toEqual([{ mac: 'a' }, { mac: 'b' }]);
  expect(await appendLinks(store, tenure('one', 9), link(2, 'b'), [link(3, 'c')])).toBe(true);
  expect(await appendLinks(store, tenure('two', 19), link(3, 'c'), [link(4, 'd')])).toBe(true);
  expect(await links()).toEqual([{ mac: 'a' }, { mac: 'b' }, { mac: 'c' }, { mac: 'd' }]);
});

import { createClient } from '@libsql/client/http';
import Libsql from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scratchFile } from '../harness/scratch-store.ts';
import { startHrana } from './server.ts';

/* The double speaks as the protocol has it, and its client's own transactions work over it. */

type Answer = {
  baton: string | null;
  results: { type: string; response?: object; error?: object }[];
};

async function double(token?: string) {
  const file = await scratchFile();
  const { url, close } = await startHrana({ file, token });
  onTestFinished(close);

  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    file,
    url,
    send,
    async ask(requests: object[], baton?: string | null, version = 3): Promise<Answer> {
      const answer = await send(`/v${version}/pipeline`, { baton, requests });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Answer;
    },
  };
}

const execute = (sql: string, more: object = {}) => ({ type: 'execute', stmt: { sql, ...more } });

describe('a stream', () => {
  it('lives from baton to baton, each good for one request', async () => {
    const { ask } = await double();
    const first = await ask([execute('BEGIN'), execute('CREATE TABLE t (x)')]);
    const second = await ask([{ type: 'get_autocommit' }], first.baton);
    expect(second.results[0]?.response).toEqual({ type: 'get_autocommit', is_autocommit: false });
    await expect(ask([execute('COMMIT')], first.baton)).rejects.toThrow('400');
    await ask([execute('COMMIT'), { type: 'close' }], second.baton);
    await expect(ask([execute('SELECT * FROM t')])).resolves.toMatchObject({
      results: [{ type: 'ok' }],
    });
  });

  it('that is closed in a transaction takes back what that wrote', async () => {
    const { ask } = await double();
    await ask([execute('CREATE TABLE t (x)'), { type: 'close' }]);
    const { baton } = await ask([
      execute('BEGIN'),
      execute('INSERT INTO t VALUES (1)'),
      { type: 'close' },
    ]);
    expect(baton).toBeNull();
    const { results } = await ask([execute('SELECT count(*) AS n FROM t')]);
    expect(results[0]?.response).toMatchObject({
      result: { rows: [[{ type: 'integer', value: '0' }]] },
    });
  });

  it('keeps texts that its client stored', async () => {
    const { ask } = await double();
    const stored = { type: 'execute', stmt: { sql_id: 7 } };
    const { results } = await ask([
      { type: 'store_sql', sql_id: 7, sql: 'SELECT 1 AS one' },
      stored,
    ]);
    expect(results[1]).toMatchObject({
      type: 'ok',
      response: { result: { cols: [{ name: 'one' }] } },
    });
    await expect(ask([stored])).rejects.toThrow('not found');
  });

  it('carries a transaction of its own client to its end', async () => {
    const { url } = await double();
    const client = createClient({ url });
    await client.execute('CREATE TABLE t (x)');
    const lost = await client.transaction('write');
    await lost.execute('INSERT INTO t VALUES (1)');
    await lost.rollback();
    const kept = await client.transaction('write');
    await kept.execute({ sql: 'INSERT INTO t VALUES (?)', args: [2] });
    await kept.commit();
    expect((await client.execute('SELECT x FROM t')).rows.map(({ x }) => x)).toEqual([2]);
  });
});

describe('values', () => {
  it('are typed: integers as strings, bytes as base64', async () => {
    const { ask } = await double();
    const args = [
      { type: 'null' },
      { type: 'integer', value: '9223372036854775807' },
      { type: 'float', value: 0.5 },
      { type: 'text', value: 'é😀' },
      { type: 'blob', base64: 'AAEC' },
    ];
    const { results } = await ask([execute('SELECT ?, ?, ?, ?, ?', { args })]);
    expect(results[0]?.response).toMatchObject({ result: { rows: [args] } });
  });

  it('that a statement does not name, or names in vain, are refused', async () => {
    const { ask } = await double();
    const one = { type: 'float', value: 1 };
    const { results } = await ask([
      execute('SELECT :a, :b', { named_args: [{ name: 'a', value: one }] }),
      execute('SELECT :a', {
        named_args: [
          { name: 'a', value: one },
          { name: 'b', value: one },
        ],
      }),
      execute('SELECT ?'),
      execute(`SELECT ':a'`),
    ]);
    expect(results.map(({ type }) => type)).toEqual(['error', 'error', 'error', 'ok']);
    expect(results[0]?.error).toMatchObject({ code: 'ARGS_INVALID' });
  });
});

describe('a batch', () => {
  const steps = [
    { stmt: { sql: 'CREATE TABLE t (x UNIQUE)' } },
    { stmt: { sql: 'INSERT INTO t VALUES (1)' } },
    { stmt: { sql: 'INSERT INTO t VALUES (1)' } },
  ];
  const ok = (step: number) => ({ type: 'ok', step });
  const error = (step: number) => ({ type: 'error', step });

  it.each([
    [ok(1), true],
    [ok(2), false],
    [error(2), true],
    [error(1), false],
    [{ type: 'not', cond: ok(2) }, true],
    [{ type: 'and', conds: [ok(1), error(2)] }, true],
    [{ type: 'and', conds: [ok(1), ok(2)] }, false],
    [{ type: 'or', conds: [ok(2), ok(1)] }, true],
    [{ type: 'or', conds: [] }, false],
    [{ type: 'is_autocommit' }, true],
  ])('takes a step on condition %j: %s', async (condition, isTaken) => {
    const { ask } = await double();
    const last = { condition, stmt: { sql: 'SELECT 1 AS taken' } };
    const { results } = await ask([{ type: 'batch', batch: { steps: [...steps, last] } }]);
    expect(results[0]?.response).toMatchObject({
      result: {
        step_errors: [null, null, { code: 'SQLITE_CONSTRAINT' }, null],
        step_results: [{}, {}, null, isTaken ? {} : null],
      },
    });
  });

  it('does nothing at all when one of its texts is no SQL', async () => {
    const { ask } = await double();
    const bad = { stmt: { sql: 'SELEC' } };
    const { results } = await ask([{ type: 'batch', batch: { steps: [...steps, bad] } }]);
    expect(results[0]).toMatchObject({ type: 'error', error: { code: 'SQL_PARSE_ERROR' } });
    const after = await ask([execute('SELECT * FROM t')]);
    expect(after.results[0]?.error).toMatchObject({ code: 'SQL_INPUT_ERROR' });
  });

  it('waits for another process that holds the write lock', async () => {
    const { ask, file } = await double();
    await ask([execute('CREATE TABLE t (x)'), { type: 'close' }]);
    const other = new Libsql(file);
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    other.exec('INSERT INTO t VALUES (1)');
    const waiting = ask([
      execute('BEGIN IMMEDIATE'),
      execute('SELECT x FROM t'),
      { type: 'close' },
    ]);
    setTimeout(() => other.exec('COMMIT'), 100);
    expect((await waiting).results[1]?.response).toMatchObject({
      result: { rows: [[{ type: 'integer', value: '1' }]] },
    });
  });
});

describe('what is no protocol', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no requests', {}, 400],
    ['a request of another kind', { requests: [{ type: 'fly' }] }, 400],
    ['half a sign', '{"requests":[{"type":"execute","stmt":{"sql":"SELECT \\"\\ud83d\\""}}]}', 400],
    ['an unknown baton', { baton: 'x', requests: [] }, 400],
  ])('is refused: %s', async (_, body, status) => {
    const { send } = await double();
    expect((await send('/v3/pipeline', body)).status).toBe(status);
  });

  it('is what only version 3 has, asked for in version 2', async () => {
    const { ask } = await double();
    await expect(ask([{ type: 'get_autocommit' }], null, 2)).rejects.toThrow('400');
  });

  it('is an address that it does not have', async () => {
    const { send } = await double();
    expect((await send('/v3-protobuf/pipeline', {})).status).toBe(404);
  });
});

it('who has not the token is nobody', async () => {
  const { send } = await double('right');
  const ask = (token: string) =>
    send('/v2/pipeline', { requests: [] }, { Authorization: `Bearer ${token}` });
  expect((await ask('right')).status).toBe(200);
  expect((await ask('wrong')).status).toBe(401);
  expect((await send('/v2/pipeline', { requests: [] })).status).toBe(401);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { generateSource } from 'oazapfts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSupportKey, type Scope, scopes } from '../../server/domain/support-keys.ts';
import { describedFetch } from '../harness/described.ts';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { folders } from '../harness/folders.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { reasonOf } from '../harness/person.ts';

let door: InnerDoor;
/** Every answer in this file is one that the description has. */
let described: typeof fetch;
beforeAll(async () => {
  const policy = { hourlyPerKey: 10_000, hourlyPerRealm: 10_000, approvals: 1, bypassCodes: true };
  door = await startInnerDoor({ settings: { DOORCODE_SUPPORT_POLICY: JSON.stringify(policy) } });
  described = describedFetch(await description());
});
afterAll(() => door.stop());

const { enrolled } = newUsers(() => door);

/** It needs no key. */
async function description(): Promise<string> {
  return (await fetch(`${door.supportUrl}/openapi.json`)).text();
}

let names = 0;
async function newKey(given: readonly Scope[]): Promise<string> {
  names += 1;
  const key = await createSupportKey(door.deps, {
    name: `agent-${names}`,
    scopes: given,
    expiresAt: 0,
  });
  return String(key);
}

async function call(
  method: string,
  path: string,
  { key = door.supportKey, body, type = 'application/json' }: Asked = {},
) {
  const response = await described(`${door.supportUrl}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'Content-Type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, headers, body: await response.text() };
}
type Asked = { key?: string; body?: object | string; type?: string };

const lostPhone = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };
const atHome = { reason: 'phone at home', ticket: 'T-2' };
const why = { reason: 'called back' };

/** Every call, the scopes of which one serves, and something that it takes. */
const calls: [method: string, path: string, wanted: readonly Scope[], body: object | null][] = [
  ['GET', '/accounts?realm=acme&name=ada', ['read'], null],
  ['GET', '/accounts/ID', ['read'], null],
  ['GET', '/accounts/ID/history', ['read'], null],
  ['POST', '/accounts/ID/reset-cases', ['reset'], lostPhone],
  ['GET', '/reset-cases', ['read'], null],
  ['GET', '/reset-cases/ID', ['read'], null],
  ['POST', '/reset-cases/ID/approve', ['approve'], null],
  ['POST', '/reset-cases/ID/cancel', ['reset', 'approve'], why],
  ['POST', '/accounts/ID/bypass-codes', ['bypass'], atHome],
  ['POST', '/accounts/ID/clear-wait', ['reset'], why],
  ['GET', '/audit', ['audit'], null],
  ['GET', '/audit/export', ['audit'], null],
];

describe.each(calls)('%s %s', (method, path, wanted, body) => {
  const ask = (key: string) =>
    call(method, `/support/v1${path}`, { key, ...(body ? { body } : {}) });

  it('A46 is refused without a key, and with a key of all other scopes', async () => {
    expect((await ask('')).status).toBe(401);
    const others = await newKey(scopes.filter((scope) => !wanted.includes(scope)));
    const refused = await ask(others);
    expect([refused.status, reasonOf(refused as never)]).toEqual([403, 'missing-scope']);
  });

  it.each(wanted)('A46 is served with the scope %s alone', async (scope) => {
    const answer = await ask(await newKey([scope]));
    expect([200, 201, 204, 404]).toContain(answer.status);
    if (answer.status === 404) expect(answer.body).toMatch(/unknown-(account|case)/);
  });

  it('is described, with its scope', async () => {
    const { paths } = JSON.parse(await description()) as {
      paths: Record<string, Record<string, { description: string }>>;
    };
    const template = path
      .replace(/\?.*/, '')
      .replace('/accounts/ID', '/accounts/{accountId}')
      .replace('/reset-cases/ID', '/reset-cases/{caseId}');
    const operation = paths[`/support/v1${template}`]?.[method.toLowerCase()];
    for (const scope of wanted) expect(operation?.description).toContain(`\`${scope}\``);
  });
});

describe('what is sent wrongly', () => {
  it.each([
    ['a reason of two letters', { ...lostPhone, reason: 'no' }, /reason/],
    ['no ticket', { reason: 'lost phone', identifiedBy: 'called back' }, /ticket/],
    ['a field too many', { ...lostPhone, approve: true }, /approve/],
    ['a line break', { ...lostPhone, ticket: 'T-1\r\nBcc: x' }, /ticket: .*not seen/],
    ['turned direction', { ...lostPhone, identifiedBy: 'call\u202eed' }, /identifiedBy/],
    ['half a character', { ...lostPhone, reason: 'lost \ud800 phone' }, /reason: .*not seen/],
    ['no JSON', '{"reason":', /JSON/i],
  ])('%s is refused by its place, and opens nothing', async (_, body, complaint) => {
    const answer = await call('POST', '/support/v1/accounts/an-id/reset-cases', { body });
    expect([answer.status, reasonOf(answer as never)]).toEqual([400, 'bad-request']);
    expect((JSON.parse(answer.body) as { detail: string }).detail).toMatch(complaint);
    const { body: cases } = await call('GET', '/support/v1/reset-cases?accountId=an-id');
    expect(JSON.parse(cases)).toEqual({ cases: [], next: null });
  });

  it.each([
    ['an id with a NUL', 'POST', '/accounts/an-id%00x/reset-cases', lostPhone],
    ['an id with a line break', 'POST', '/accounts/an-id%0a/clear-wait', why],
    ['minutes=61', 'POST', '/accounts/x/bypass-codes', { ...atHome, minutes: 61 }],
    ['limit=0', 'GET', '/reset-cases?limit=0', undefined],
    ['limit=101', 'GET', '/audit?limit=101', undefined],
    ['a day that is none', 'GET', '/audit?from=2026-02-31x', undefined],
    ['a parameter too many', 'GET', '/audit?form=2026-01-01', undefined],
    ['a format of its own', 'GET', '/audit/export?format=xml', undefined],
  ] as const)('%s is refused', async (_, method, path, body) => {
    const answer = await call(method, `/support/v1${path}`, body ? { body } : {});
    expect([answer.status, reasonOf(answer as never)]).toEqual([400, 'bad-request']);
  });

  it('another type than JSON, too much of it, and a path of nobody', async () => {
    const path = '/support/v1/accounts/an-id/reset-cases';
    const form = await call('POST', path, { body: 'reason=x', type: 'text/plain' });
    expect([form.status, reasonOf(form as never)]).toEqual([415, 'unsupported-media-type']);
    const long = await call('POST', path, { body: { ...lostPhone, reason: 'x'.repeat(5000) } });
    expect([long.status, reasonOf(long as never)]).toEqual([413, 'too-large']);
    for (const [method, nowhere] of [
      ['GET', path],
      ['DELETE', '/support/v1/reset-cases/x'],
    ] as const) {
      expect((await call(method, nowhere)).status).toBe(404);
    }
  });
});

it('lists go on page by page, to their end', async () => {
  const { owner } = await enrolled();
  for (let i = 0; i < 5; i++) {
    const path = `/support/v1/accounts/${owner.accountId}/clear-wait`;
    expect((await call('POST', path, { body: why })).status).toBe(204);
  }
  const read = async (path: string, limit = 3) => {
    const seqs: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = JSON.parse((await call('GET', `${path}?${query}`)).body) as {
        rows: { seq: number }[];
        next: string | null;
      };
      expect(page.rows).not.toEqual([]);
      seqs.push(...page.rows.map(({ seq }) => seq));
      cursor = page.next;
    }
    return seqs;
  };
  const history = await read(`/support/v1/accounts/${owner.accountId}/history`);
  expect(history).toEqual(history.toSorted((one, other) => other - one));
  expect(history.length).toBeGreaterThanOrEqual(7);
  for (const limit of [1, history.length]) {
    expect(await read(`/support/v1/accounts/${owner.accountId}/history`, limit)).toEqual(history);
  }
  const audit = await read('/support/v1/audit');
  expect(audit).toEqual(audit.map((_, i) => i + 1));
  expect(new Set(audit)).toEqual(new Set([...audit, ...history]));
});

it('the export is what the command line writes', async () => {
  const csv = await call('GET', '/support/v1/audit/export');
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.body.split('\r\n')[0]).toBe(
    'Start date,User,Action,Status,Service,Reference,Description',
  );
  const json = await call('GET', '/support/v1/audit/export?format=json&realm=nowhere');
  expect(JSON.parse(json.body)).toEqual([]);
});

describe('the description', () => {
  async function complaints(document: string): Promise<string[]> {
    const config = await createConfig({ extends: ['recommended'] });
    const found = await lintFromString({ source: document, absoluteRef: 'openapi.json', config });
    return found.map(
      ({ ruleId, message, location }) =>
        `${ruleId}: ${message} ${JSON.stringify(location[0]?.pointer)}`,
    );
  }

  it('passes a linter, which finds a planted mistake', async () => {
    const body = await description();
    expect(await complaints(body)).toEqual([]);
    expect(await complaints(body.replace('"findAccounts"', '"showAccount"'))).not.toEqual([]);
  });

  it('names objects alone: none that may be null, none of parts that exclude each other', async () => {
    const document = await description();
    const { components } = JSON.parse(document) as {
      components: { schemas: Record<string, { type: string }> };
    };
    const types = Object.values(components.schemas).map(({ type }) => type);
    expect(types.length).toBeGreaterThan(4);
    expect(new Set(types)).toEqual(new Set(['object']));
    expect(document).not.toContain('"allOf"');
  });

  it.each([
    ['a field', '/reset-cases', '"cases":', '"many":', /cases/],
    ['a reason', '/reset-cases/x', 'unknown-case', 'no-case', /reason "unknown-case"/],
    ['a status', '/reset-cases/x', '"404":', '"410":', /status/],
    ['a media type', '/audit/export', '"text/csv":', '"text/tsv":', /text\/csv/],
    ['a call', '/reset-cases', '/v1/reset-cases":', '/v1/cases":', /call/],
  ])('is what every answer here is held to: without %s it would show', async (...planted) => {
    const [, path, is, becomes, complaint] = planted;
    const right = await description();
    const wrong = right.replaceAll(is, becomes);
    const headers = { Authorization: `Bearer ${door.supportKey}` };
    const ask = (document: string) =>
      describedFetch(document)(`${door.supportUrl}/support/v1${path}`, { headers });
    await expect(ask(right)).resolves.toBeInstanceOf(Response);
    await expect(ask(wrong)).rejects.toThrow(complaint);
  });

  it('makes a client, with which support does its whole work', async () => {
    const folder = await mkdtemp(join(folders.root, 'test/.client-'));
    try {
      const source = await generateSource(`${door.supportUrl}/openapi.json`);
      const file = join(folder, 'client.ts');
      await writeFile(file, source);
      const client = await import(/* @vite-ignore */ pathToFileURL(file).href);
      await workWith(client);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

type Generated = Record<string, (...given: unknown[]) => Promise<{ status: number; data: never }>>;

/** A case from its search to its audit, by nothing but what the client offers. */
async function workWith(client: Generated): Promise<void> {
  const { owner, login, email } = await enrolled();
  const [ada, eve] = [
    await newKey(['read', 'reset', 'bypass', 'approve']),
    await newKey(['approve', 'audit']),
  ];
  const as = (key: string) => ({ headers: { Authorization: `Bearer ${key}` }, fetch: described });
  const ask = async (name: string, ...given: unknown[]): Promise<Record<string, never>> => {
    const answer = await client[name]?.(...given);
    if (!answer || answer.status >= 300) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  const { accounts } = (await ask('findAccounts', 'acme', email, {}, as(ada))) as never as {
    accounts: { id: string }[];
  };
  expect(accounts.map(({ id }) => id)).toEqual([owner.accountId]);
  const id = owner.accountId;
  const { code } = await ask('issueBypassCode', id, { ...atHome, minutes: 5 }, as(ada));
  expect((await login.call('verify', { code })).status).toBe(204);
  await ask('clearWait', id, why, as(ada));
  type Opened = { case: { id: string; state: string }; setupCode: string };
  const open = async (idempotencyKey: string) =>
    (await ask('openResetCase', id, lostPhone, { idempotencyKey }, as(ada))) as never as Opened;
  const first = await open('one');
  expect(await open('one')).toEqual(first);
  expect(await ask('cancelResetCase', first.case.id, why, as(eve))).toMatchObject({
    state: 'cancelled',
  });
  const opened = await open('two');
  expect(opened.case.state).toBe('open');
  expect(await ask('showAccount', id, as(ada))).toMatchObject({
    factor: 'active',
    openCase: { id: opened.case.id },
  });
  const self = await client.approveResetCase?.(opened.case.id, as(ada));
  expect(self).toMatchObject({ status: 403, data: { reason: 'own-case' } });
  expect(await ask('approveResetCase', opened.case.id, as(eve))).toMatchObject({ state: 'done' });
  expect(await ask('showResetCase', opened.case.id, as(ada))).toMatchObject({ state: 'done' });
  expect(await ask('listResetCases', { accountId: id, state: 'done' }, as(ada))).toMatchObject({
    cases: [{ id: opened.case.id }],
    next: null,
  });
  expect(await isIn(owner)).toBe(false);
  const { rows } = (await ask('readHistory', id, { limit: 5 }, as(ada))) as never as {
    rows: { event: string }[];
  };
  expect(rows.map(({ event }) => event)).toEqual([
    'reset',
    'reset-approved',
    'reset-opened',
    'reset-cancelled',
    'reset-opened',
  ]);
  expect(await ask('readAudit', { realm: 'acme', limit: 1 }, as(eve))).toMatchObject({
    next: expect.any(String),
  });
  expect(await ask('exportAudit', { format: 'csv' }, as(eve))).toContain('Reset case cancelled');
}

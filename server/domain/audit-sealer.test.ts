import { createHmac } from 'node:crypto';
import { getTableColumns } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { tamper, writeAudit } from '../../test/harness/scratch-audit.ts';
import { databases } from '../../test/harness/scratch-database.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { rowsOf, scratchFile, scratchStore } from '../../test/harness/scratch-store.ts';
import { auditPage } from '../store/audit.ts';
import * as schema from '../store/schema.ts';
import { linkMac, openChainKey } from './audit-chain.ts';
import { checkAudit } from './audit-check.ts';
import { createSealer, type SealerDeps } from './audit-sealer.ts';
import { startSealing } from './audit-sealing.ts';

type Lines = { readonly lines: readonly string[] };
const eventsOf = ({ lines }: Lines) => lines.map((line) => JSON.parse(line));
const linked = async ({ store }: SealerDeps) =>
  (await rowsOf(store, 'SELECT count(*) AS n FROM audit_link'))[0]?.n;

/** Two servers on one database file, with one key and one clock. */
async function twoServers() {
  const file = await scratchFile();
  const clock = newClock();
  const one = await scratchDeps(clock, { store: await scratchStore(file) });
  const two = { ...one, store: await scratchStore(file) };
  return { clock, one, two, sealers: [createSealer(one), createSealer(two)] as const };
}

describe('a link', () => {
  const row = {
    seq: 7,
    at: 1_767_603_600_000,
    accountId: 'hBc',
    actor: 'user',
    event: 'verify',
    status: 'success' as const,
    note: 'a "note", 中文 \ud800',
  };

  it('is the HMAC of the link before it and every column, as a list that is written down here', () => {
    const key = Buffer.alloc(32, 1);
    const text = String.raw`["doorcode-audit/1","before",7,1767603600000,"hBc","user","verify","success","a \"note\", 中文 \ud800"]`;
    const expected = createHmac('sha256', key).update(text).digest('base64url');
    expect(linkMac(key, 'before', row)).toBe(expected);
  });

  it('covers all columns that the table has', () => {
    expect(Object.keys(getTableColumns(schema.audit))).toEqual(Object.keys(row));
  });
});

describe('a sealer', () => {
  it('links every row, page by page, and says in the log how far', async () => {
    const deps = await scratchDeps(newClock());
    const sealer = createSealer(deps);
    await sealer.sealAll();
    expect(deps.lines).toEqual([]);
    await writeAudit(deps.store, 2 * auditPage + 3);
    await sealer.sealAll();
    await sealer.sealAll();
    expect(await linked(deps)).toBe(2 * auditPage + 3);
    const [head] = await rowsOf(deps.store, 'SELECT seq, mac FROM audit_link ORDER BY seq DESC');
    expect(eventsOf(deps)).toMatchObject([{ level: 'info', event: 'audit-head', ...head }]);
  });

  it('keeps one random key, which the database shows sealed only', async () => {
    const deps = await scratchDeps(newClock());
    await writeAudit(deps.store, 1);
    await createSealer(deps).sealAll();
    const keys = await rowsOf(deps.store, 'SELECT id, sealed FROM audit_key');
    expect(keys.length).toBe(1);
    const { id, sealed } = keys[0] ?? {};
    const key = openChainKey(deps.seal, String(id), String(sealed));
    expect(key?.length).toBe(32);
    expect(openChainKey(deps.seal, 'another', String(sealed))).toBeNull();
    const [link] = await rowsOf(deps.store, 'SELECT key_id FROM audit_link');
    expect(link).toEqual({ key_id: id });
  });

  it.each(databases)('does so in $kind', async ({ newPlace }) => {
    const deps = await scratchDeps(newClock(), { store: await (await newPlace()).openStore() });
    await writeAudit(deps.store, auditPage + 3, { note: '中文 "\u0001\n' });
    await createSealer(deps).sealAll();
    expect(await checkAudit(deps.store, deps.seal, null)).toMatchObject({
      findings: [],
      head: { seq: auditPage + 3 },
      unsealed: null,
    });
  });

  it('goes on where another one stopped', async () => {
    const { one, sealers } = await twoServers();
    await writeAudit(one.store, 3);
    await sealers[0].sealAll();
    await sealers[0].giveBack();
    await writeAudit(one.store, 3);
    await sealers[1].sealAll();
    const report = await checkAudit(one.store, one.seal, null);
    expect(report).toMatchObject({ findings: [], head: { seq: 6 }, unsealed: null });
  });

  it('seals over a hole, and raises an alarm', async () => {
    const deps = await scratchDeps(newClock());
    await writeAudit(deps.store, 5);
    await tamper(deps.store, 'DELETE FROM audit WHERE seq IN (2, 3)');
    const sealer = createSealer(deps);
    await sealer.sealAll();
    await sealer.sealAll();
    expect(eventsOf(deps)).toMatchObject([
      { level: 'alarm', event: 'audit-rows-missing', from: 2, to: 3 },
      { event: 'audit-head', seq: 5 },
    ]);
    const { findings } = await checkAudit(deps.store, deps.seal, null);
    expect(findings).toEqual([{ fault: 'removed', from: 2, to: 3 }]);
  });

  it.each([
    ['taken away', 'DELETE FROM audit_link WHERE seq > 2'],
    ['changed', "UPDATE audit_link SET mac = 'x' WHERE seq = 5"],
    ['all taken away with their key', 'DELETE FROM audit_link', 'DELETE FROM audit_key'],
  ])('seals nothing over links that were %s', async (_, ...sql) => {
    const deps = await scratchDeps(newClock());
    const sealer = createSealer(deps);
    await writeAudit(deps.store, 5);
    await sealer.sealAll();
    await writeAudit(deps.store, 1);
    await tamper(deps.store, ...sql);
    const before = await linked(deps);
    await expect(sealer.sealAll()).rejects.toThrow('Link 5 of the audit is gone or another');
    expect(await linked(deps)).toBe(before);
  });

  it.each([
    ['replaced', "UPDATE audit_key SET sealed = '1.AAAA.AAAA'"],
    ['removed', 'DELETE FROM audit_key'],
  ])('seals nothing with a key that was %s, and makes no other one', async (_, sql) => {
    const deps = await scratchDeps(newClock());
    await writeAudit(deps.store, 5);
    const sealer = createSealer(deps);
    await sealer.sealAll();
    await writeAudit(deps.store, 1);
    await tamper(deps.store, sql);
    const keys = await rowsOf(deps.store, 'SELECT * FROM audit_key');
    await expect(sealer.sealAll()).rejects.toThrow('is not there or cannot be opened');
    expect(await linked(deps)).toBe(5);
    expect(await rowsOf(deps.store, 'SELECT * FROM audit_key')).toEqual(keys);
  });
});

describe('two sealers', () => {
  it('at once never fork the chain, even where both believe that they have the lease', async () => {
    const { one, two, sealers } = await twoServers();
    const rounds = 40;
    for (let round = 0; round < rounds; round++) {
      await writeAudit(one.store, 3);
      await tamper(one.store, 'DELETE FROM lease');
      await Promise.all(sealers.map((sealer) => sealer.sealAll()));
    }
    for (const { store, seal } of [one, two]) {
      expect(await checkAudit(store, seal, null)).toMatchObject({
        findings: [],
        head: { seq: 3 * rounds },
        unsealed: null,
      });
    }
    expect(await rowsOf(one.store, 'SELECT count(*) AS n FROM audit_key')).toEqual([{ n: 1 }]);
  });

  it('the second one waits until the lease of the first has ended', async () => {
    const { clock, one, sealers } = await twoServers();
    await writeAudit(one.store, 2);
    await sealers[0].sealAll();
    await writeAudit(one.store, 2);
    clock.advance(9_999);
    await sealers[1].sealAll();
    expect(await linked(one)).toBe(2);
    clock.advance(1);
    await sealers[1].sealAll();
    expect(await linked(one)).toBe(4);
    await writeAudit(one.store, 1);
    await sealers[0].sealAll();
    expect(await linked(one)).toBe(4);
  });

  it('the first one keeps the lease while it has something to do', async () => {
    const { clock, one, sealers } = await twoServers();
    for (let round = 1; round <= 5; round++) {
      await writeAudit(one.store, 1);
      await sealers[0].sealAll();
      clock.advance(6_000);
      await writeAudit(one.store, 1);
      await sealers[1].sealAll();
      expect(await linked(one)).toBe(2 * round - 1);
    }
  });

  it('a lease that a wrong clock left a year ahead keeps nobody away', async () => {
    const { clock, one, sealers } = await twoServers();
    clock.advance(365 * 24 * 60 * 60 * 1000);
    await writeAudit(one.store, 1);
    await sealers[0].sealAll();
    clock.advance(-365 * 24 * 60 * 60 * 1000);
    await writeAudit(one.store, 1);
    await sealers[1].sealAll();
    expect(await linked(one)).toBe(2);
  });
});

describe('sealing as the server does it', () => {
  it('raises one alarm for a failure that lasts, goes on, and seals a last time when it stops', async () => {
    const deps = await scratchDeps(newClock());
    let looks = 0;
    let isBroken = true;
    const store = {
      ...deps.store,
      commit: async (...list: Parameters<typeof deps.store.commit>) => {
        looks++;
        if (isBroken) throw new Error('The disk is full.');
        return deps.store.commit(...list);
      },
    };
    await writeAudit(deps.store, 2);
    const stop = startSealing({ ...deps, store }, 5);
    await vi.waitFor(() => expect(looks).toBeGreaterThan(3));
    expect(eventsOf(deps)).toMatchObject([
      { level: 'alarm', event: 'audit-sealing-failed', message: 'The disk is full.' },
    ]);
    isBroken = false;
    await vi.waitFor(async () => expect(await linked(deps)).toBe(2));
    await writeAudit(deps.store, 1);
    await stop();
    expect(await linked(deps)).toBe(3);
    expect(await rowsOf(deps.store, 'SELECT * FROM lease')).toEqual([]);
    const before = looks;
    await writeAudit(deps.store, 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toBe(before);
  });
});

import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { tamper, writeAudit } from '../../test/harness/scratch-audit.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { auditPage } from '../store/audit.ts';
import { createSeal } from '../store/seal.ts';
import { checkAudit, type Finding, type Head } from './audit-check.ts';
import { createSealer, type Sealer } from './audit-sealer.ts';

type Deps = Awaited<ReturnType<typeof scratchDeps>>;
let deps: Deps;
let sealer: Sealer;

/** Ten rows, each another, and sealed. */
beforeEach(async () => {
  deps = await scratchDeps(newClock());
  await writeAudit(deps.store, 10);
  await tamper(deps.store, "UPDATE audit SET note = 'row ' || seq");
  sealer = createSealer(deps);
  await sealer.sealAll();
});

const check = (known: Head | null = null) => checkAudit(deps.store, deps.seal, known);

async function headNow(): Promise<Head> {
  const { head } = await check();
  if (!head) throw new Error('Nothing is sealed.');
  return head;
}

describe('an audit that nobody touched', () => {
  it('is sound, and its head is the one that the log names', async () => {
    const report = await check();
    expect(report).toMatchObject({ findings: [], moreFindings: 0, rows: 10, unsealed: null });
    expect(deps.lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'audit-head', ...report.head },
    ]);
    expect((await check(report.head)).findings).toEqual([]);
  });

  it('is sound over many pages', async () => {
    await writeAudit(deps.store, 2 * auditPage);
    await sealer.sealAll();
    const report = await check();
    expect(report).toMatchObject({ findings: [], rows: 2 * auditPage + 10, unsealed: null });
    expect(report.head?.seq).toBe(2 * auditPage + 10);
  });

  it('says of rows that wait for their link how many, from where and since when', async () => {
    await writeAudit(deps.store, 3, { at: 5 });
    expect(await check()).toMatchObject({
      findings: [],
      rows: 13,
      head: { seq: 10 },
      unsealed: { rows: 3, from: 11, oldest: 5 },
    });
  });

  it('is empty where nothing happened yet', async () => {
    const { store, seal } = await scratchDeps(newClock());
    expect(await checkAudit(store, seal, null)).toEqual({
      findings: [],
      moreFindings: 0,
      rows: 0,
      head: null,
      unsealed: null,
    });
  });
});

type Deed = readonly [deed: string, sql: readonly string[], finds: readonly Finding[]];

describe('whoever has the database and not the keys is found out', () => {
  const at = (fault: Finding['fault'], from: number, to = from): Finding => ({ fault, from, to });
  const removed = (seq: number) => [
    `DELETE FROM audit WHERE seq = ${seq}`,
    `DELETE FROM audit_link WHERE seq = ${seq}`,
  ];
  const deeds: readonly Deed[] = [
    ...['at = at + 1', "account_id = 'x'", "actor = 'x'", "event = 'x'", "status = 'error'"].map(
      (set): Deed => [
        `changes ${set}`,
        [`UPDATE audit SET ${set} WHERE seq = 4`],
        [at('changed', 4)],
      ],
    ),
    ['changes a note', ["UPDATE audit SET note = 'x' WHERE seq = 4"], [at('changed', 4)]],
    [
      'moves text from one column to the next',
      ["UPDATE audit SET actor = 'userv', event = 'erify' WHERE seq = 4"],
      [at('changed', 4)],
    ],
    ['makes a text a blob', ["UPDATE audit SET note = x'' WHERE seq = 4"], [at('changed', 4)]],
    ['changes the first row', ['UPDATE audit SET at = 1 WHERE seq = 1'], [at('changed', 1)]],
    ['changes the last row', ['UPDATE audit SET at = 1 WHERE seq = 10'], [at('changed', 10)]],
    ['removes a row', ['DELETE FROM audit WHERE seq = 4'], [at('removed', 4)]],
    ['removes a row and its link', removed(4), [at('removed', 4)]],
    ['removes the first row and its link', removed(1), [at('removed', 1)]],
    ['removes the last row', ['DELETE FROM audit WHERE seq = 10'], [at('removed', 10)]],
    ['removes the last row and its link', removed(10), [at('removed', 10)]],
    [
      'removes the last rows and their links',
      ['DELETE FROM audit WHERE seq > 7', 'DELETE FROM audit_link WHERE seq > 7'],
      [at('removed', 8, 10)],
    ],
    [
      'removes every row and every link',
      ['DELETE FROM audit', 'DELETE FROM audit_link'],
      [at('removed', 1, 10)],
    ],
    ['removes a link', ['DELETE FROM audit_link WHERE seq = 4'], [at('no-link', 4)]],
    ['removes every link', ['DELETE FROM audit_link'], [at('never-sealed', 1, 10)]],
    [
      'removes every link and the key',
      ['DELETE FROM audit_link', 'DELETE FROM audit_key'],
      [at('never-sealed', 1, 10)],
    ],
    [
      'puts another row into the place of one',
      [...removed(4), "INSERT INTO audit VALUES (4, 1, 'x', 'user', 'verify', 'success', '')"],
      [at('no-link', 4)],
    ],
    [
      'puts a row before the first',
      ["INSERT INTO audit VALUES (-1, 1, 'x', 'user', 'verify', 'success', '')"],
      [at('inserted', -1)],
    ],
    [
      'puts a row and a link after the last',
      [
        "INSERT INTO audit VALUES (11, 1, 'x', 'user', 'verify', 'success', '')",
        'INSERT INTO audit_link SELECT 11, key_id, mac FROM audit_link WHERE seq = 10',
      ],
      [at('changed', 11)],
    ],
    [
      'puts a link without a row after the last',
      ['INSERT INTO audit_link SELECT 15, key_id, mac FROM audit_link WHERE seq = 10'],
      [at('removed', 11, 15)],
    ],
    [
      'swaps two rows',
      [
        'CREATE TEMP TABLE copy AS SELECT * FROM audit',
        'UPDATE audit SET note = (SELECT note FROM copy WHERE seq = 4) WHERE seq = 5',
        'UPDATE audit SET note = (SELECT note FROM copy WHERE seq = 5) WHERE seq = 4',
      ],
      [at('changed', 4, 5)],
    ],
    [
      'takes a row out and moves the later ones up',
      [
        'DELETE FROM audit WHERE seq = 4',
        'UPDATE audit SET seq = seq - 1 WHERE seq = 5',
        'DELETE FROM audit_link WHERE seq = 5',
      ],
      [at('changed', 4), at('removed', 5)],
    ],
    ['changes a link', ["UPDATE audit_link SET mac = 'x' WHERE seq = 10"], [at('changed', 10)]],
    ['replaces the key', ["UPDATE audit_key SET sealed = '1.AAAA.AAAA'"], [at('no-key', 1, 10)]],
    ['removes the key', ['DELETE FROM audit_key'], [at('no-key', 1, 10)]],
    [
      'gives the key another name',
      ["UPDATE audit_key SET id = 'x'", "UPDATE audit_link SET key_id = 'x'"],
      [at('no-key', 1, 10)],
    ],
    [
      'sets the counter back',
      ["UPDATE sqlite_sequence SET seq = 7 WHERE name = 'audit'"],
      [at('counter-set-back', 8, 10)],
    ],
  ];
  it.each(deeds)('who %s', async (_, sql, finds) => {
    await tamper(deps.store, ...sql);
    expect((await check()).findings).toEqual(finds);
  });

  it('who removes a row that was not sealed yet', async () => {
    await writeAudit(deps.store, 3);
    await tamper(deps.store, 'DELETE FROM audit WHERE seq = 12');
    expect((await check()).findings).toEqual([at('removed', 12)]);
  });

  it('who cuts the end off and sets the counter back, by the head that was written down', async () => {
    const known = await headNow();
    await tamper(
      deps.store,
      'DELETE FROM audit WHERE seq > 7',
      'DELETE FROM audit_link WHERE seq > 7',
      "UPDATE sqlite_sequence SET seq = 7 WHERE name = 'audit'",
    );
    expect((await check()).findings).toEqual([]);
    expect((await check(known)).findings).toEqual([at('other-head', 10)]);
  });

  it('who has the whole chain made anew, by the head that was written down', async () => {
    const known = await headNow();
    await tamper(
      deps.store,
      'DELETE FROM audit_link',
      'DELETE FROM audit_key',
      "UPDATE audit SET note = 'x' WHERE seq = 2",
    );
    await sealer.giveBack();
    await createSealer(deps).sealAll();
    expect((await check()).findings).toEqual([]);
    expect((await check(known)).findings).toEqual([at('other-head', 10)]);
  });

  it('who does so much that not all of it is listed', async () => {
    await writeAudit(deps.store, 300);
    await sealer.sealAll();
    await tamper(deps.store, 'UPDATE audit SET at = at + 1 WHERE seq % 2');
    const { findings, moreFindings } = await check();
    expect(findings.length).toBe(100);
    expect(moreFindings).toBe(55);
  });
});

describe('the rest', () => {
  it('nothing is verified with other keys', async () => {
    const other = createSeal(
      { current: '1', roots: new Map([['1', randomBytes(32)]]) },
      randomBytes,
    );
    const { findings } = await checkAudit(deps.store, other, null);
    expect(findings).toEqual([{ fault: 'no-key', from: 1, to: 10 }]);
  });

  it('rows and links that come during the walk are left for the next one', async () => {
    await writeAudit(deps.store, 2 * auditPage);
    await sealer.sealAll();
    let pages = 0;
    const busy = {
      ...deps.store,
      read: async (...query: Parameters<typeof deps.store.read>) => {
        const rows = await deps.store.read(...query);
        if (++pages % 2 === 0) await writeAudit(deps.store, 7);
        if (pages % 3 === 0) await sealer.sealAll();
        return rows;
      },
    };
    const report = await checkAudit(busy, deps.seal, null);
    expect(pages).toBeGreaterThan(4);
    expect(report).toMatchObject({ findings: [], rows: 2 * auditPage + 10 });
    expect((await check()).findings).toEqual([]);
  });
});

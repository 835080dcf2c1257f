import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditPage } from '../../server/store/audit.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { writeAudit } from '../harness/scratch-audit.ts';

let door: InnerDoor;
const rows = 2 * auditPage + 1;

beforeAll(async () => {
  door = await startInnerDoor();
  await writeAudit(door.deps.store, rows);
});
afterAll(() => door.stop());

const askFor = (format: string) =>
  fetch(`${door.supportUrl}/support/v1/audit/export?format=${format}`, {
    headers: { Authorization: `Bearer ${door.supportKey}` },
  });

/** Runs while the database gives so many pages of an export, and no other one. */
async function whilePagesFail<T>(given: number, run: () => Promise<T>): Promise<T> {
  const { store } = door.deps;
  const { values } = store;
  let pages = 0;
  const failing: typeof values = async (statement) => {
    if (statement.sql.includes('from "audit" left join')) pages += 1;
    if (pages > given) throw new Error('disk I/O error');
    return values(statement);
  };
  Object.assign(store, { values: failing });
  try {
    return await run();
  } finally {
    Object.assign(store, { values });
  }
}

describe.each(['csv', 'json'])('the audit exported as %s', (format) => {
  it('has every row, over many pages', async () => {
    const text = await (await askFor(format)).text();
    expect(text.match(/User Two-factor/g)).toHaveLength(rows);
  });

  it.each([0, 1, 2])('never looks whole after page %i alone, and an alarm tells', async (pages) => {
    const alarms = () => door.log.filter((line) => line.includes('audit-export-failed')).length;
    const before = alarms();
    await whilePagesFail(pages, async () => {
      const answer = await askFor(format);
      const text = await answer.text().catch(() => 'broken off');
      expect(answer.ok && text !== 'broken off').toBe(false);
      expect(text).not.toMatch(/select|disk/i);
    });
    expect(alarms()).toBe(before + 1);
  });
});

import { type ChainItem, readAuditEnds, readChainKeys, readChainPage } from '../store/audit.ts';
import type { Store } from '../store/database.ts';
import type { Seal } from '../store/seal.ts';
import { linkMac, openChainKey } from './audit-chain.ts';

/** What may be wrong with rows of the audit; each name stands for one sentence on the command line. */
export type Fault =
  | 'changed'
  | 'removed'
  | 'no-link'
  | 'no-key'
  | 'inserted'
  | 'never-sealed'
  | 'counter-set-back'
  | 'other-head';

export type Finding = { readonly fault: Fault; readonly from: number; readonly to: number };

export type Head = { readonly seq: number; readonly mac: string };

export type AuditReport = {
  /** The first ones, in order; neighbours with one fault are one. */
  readonly findings: readonly Finding[];
  readonly moreFindings: number;
  readonly rows: number;
  /** The last link. */
  readonly head: Head | null;
  /** Rows after it, which nothing protects yet; `oldest` is an epoch ms. */
  readonly unsealed: {
    readonly rows: number;
    readonly from: number;
    readonly oldest: number;
  } | null;
};

/** Findings that are kept: memory does not grow with the damage. */
const findingsKept = 100;

/**
 * Compares every row of the audit with its link, as of the moment of the call, while servers go on
 * (decision 20).
 *
 * @param known a head that was written down earlier, such as from the log: without it rows that were
 *   cut off at the end together with their links may go unnoticed.
 */
export async function checkAudit(
  store: Store,
  seal: Seal,
  known: Head | null,
): Promise<AuditReport> {
  const ends = await readAuditEnds(store);
  const keys = new Map<string, Buffer | null>();
  for (const [id, sealed] of await readChainKeys(store))
    keys.set(id, openChainKey(seal, id, sealed));

  const findings: Finding[] = [];
  let moreFindings = 0;
  function find(fault: Fault, from: number, to = from): void {
    const last = findings.at(-1);
    if (last?.fault === fault && last.to + 1 === from) findings.splice(-1, 1, { ...last, to });
    else if (findings.length < findingsKept) findings.push({ fault, from, to });
    else moreFindings++;
  }

  let before: string | null = '';
  let expected = 1;
  let rows = 0;
  let head: Head | null = null;
  let unsealed: AuditReport['unsealed'] = null;
  let knownIsThere = false;

  function meet(item: ChainItem): void {
    const { seq, row, link } = item;
    if (row) rows++;
    if (seq < 1) {
      find('inserted', seq);
      return;
    }
    if (seq > expected) {
      find('removed', expected, seq - 1);
      before = null;
    }
    expected = seq + 1;
    if (row && seq > ends.head) {
      unsealed = { from: seq, oldest: row.at, ...unsealed, rows: (unsealed?.rows ?? 0) + 1 };
      return;
    }
    const fault = faultOf(item, before, keys);
    if (fault) find(fault, seq);
    before = link?.mac ?? null;
    if (!link) return;
    head = { seq, mac: link.mac };
    if (known?.seq === seq && known.mac === link.mac) knownIsThere = true;
  }

  let page = await readChainPage(store, Number.MIN_SAFE_INTEGER, ends);
  while (page.length > 0) {
    for (const item of page) meet(item);
    page = await readChainPage(store, page.at(-1)?.seq ?? 0, ends);
  }
  if (ends.lastGiven >= expected) find('removed', expected, ends.lastGiven);
  if (ends.lastGiven < ends.lastRow) find('counter-set-back', ends.lastGiven + 1, ends.lastRow);
  if (rows > 0 && !head) find('never-sealed', 1, ends.lastRow);
  if (known && !knownIsThere) find('other-head', known.seq);
  return { findings, moreFindings, rows, head, unsealed };
}

/** @param before the link before this one; null where it is gone, and this one cannot be compared. */
function faultOf(
  { row, link }: ChainItem,
  before: string | null,
  keys: ReadonlyMap<string, Buffer | null>,
): Fault | null {
  if (!row) return 'removed';
  if (!link) return 'no-link';
  const key = keys.get(link.keyId);
  if (!key) return 'no-key';
  return before === null || linkMac(key, before, row) === link.mac ? null : 'changed';
}

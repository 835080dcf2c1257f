import { type Deps, newId } from '../deps.ts';
import {
  addChainKey,
  appendLinks,
  auditPage,
  giveLeaseBack,
  type Link,
  readAuditAfter,
  readChainKeys,
  readLink,
} from '../store/audit.ts';
import { linkMac, openChainKey, sealChainKey } from './audit-chain.ts';

export type SealerDeps = Pick<Deps, 'store' | 'seal' | 'now' | 'random' | 'log'>;

/** Milliseconds for which a sealer keeps others away; one that died is followed after them. */
const leaseLength = 10_000;

/** One at a time chains the audit's rows: who holds the lease (decision 20). */
export type Sealer = {
  /**
   * Links all rows that have no link yet, unless another sealer has the lease.
   *
   * @throws when the chain's key cannot be opened, or a link that this sealer saw is gone or another:
   *   somebody took links away, and new ones would cover it up.
   */
  sealAll(): Promise<void>;
  /** Lets the next sealer begin at once. */
  giveBack(): Promise<void>;
};

export function createSealer(deps: SealerDeps): Sealer {
  const { store, log } = deps;
  const holder = newId(deps);
  let seen: Link | null = null;

  async function sealPage(): Promise<readonly Link[]> {
    if (seen && (await readLink(store, seen.seq))?.mac !== seen.mac) {
      throw new Error(
        `Link ${seen.seq} of the audit is gone or another: nothing is sealed over it.`,
      );
    }
    const head = await readLink(store);
    seen = head;
    const rows = await readAuditAfter(store, head?.seq ?? 0);
    if (rows.length === 0) return [];
    const { id, key } = await chainKey(deps, head);
    const links: Link[] = [];
    for (const row of rows) {
      const before = (links.at(-1) ?? head)?.mac ?? '';
      links.push({ seq: row.seq, keyId: id, mac: linkMac(key, before, row) });
    }
    const now = deps.now();
    const tenure = { holder, now, until: now + leaseLength };
    if (!(await appendLinks(store, tenure, head, links))) return [];
    seen = links.at(-1) ?? head;
    let last = head?.seq ?? 0;
    for (const { seq } of links) {
      if (seq > last + 1) log.alarm('audit-rows-missing', { from: last + 1, to: seq - 1 });
      last = seq;
    }
    return links;
  }

  return {
    async sealAll() {
      let links: readonly Link[];
      let last: Link | undefined;
      do {
        links = await sealPage();
        last = links.at(-1) ?? last;
      } while (links.length === auditPage);
      if (last) log.info('audit-head', { seq: last.seq, mac: last.mac });
    },
    giveBack: () => giveLeaseBack(store, holder),
  };
}

/** The key of the last link; before the first link the one key that there is, made here if need be. */
async function chainKey(deps: SealerDeps, head: Link | null): Promise<{ id: string; key: Buffer }> {
  const { store, seal, random } = deps;
  if (!head) {
    const id = newId(deps);
    await addChainKey(store, id, sealChainKey(seal, id, random(32)));
  }
  const keys = await readChainKeys(store);
  const [first = ''] = keys.keys();
  const id = head?.keyId ?? first;
  const key = openChainKey(seal, id, keys.get(id) ?? '');
  if (!key) throw new Error(`The audit's key "${id}" is not there or cannot be opened.`);
  return { id, key };
}

import { and, desc, eq, getTableColumns, gt, gte, lt, sql } from 'drizzle-orm';
import { type Row, type Store, statement } from './database.ts';
import { account, audit, auditKey, auditLink, lease } from './schema.ts';

/*
 * Rows of the audit are written by the commits that they tell of. Here they are read, and the links of
 * the chain over them are written.
 */

/** A row as it is stored; in a database that was changed by hand not surely of these types. */
export type AuditRow = typeof audit.$inferSelect;
export type Link = typeof auditLink.$inferSelect;

/** Rows that are read, and links that are written, in one go. */
export const auditPage = 500;

/** The link of this number; of the last one without a number; null where there is none. */
export async function readLink({ query }: Store, seq?: number): Promise<Link | null> {
  const links = query.select().from(auditLink);
  const wanted = seq === undefined ? links : links.where(eq(auditLink.seq, seq));
  const [link] = await wanted.orderBy(desc(auditLink.seq)).limit(1);
  return link ?? null;
}

/** The first rows after `seq`. */
export async function readAuditAfter({ query }: Store, seq: number): Promise<AuditRow[]> {
  const rows = query.select().from(audit).where(gt(audit.seq, seq));
  return rows.orderBy(audit.seq).limit(auditPage);
}

/** Rows of one account, the newest first; before row `before`, if that is given. */
export async function readAuditOf(
  { query }: Store,
  accountId: string,
  before: number | null,
  limit: number,
): Promise<AuditRow[]> {
  const earlier = before === null ? undefined : lt(audit.seq, before);
  const rows = query
    .select()
    .from(audit)
    .where(and(eq(audit.accountId, accountId), earlier));
  return rows.orderBy(desc(audit.seq)).limit(limit);
}

/** Sealed keys of the chain by their ids. */
export async function readChainKeys({ query }: Store): Promise<Map<string, string>> {
  const keys = await query.select().from(auditKey).orderBy(auditKey.id);
  return new Map(keys.map(({ id, sealed }) => [id, sealed]));
}

/** The first key; left out where there is a key already, or a link that was made with one. */
export async function addChainKey(store: Store, id: string, sealed: string): Promise<void> {
  await store.commit([
    {
      sql: `INSERT INTO audit_key (id, sealed) SELECT :id, :sealed
        WHERE NOT EXISTS (SELECT 1 FROM audit_key) AND NOT EXISTS (SELECT 1 FROM audit_link)`,
      args: { id, sealed },
    },
  ]);
}

/** Who seals, and until when (epoch ms) nobody else shall. */
export type Tenure = { readonly holder: string; readonly now: number; readonly until: number };

/**
 * Takes or renews the lease and appends links, in one commit: only with the lease, and only while the
 * last link is `head`. So two sealers never make two links of one number, whatever their clocks say.
 *
 * @returns whether the links are there.
 */
export async function appendLinks(
  store: Store,
  { holder, now, until }: Tenure,
  head: Link | null,
  links: readonly Link[],
): Promise<boolean> {
  const { seq: headSeq, mac: headMac } = head ?? { seq: 0, mac: '' };
  const answers = await store.commit([
    {
      // A lease twice as long as any that is given was left by a wrong clock.
      sql: `INSERT INTO lease (name, holder, until) VALUES ('audit', :holder, :until)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE lease.holder = :holder OR lease.until <= :now OR lease.until > 2 * :until - :now`,
      args: { holder, now, until },
    },
    {
      sql: `INSERT INTO audit_link (seq, key_id, mac)
        SELECT value ->> 'seq', value ->> 'keyId', value ->> 'mac' FROM json_each(:links)
        WHERE EXISTS (
            SELECT 1 FROM lease WHERE name = 'audit' AND holder = :holder AND until > :now)
          AND coalesce((SELECT max(seq) FROM audit_link), 0) = :headSeq
          AND coalesce((SELECT mac FROM audit_link WHERE seq = :headSeq), '') = :headMac
        RETURNING seq`,
      args: { links: JSON.stringify(links), holder, now, headSeq, headMac },
    },
  ]);
  return (answers.at(-1) ?? []).length > 0;
}

export async function giveLeaseBack(store: Store, holder: string): Promise<void> {
  const mine = and(eq(lease.name, 'audit'), eq(lease.holder, holder));
  await store.commit([statement(store.query.delete(lease).where(mine))]);
}

/** Where the audit ends, all as of one moment; 0 where there is nothing. */
export type AuditEnds = {
  /** The last link's row. */
  readonly head: number;
  readonly lastRow: number;
  /** The highest number that the database remembers to have given. */
  readonly lastGiven: number;
};

export async function readAuditEnds(store: Store): Promise<AuditEnds> {
  const [row] = await store.read({
    sql: `SELECT coalesce((SELECT max(seq) FROM audit_link), 0) AS head,
      coalesce((SELECT max(seq) FROM audit), 0) AS "lastRow",
      coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0) AS "lastGiven"`,
    args: [],
  });
  return row as AuditEnds;
}

/** A number of the chain: its row, its link, or both. */
export type ChainItem = {
  readonly seq: number;
  readonly row: AuditRow | null;
  readonly link: Link | null;
};

/** The first numbers after `after` that have a row up to `lastRow` or a link up to `head`, in order. */
export async function readChainPage(
  store: Store,
  after: number,
  { head, lastRow }: AuditEnds,
): Promise<ChainItem[]> {
  const first = (table: string, last: string) =>
    `SELECT seq FROM (SELECT seq FROM ${table} WHERE seq > :after AND seq <= ${last}
      ORDER BY seq LIMIT ${auditPage})`;
  const rows = await store.read({
    sql: `SELECT n.seq, a.seq AS row, a.at, a.account_id AS "accountId", a.actor, a.event, a.status,
        a.note, l.key_id AS "keyId", l.mac
      FROM (${first('audit', ':lastRow')} UNION ${first('audit_link', ':head')}
        ORDER BY seq LIMIT ${auditPage}) n
      LEFT JOIN audit a ON a.seq = n.seq
      LEFT JOIN audit_link l ON l.seq = n.seq AND l.seq <= :head
      ORDER BY n.seq`,
    args: { after, head, lastRow },
  });
  return rows.map(({ row, ...columns }: Row) => ({
    seq: columns.seq as number,
    row: row === null ? null : (columns as AuditRow),
    link: columns.mac === null ? null : (columns as Link),
  }));
}

/** What an export may be narrowed to: times as epoch ms, `from` included, `to` excluded. */
export type AuditFilter = {
  readonly from: number | null;
  readonly to: number | null;
  readonly realm: string | null;
};

export type NamedAuditRow = Awaited<ReturnType<typeof readNamedAudit>>[number];

/**
 * The first rows after `seq` that the filter lets through, and whose they are, as they are called today;
 * null for an account that we do not know. The realm's letter case does not matter.
 */
export async function readNamedAudit(
  { query }: Store,
  seq: number,
  filter: AuditFilter,
  limit = auditPage,
) {
  const { from, to, realm } = filter;
  const { realm: accountRealm, name, email } = getTableColumns(account);
  return query
    .select({ ...getTableColumns(audit), realm: accountRealm, name, email })
    .from(audit)
    .leftJoin(account, eq(account.id, audit.accountId))
    .where(
      and(
        gt(audit.seq, seq),
        from === null ? undefined : gte(audit.at, from),
        to === null ? undefined : lt(audit.at, to),
        realm === null ? undefined : sql`lower(${accountRealm}) = lower(${realm})`,
      ),
    )
    .orderBy(audit.seq)
    .limit(limit);
}

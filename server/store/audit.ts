import type { Row, Store, Value } from './database.ts';

/*
 * Rows of the audit are written by the commits that they tell of. Here they are read, and the links of
 * the chain over them are written.
 */

/** A row as it is stored; in a database that somebody changed by hand, not of these types. */
export type AuditRow = {
  readonly seq: number;
  readonly at: number;
  readonly accountId: string;
  readonly actor: string;
  readonly event: string;
  readonly status: string;
  readonly note: string;
};

export type Link = { readonly seq: number; readonly keyId: string; readonly mac: string };

/** Rows that are read, and links that are written, in one go. */
export const auditPage = 500;

const columns = 'a.seq, a.at, a.account_id, a.actor, a.event, a.status, a.note';

function rowOf(row: Row): AuditRow {
  return {
    seq: row.seq as number,
    at: row.at as number,
    accountId: row.account_id as string,
    actor: row.actor as string,
    event: row.event as string,
    status: row.status as string,
    note: row.note as string,
  };
}

/** The link of this number; of the last one without a number; null where there is none. */
export async function readLink(store: Store, seq: number | null = null): Promise<Link | null> {
  const [row] = await store.read({
    sql: `SELECT seq, key_id, mac FROM audit_link
      WHERE seq = coalesce(:seq, (SELECT max(seq) FROM audit_link))`,
    args: { seq },
  });
  if (!row) return null;
  return { seq: row.seq as number, keyId: row.key_id as string, mac: row.mac as string };
}

/** The first rows after `seq`. */
export async function readAuditAfter(store: Store, seq: number): Promise<AuditRow[]> {
  const rows = await store.read({
    sql: `SELECT ${columns} FROM audit a WHERE a.seq > :seq ORDER BY a.seq LIMIT ${auditPage}`,
    args: { seq },
  });
  return rows.map(rowOf);
}

/** Sealed keys of the chain by their ids. */
export async function readChainKeys(store: Store): Promise<Map<string, string>> {
  const rows = await store.read({ sql: 'SELECT id, sealed FROM audit_key ORDER BY id', args: [] });
  return new Map(rows.map((row) => [String(row.id), String(row.sealed)]));
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
      args: {
        links: JSON.stringify(links),
        holder,
        now,
        headSeq: head?.seq ?? 0,
        headMac: head?.mac ?? '',
      },
    },
  ]);
  return (answers.at(-1) ?? []).length > 0;
}

export async function giveLeaseBack(store: Store, holder: string): Promise<void> {
  await store.commit([
    { sql: `DELETE FROM lease WHERE name = 'audit' AND holder = :holder`, args: { holder } },
  ]);
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
      coalesce((SELECT max(seq) FROM audit), 0) AS last_row,
      coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0) AS last_given`,
    args: [],
  });
  return {
    head: Number(row?.head),
    lastRow: Number(row?.last_row),
    lastGiven: Number(row?.last_given),
  };
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
    sql: `SELECT n.seq AS number, ${columns}, l.key_id, l.mac
      FROM (${first('audit', ':lastRow')} UNION ${first('audit_link', ':head')}
        ORDER BY seq LIMIT ${auditPage}) n
      LEFT JOIN audit a ON a.seq = n.seq
      LEFT JOIN audit_link l ON l.seq = n.seq AND l.seq <= :head
      ORDER BY n.seq`,
    args: { after, head, lastRow },
  });
  return rows.map((row) => {
    const seq = Number(row.number);
    const { key_id: keyId, mac } = row;
    return {
      seq,
      row: row.seq === null ? null : rowOf(row),
      link: mac === null ? null : { seq, keyId: String(keyId), mac: String(mac) },
    };
  });
}

/** What an export may be narrowed to: times as epoch ms, `from` included, `to` excluded. */
export type AuditFilter = {
  readonly from: number | null;
  readonly to: number | null;
  readonly realm: string | null;
};

/** A row and whose it is, as they are called today; null for an account that we do not know. */
export type NamedAuditRow = AuditRow & {
  readonly realm: string | null;
  readonly name: string | null;
  readonly email: string | null;
};

/** The first rows after `seq` that the filter lets through; the realm's letter case does not matter. */
export async function readNamedAudit(
  store: Store,
  seq: number,
  { from, to, realm }: AuditFilter,
): Promise<NamedAuditRow[]> {
  const rows = await store.read({
    sql: `SELECT ${columns}, c.realm, c.name, c.email
      FROM audit a LEFT JOIN account c ON c.id = a.account_id
      WHERE a.seq > :seq
        AND (:from IS NULL OR a.at >= :from) AND (:to IS NULL OR a.at < :to)
        AND (:realm IS NULL OR lower(c.realm) = lower(:realm))
      ORDER BY a.seq LIMIT ${auditPage}`,
    args: { seq, from, to, realm },
  });
  const text = (value: Value | undefined) => (value === null ? null : String(value));
  return rows.map((row) => ({
    ...rowOf(row),
    realm: text(row.realm),
    name: text(row.name),
    email: text(row.email),
  }));
}

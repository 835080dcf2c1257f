import type { Row, Store } from './database.ts';
import type { outbox } from './schema.ts';

export type Channel = (typeof outbox.$inferSelect)['channel'];

/** A row of the audit that somebody may be told of. */
export type Told = {
  readonly seq: number;
  readonly at: number;
  readonly event: string;
  readonly status: string;
};

/** Rows of the audit that are looked at in one go. */
const page = 200;

/**
 * The rows of the audit that this channel has not looked at, and up to where it has; null for a channel
 * that is new, which begins here: nobody is told of old times.
 */
export async function readNews(
  store: Store,
  channel: Channel,
): Promise<{ readonly from: number; readonly rows: Told[] } | null> {
  const rows = await store.read({
    sql: `SELECT h.seq AS "from", a.seq, a.at, a.event, a.status
      FROM outbox_head h LEFT JOIN audit a ON a.seq > h.seq
      WHERE h.channel = :channel ORDER BY a.seq LIMIT ${page}`,
    args: { channel },
  });
  const [first] = rows;
  if (!first) {
    const sql = `INSERT INTO outbox_head (channel, seq)
      SELECT :channel, coalesce(max(seq), 0) FROM audit WHERE true ON CONFLICT DO NOTHING`;
    await store.commit([{ sql, args: { channel } }]);
    return null;
  }
  // Without news there is one row, of the head alone.
  const news = rows.filter(({ seq }) => seq !== null) as readonly Row[] as Told[];
  return { from: Number(first.from), rows: news };
}

/** Puts messages about these rows into the outbox, once, whoever else does the same at this moment. */
export async function fillOutbox(
  store: Store,
  channel: Channel,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
  messages: readonly { readonly id: string; readonly seq: number }[],
): Promise<void> {
  const args = { channel, from };
  await store.commit([
    {
      sql: `INSERT INTO outbox (id, channel, seq, state, next_at)
        SELECT value ->> 'id', :channel, value ->> 'seq', 'waiting', :now
        FROM json_each(:messages)
        WHERE EXISTS (SELECT 1 FROM outbox_head WHERE channel = :channel AND seq = :from)`,
      args: { ...args, now, messages: JSON.stringify(messages) },
    },
    {
      sql: 'UPDATE outbox_head SET seq = :to WHERE channel = :channel AND seq = :from',
      args: { ...args, to },
    },
  ]);
}

/** A message that is to be sent now, with all that it may say. */
export type Due = {
  readonly id: string;
  readonly tries: number;
  readonly seq: number;
  readonly at: number;
  readonly event: string;
  readonly status: string;
  readonly actor: string;
  readonly accountId: string;
  /** Null for an account that we do not know. */
  readonly realm: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly language: string | null;
  /** Of the account as it stands now. */
  readonly openCase: string | null;
  readonly openUntil: number | null;
};

const due = `FROM outbox WHERE channel = :channel AND state = 'waiting' AND next_at <= :now`;

/**
 * Takes messages whose time has come, the oldest first; nobody else gets them before `until` (epoch ms), by
 * when whoever took them has sent them, or has died.
 */
export async function claimDue(
  store: Store,
  channel: Channel,
  { now, until, most }: { readonly now: number; readonly until: number; readonly most: number },
): Promise<Due[]> {
  // Most looks find nothing, and need not keep a writer waiting.
  const [some] = await store.read({
    sql: `SELECT 1 AS some ${due} LIMIT 1`,
    args: { channel, now },
  });
  if (!some) return [];
  const [claimed = []] = await store.commit([
    {
      sql: `UPDATE outbox SET next_at = :until
        WHERE id IN (SELECT id ${due} ORDER BY seq LIMIT :most) RETURNING id`,
      args: { channel, now, until, most },
    },
  ]);
  if (claimed.length === 0) return [];
  const rows = await store.read({
    sql: `SELECT o.id, o.tries, a.seq, a.at, a.event, a.status, a.actor,
        a.account_id AS "accountId", c.realm, c.name, c.email, c.language,
        r.id AS "openCase", r.due_at AS "openUntil"
      FROM outbox o JOIN audit a ON a.seq = o.seq
      LEFT JOIN account c ON c.id = a.account_id
      LEFT JOIN reset_case r ON r.account_id = a.account_id AND r.state = 'open'
      WHERE o.id IN (SELECT value FROM json_each(:ids)) ORDER BY o.seq`,
    args: { ids: JSON.stringify(claimed.map(({ id }) => id)) },
  });
  return rows as readonly Row[] as Due[];
}

/**
 * What became of a message: it is sent, given up, or tried again at `nextAt` (epoch ms). What another
 * process has sent or given up meanwhile stays so: whoever was slow must not have it sent once more.
 */
export async function noteOutcome(
  store: Store,
  id: string,
  outcome: {
    readonly state: 'sent' | 'given-up' | 'waiting';
    readonly nextAt: number;
    readonly error: string;
  },
): Promise<void> {
  await store.commit([
    {
      sql: `UPDATE outbox SET state = :state, tries = tries + 1, next_at = :nextAt,
          last_error = :error
        WHERE id = :id AND state = 'waiting'`,
      args: { id, ...outcome },
    },
  ]);
}

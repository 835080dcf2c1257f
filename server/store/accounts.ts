import { and, eq, gt, or, sql } from 'drizzle-orm';
import type { Bucket } from './attempts.ts';
import { type Row, type Statement, type Store, statement, type Value } from './database.ts';
import { account, factor, throttle } from './schema.ts';
import { isSeenToday, see } from './sightings.ts';

/** What the platform says of the person behind a session; `realm` and `platformId` are the key. */
export type Person = {
  readonly profile: string;
  readonly realm: string;
  readonly platformId: string;
  readonly name: string;
  readonly email: string;
};

export type FactorState = 'none' | 'active' | 'locked';

/** All that the database knows of an account and of one of its sessions, read in one go. */
export type Standing = {
  readonly accountId: string;
  readonly realm: string;
  readonly name: string;
  readonly email: string;
  readonly factor: FactorState;
  readonly generation: number;
  readonly mustSetUp: boolean;
  readonly setupCodeHash: string | null;
  readonly secretId: string | null;
  /** Sealed; null where there is no factor. */
  readonly secret: string | null;
  readonly lastStep: number;
  /** Epoch ms per bucket; 0 where nothing is waited for. */
  readonly waits: Readonly<Record<Bucket, number>>;
  /** Epoch ms until which this session is cleared for this generation, else null. */
  readonly clearedUntil: number | null;
  readonly failuresBefore: number;
  /** Support's case that waits to reset this account, and until when (epoch ms) at least. */
  readonly openCase: {
    readonly id: string;
    readonly openedAt: number;
    readonly dueAt: number;
  } | null;
  /** Epoch ms at which the gate first recognised this session's credential. */
  readonly firstSeen: number;
};

const standingSql = `
  SELECT a.id, a.realm, a.name, a.email,
    f.state, f.generation, f.must_set_up, f.setup_code_hash, f.secret_id, f.secret, f.last_step,
    n.wait_until AS wait_new, k.wait_until AS wait_known, c.expires_at, c.failures_before,
    s.first_seen, s.last_seen, o.id AS case_id, o.opened_at AS case_opened, o.due_at AS case_due
  FROM account a
  JOIN factor f ON f.account_id = a.id
  LEFT JOIN throttle n ON n.account_id = a.id AND n.bucket = 'new'
  LEFT JOIN throttle k ON k.account_id = a.id AND k.bucket = 'known'
  LEFT JOIN sighting s ON s.credential = :credential
  LEFT JOIN reset_case o ON o.account_id = a.id AND o.state = 'open'
  LEFT JOIN clearance c ON c.account_id = a.id AND c.credential = :credential
    AND c.generation = f.generation AND c.expires_at > :now
  WHERE a.profile = :profile AND a.realm = :realm AND a.platform_id = :platformId`;

function standingOf(row: Row): Standing {
  return {
    accountId: row.id as string,
    realm: row.realm as string,
    name: row.name as string,
    email: row.email as string,
    factor: row.state as FactorState,
    generation: row.generation as number,
    mustSetUp: row.must_set_up === 1,
    setupCodeHash: row.setup_code_hash as string | null,
    secretId: row.secret_id as string | null,
    secret: row.secret as string | null,
    lastStep: row.last_step as number,
    waits: {
      new: (row.wait_new as number | null) ?? 0,
      known: (row.wait_known as number | null) ?? 0,
    },
    clearedUntil: row.expires_at as number | null,
    failuresBefore: (row.failures_before as number | null) ?? 0,
    openCase:
      row.case_id === null
        ? null
        : {
            id: row.case_id as string,
            openedAt: row.case_opened as number,
            dueAt: row.case_due as number,
          },
    firstSeen: row.first_seen as number,
  };
}

/**
 * The standing of `person` in the session with this credential hash. A person never seen before gets
 * their rows, a changed name or e-mail is taken over; neither ever changes who they are. A credential
 * never seen before is noted with its time.
 *
 * @param newId our own id for an account that is not there yet.
 */
export async function readStanding(
  store: Store,
  person: Person,
  credential: string,
  now: number,
  newId: () => string,
): Promise<Standing> {
  const { profile, realm, platformId, name, email } = person;
  const query: Statement = {
    sql: standingSql,
    args: { credential, now, profile, realm, platformId },
  };
  const [row] = await store.read(query);
  const same = row?.name === name && row.email === email;
  const seen = isSeenToday(row?.last_seen, now);
  if (row && same && seen) return standingOf(row);

  await store.commit([
    ...(row ? [] : firstSight(store, person, newId(), now)),
    ...(row && !same ? [attributes(store, row.id, person)] : []),
    ...(seen ? [] : [see(credential, now)]),
  ]);
  const [after] = await store.read(query);
  if (!after) throw new Error('An account was not there after it was written.');
  return standingOf(after);
}

function attributes(store: Store, id: Value | undefined, { name, email }: Person): Statement {
  return statement(
    store.query
      .update(account)
      .set({ name, email })
      .where(eq(account.id, String(id))),
  );
}

/** Two first requests may race: the second one's rows are left out, whichever it is. */
function firstSight(store: Store, person: Person, id: string, now: number): Statement[] {
  return [
    statement(
      store.query
        .insert(account)
        .values({ id, ...person, createdAt: now })
        .onConflictDoNothing(),
    ),
    {
      sql: `INSERT INTO factor (account_id, state, generation, must_set_up, last_step, changed_at)
        SELECT id, 'none', 0, 0, 0, :now FROM account WHERE id = :id`,
      args: { id, now },
    },
  ];
}

/** The account's realm; null where there is no such account. */
export async function readRealm({ query }: Store, accountId: string): Promise<string | null> {
  const wanted = query.select({ realm: account.realm }).from(account);
  const [found] = await wanted.where(eq(account.id, accountId)).limit(1);
  return found?.realm ?? null;
}

/** Accounts of a realm whose name or e-mail is exactly `name` (letter case of ASCII aside), by their ids. */
export async function findAccounts(
  store: Store,
  wanted: { profile: string | null; realm: string; name: string; after: string; limit: number },
) {
  const { profile, realm, name, after, limit } = wanted;
  const same = (column: typeof account.name | typeof account.email) =>
    sql`lower(${column}) = lower(${name})`;
  return selectAccounts(store)
    .where(
      and(
        or(same(account.name), same(account.email)),
        // The plus: nobody shall be looked for among all of the profile.
        profile === null ? undefined : sql`+${account.profile} = ${profile}`,
        sql`lower(${account.realm}) = lower(${realm})`,
        gt(account.id, after),
      ),
    )
    .orderBy(account.id)
    .limit(limit);
}

function selectAccounts({ query }: Store) {
  return query
    .select({
      id: account.id,
      realm: account.realm,
      name: account.name,
      email: account.email,
      factor: factor.state,
      mustSetUp: sql<boolean>`${factor.mustSetUp}`.mapWith(Boolean),
      changedAt: factor.changedAt,
    })
    .from(account)
    .innerJoin(factor, eq(factor.accountId, account.id))
    .$dynamic();
}

type Failures = { readonly failures: number; readonly waitUntil: number | null };

export type AccountInFull = Awaited<ReturnType<typeof findAccounts>>[number] & {
  readonly recoveryCodesLeft: number;
  readonly failures: Readonly<Record<Bucket, Failures>>;
  /** Epoch ms until which a bypass code is good; null: none is out. */
  readonly bypassUntil: number | null;
};

/** Null where there is no account of this id. */
export async function readAccountInFull(
  store: Store,
  id: string,
  now: number,
): Promise<AccountInFull | null> {
  const [found] = await selectAccounts(store).where(eq(account.id, id)).limit(1);
  if (!found) return null;
  const [rest] = await store.read({
    sql: `SELECT (SELECT count(*) FROM recovery_code WHERE account_id = :id) AS codes,
      (SELECT expires_at FROM bypass_code WHERE account_id = :id AND expires_at > :now) AS bypass`,
    args: { id, now },
  });
  const counts = await store.query.select().from(throttle).where(eq(throttle.accountId, id));
  const failuresOf = (bucket: Bucket): Failures => {
    const { failures = 0, waitUntil = 0 } = counts.find((each) => each.bucket === bucket) ?? {};
    return { failures, waitUntil: waitUntil > now ? waitUntil : null };
  };
  return {
    ...found,
    recoveryCodesLeft: Number(rest?.codes),
    failures: { known: failuresOf('known'), new: failuresOf('new') },
    bypassUntil: rest?.bypass === null ? null : Number(rest?.bypass),
  };
}

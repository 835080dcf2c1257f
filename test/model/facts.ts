import { hashSetupCode } from '../../server/domain/setup-code.ts';
import { credentialReader } from '../../server/gate/credential.ts';
import { readProfile } from '../../server/profile/profile.ts';
import type { Door } from './door.ts';
import type { Known } from './known.ts';
import { cookieNames } from './platform.ts';
import type { Account, World } from './world.ts';

/*
 * All that is durable, a line an account and a line a session, in words that the model and the tables
 * share: what a crash left is read here, and a count that is off is seen at once, not at the fifth
 * failure.
 */

const accountSql = `
  SELECT a.platform_id AS name, f.state, f.generation, f.must_set_up, f.last_step, f.setup_code_hash,
    (SELECT count(*) FROM recovery_code r WHERE r.account_id = a.id) AS codes,
    p.id AS pending, p.wrong_codes, p.expires_at,
    n.failures AS new_failures, n.wait_until AS new_wait,
    k.failures AS known_failures, k.wait_until AS known_wait
  FROM account a
  JOIN factor f ON f.account_id = a.id
  LEFT JOIN pending_setup p ON p.account_id = a.id AND p.expires_at > :now
  LEFT JOIN throttle n ON n.account_id = a.id AND n.bucket = 'new'
  LEFT JOIN throttle k ON k.account_id = a.id AND k.bucket = 'known'
  ORDER BY a.platform_id`;

const sessionSql = `
  SELECT s.credential, s.first_seen, c.expires_at, c.failures_before, a.platform_id AS account
  FROM sighting s
  LEFT JOIN clearance c ON c.credential = s.credential AND c.expires_at > :now AND c.generation =
    (SELECT generation FROM factor f WHERE f.account_id = c.account_id)
  LEFT JOIN account a ON a.id = c.account_id`;

type AccountFacts = Pick<Account, 'factor' | 'generation' | 'mustSetUp' | 'lastStep'> & {
  name: string;
  /** Its stored form, where anybody was told the code. */
  setupCode: string | null;
  codes: number;
  pending: { id: string; wrongCodes: number; expiresAt: number } | null;
  counts: readonly { inARow: number; waitUntil: number }[];
};
type SessionFacts = {
  name: string;
  firstSeen: number;
  cleared: { account: string; until: number; failuresBefore: number } | null;
};

const sentences = (
  now: number,
  accounts: readonly AccountFacts[],
  sessions: readonly SessionFacts[],
): string[] => [
  ...accounts.map(({ name, pending, counts, ...facts }) =>
    [
      `${name}: ${JSON.stringify(facts)}`,
      pending ? `set-up ${JSON.stringify(pending)}` : 'no set-up',
      ...counts.map(
        ({ inARow, waitUntil }) =>
          `${inARow} failures${waitUntil > now ? ` wait ${waitUntil}` : ''}`,
      ),
    ].join(', '),
  ),
  ...sessions
    .map(({ name, firstSeen, cleared }) => {
      return `${name}: seen ${firstSeen}, ${cleared ? JSON.stringify(cleared) : 'not cleared'}`;
    })
    .sort(),
];

/** What stands behind a name of the model, where anybody was told. */
export type Behind = (name: string) => string | undefined;

/** As the model has them; a set-up by its id, which goes by its secret's name. */
export function expectedFacts(world: World, behind: Behind) {
  const { now } = world;
  const seen = new Set(
    Object.values(world.sessions)
      .filter(({ firstSeen }) => firstSeen !== null)
      .map(({ account }) => account),
  );
  const accounts = [...seen].sort().map((name) => {
    const account = world.accounts[name] as Account;
    const { factor, generation, mustSetUp, lastStep, recoveryCodes, pending, counts } = account;
    const setupCode = account.setupCode === null ? null : behind(account.setupCode);
    const isOpen = pending !== null && pending.expiresAt > now;
    return {
      ...{ name, factor, generation, mustSetUp, lastStep },
      setupCode: setupCode === undefined ? 'untold' : setupCode && hashSetupCode(setupCode),
      codes: recoveryCodes.length,
      pending: isOpen
        ? {
            id: behind(`setup-of-${pending.secret}`) ?? 'untold',
            wrongCodes: pending.wrongCodes,
            expiresAt: pending.expiresAt,
          }
        : null,
      counts: [counts.new, counts.known],
    };
  });
  const sessions = Object.entries(world.sessions).flatMap(([name, session]) => {
    const { account, firstSeen, cleared } = session;
    if (firstSeen === null) return [];
    const isValid =
      cleared?.generation === world.accounts[account]?.generation && (cleared?.until ?? 0) > now;
    const { until = 0, failuresBefore = 0 } = cleared ?? {};
    return [{ name, firstSeen, cleared: isValid ? { account, until, failuresBefore } : null }];
  });
  return sentences(now, accounts, sessions);
}

/** As the tables have them; `told`: ids of set-ups and set-up codes that somebody was told of. */
export async function readFacts(
  door: Door,
  now: number,
  known: Known,
  told: ReadonlySet<string>,
): Promise<string[]> {
  const toldHashes = new Set([...told].map(hashSetupCode));
  const accounts = (await door.rows(accountSql, { now })).map((row) => {
    const hash = row.setup_code_hash === null ? null : String(row.setup_code_hash);
    const id = row.pending === null ? null : String(row.pending);
    return {
      name: String(row.name),
      factor: row.state as Account['factor'],
      generation: Number(row.generation),
      mustSetUp: row.must_set_up === 1,
      lastStep: Number(row.last_step),
      setupCode: hash === null || toldHashes.has(hash) ? hash : 'untold',
      codes: Number(row.codes),
      pending:
        id === null
          ? null
          : {
              id: told.has(id) ? id : 'untold',
              wrongCodes: Number(row.wrong_codes),
              expiresAt: Number(row.expires_at),
            },
      counts: [
        { inARow: Number(row.new_failures), waitUntil: Number(row.new_wait) },
        { inARow: Number(row.known_failures), waitUntil: Number(row.known_wait) },
      ],
    };
  });
  const names = namesByHash(known);
  const sessions = (await door.rows(sessionSql, { now })).map((row) => ({
    name: names.get(String(row.credential)) ?? 'a credential that nobody has',
    firstSeen: Number(row.first_seen),
    cleared:
      row.expires_at === null
        ? null
        : {
            account: String(row.account),
            until: Number(row.expires_at),
            failuresBefore: Number(row.failures_before),
          },
  }));
  return sentences(now, accounts, sessions);
}

const reader = credentialReader(readProfile('stand-in'));

/** Sessions' names by what the server keeps of their credentials, in whichever cookie they come. */
function namesByHash(known: Known): Map<string, string> {
  return new Map(
    known.entries().flatMap(([name, value]) => {
      if (!name.startsWith('session-')) return [];
      return Object.values(cookieNames).map((cookie) => {
        const [credential] = reader.read({ headers: { cookie: `${cookie}=${value}` } }).found;
        return [credential?.hash ?? '', name] as const;
      });
    }),
  );
}

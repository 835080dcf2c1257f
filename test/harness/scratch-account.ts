import { randomBytes } from 'node:crypto';
import { type Person, readStanding, type Standing } from '../../server/store/accounts.ts';
import type { Attempt, Limits } from '../../server/store/attempts.ts';
import type { Store, Value } from '../../server/store/database.ts';

const newId = () => randomBytes(16).toString('base64url');

/** A person whom no database has seen. */
export function newPlatformPerson(change: Partial<Person> = {}): Person {
  return {
    profile: 'Northwind Flows',
    realm: 'acme',
    platformId: newId(),
    name: 'Ada',
    email: 'ada@acme.example',
    ...change,
  };
}

/** An account whose factor's columns stand as a test needs them; active unless they say otherwise. */
export async function newAccount(
  store: Store,
  factor: Readonly<Record<string, Value>> = {},
): Promise<string> {
  const { accountId } = await readStanding(store, newPlatformPerson(), 'none', 0, newId);
  const columns = {
    state: 'active',
    generation: 1,
    secret_id: 'a secret id',
    secret: 'a sealed secret',
    ...factor,
  };
  const set = Object.keys(columns).map((column) => `${column} = :${column}`);
  await store.commit([
    {
      sql: `UPDATE factor SET ${set.join(', ')} WHERE account_id = :accountId`,
      args: { ...columns, accountId },
    },
  ]);
  return accountId;
}

/** An attempt at an account of generation 1, with an id that nobody else has. */
export function newAttempt(accountId: string, change: Partial<Attempt> = {}): Attempt {
  return {
    id: newId(),
    loginCodeId: null,
    accountId,
    generation: 1,
    credential: 'a session',
    bucket: 'new',
    purpose: 'verify',
    now: 1_000_000_000_000,
    ...change,
  };
}

/** A throttle that never bids anybody wait or locks. */
export const noLimits: Limits = {
  waits: [0, 0],
  day: 1,
  perDay: 1_000_000,
  lockAt: 1_000_000,
  milestones: [],
};

/** The columns of a factor and of this session's clearance, as the server would read them. */
export async function standingOf(
  store: Store,
  accountId: string,
  credential = 'a session',
  now = 0,
): Promise<Standing> {
  const [row] = await store.read({ sql: 'SELECT * FROM account WHERE id = ?', args: [accountId] });
  if (!row) throw new Error('There is no such account.');
  const person = {
    profile: String(row.profile),
    realm: String(row.realm),
    platformId: String(row.platform_id),
    name: String(row.name),
    email: String(row.email),
  };
  return readStanding(store, person, credential, now, newId);
}

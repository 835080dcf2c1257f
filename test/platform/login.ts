import { type Account, findByLogin, loginName } from './accounts.ts';

export type LoginRefusal = 'wrong' | 'wait' | 'locked';
export type LoginOutcome = { ok: true; account: Account } | { ok: false; refusal: LoginRefusal };
export type Logins = ReturnType<typeof createLogins>;

const FAILURES_BEFORE_WAIT = 3;
const FAILURES_BEFORE_LOCK = 5;
const WAIT_MS = 5 * 60_000;

type Failures = { count: number; waitUntil: number };

/**
 * The platform's own password check: after three failures a wait of five minutes, after two more
 * the login is locked until an administrator unlocks it. `now` is in epoch milliseconds.
 */
export function createLogins(accounts: readonly Account[], now: () => number) {
  const failures = new Map<string, Failures>();

  function countFailure(name: string): LoginRefusal {
    const count = (failures.get(name)?.count ?? 0) + 1;
    failures.set(name, { count, waitUntil: count === FAILURES_BEFORE_WAIT ? now() + WAIT_MS : 0 });
    if (count >= FAILURES_BEFORE_LOCK) return 'locked';
    return count === FAILURES_BEFORE_WAIT ? 'wait' : 'wrong';
  }

  return {
    attempt(realm: string, email: string, password: string): LoginOutcome {
      const name = loginName(realm, email);
      const before = failures.get(name);
      if (before && before.count >= FAILURES_BEFORE_LOCK) return { ok: false, refusal: 'locked' };
      if (before && before.waitUntil > now()) return { ok: false, refusal: 'wait' };

      const account = findByLogin(accounts, realm, email);
      // Who may only come by the identity provider looks like a wrong password.
      if (account?.password !== password || !account.doors.includes('password')) {
        return { ok: false, refusal: countFailure(name) };
      }
      failures.delete(name);
      return { ok: true, account };
    },

    unlock(account: Account): void {
      failures.delete(loginName(account.realm, account.email));
    },
  };
}

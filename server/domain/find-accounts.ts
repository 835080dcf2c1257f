import type { Deps } from '../deps.ts';
import * as accounts from '../store/accounts.ts';

const atMost = 50;

/** Accounts of a realm whose name or e-mail is `name`, letter case aside, for support to choose from (decision 8). */
export function findAccounts(deps: Deps, realm: string, name: string) {
  return accounts.findAccounts(deps.store, deps.profile.name, realm, name, atMost);
}

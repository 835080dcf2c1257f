import type { Found } from './found.ts';

/** What of an identity a place may hold. */
export type Wanted = 'accountId' | 'realm' | 'name' | 'email' | 'loginMethod';

const called: Readonly<Record<Wanted, RegExp>> = {
  accountId:
    /^(_?id|uid|oid|sub|guid|uuid|user_?(id|uuid|guid)|account_?(id|uuid)|user-id|account-id)$/i,
  realm:
    /^(realm|tenant|organi[sz]ation|org|company|workspace|customer)([_-]?(id|name|slug|key))?$/i,
  name: /^(name|username|user|login|full_?name|display_?name|user_?name|preferred_username|nick_?name)$/i,
  email: /mail/i,
  loginMethod: /method|provider|idp|sso|saml|amr|auth_?type|login_?type/i,
};

/** Names of things that are not the account, though they have ids and names of their own. */
const ofOthers =
  /^(role|roles|group|groups|permission|session|settings|plan|image|avatar|theme|locale)$/i;
const ofAccount = /^(user|account|me|profile|userinfo|principal|identity|data|currentuser)$/i;
const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * The places that may hold this, the likeliest first. A guess: whoever fills a template in looks at the
 * value, and asks for the account id whether it can ever change.
 */
export function candidates(wanted: Wanted, found: readonly Found[]): Found[] {
  return found
    .map((each) => [each, scoreOf(wanted, each)] as const)
    .filter(([, score]) => score > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([each]) => each);
}

function scoreOf(wanted: Wanted, { names, value }: Found): number {
  const name = names.at(-1) ?? '';
  const above = names.at(-2) ?? '';
  const isId = typeof value === 'string' || typeof value === 'number';
  if (!isId || value === '' || value === 0) return 0;
  const isMail = mail.test(String(value));
  if (wanted === 'email') return isMail ? 10 - names.length + (called.email.test(name) ? 5 : 0) : 0;
  if (wanted === 'loginMethod')
    return called.loginMethod.test(name) && typeof value === 'string' ? 10 : 0;
  if (wanted === 'accountId' && isMail) return 0;
  if (wanted === 'realm' && called.realm.test(above) && /^(id|name|slug|key)$/i.test(name)) {
    return 9 - names.length + (name === 'id' ? 1 : 0);
  }
  if (!called[wanted].test(name) || ofOthers.test(above)) return 0;
  if (wanted !== 'realm' && called.realm.test(above)) return 0;
  return (
    10 - names.length + (ofAccount.test(above) ? 4 : 0) - (wanted === 'name' && isMail ? 3 : 0)
  );
}

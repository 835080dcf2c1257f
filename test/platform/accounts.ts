/** How a session may be opened: with the platform's own password, or by the identity provider. */
export type LoginMethod = 'password' | 'saml';

/** `id` never changes and is exact; everything else may change under it. */
export type Account = {
  readonly id: string;
  readonly realm: string;
  email: string;
  name: string;
  password: string;
  readonly doors: readonly LoginMethod[];
};

/** The password of every account until somebody changes it. */
export const PASSWORD = 'correct horse';

const PASSWORD_ONLY: readonly LoginMethod[] = ['password'];

/** `[id, realm, e-mail, name, doors]`. */
const PEOPLE: ReadonlyArray<readonly [string, string, string, string, readonly LoginMethod[]]> = [
  ['u-7f3a91d2', 'acme', 'ada@acme.example', 'Ada Nunes', PASSWORD_ONLY],
  ['u-2c60e5b8', 'acme', 'bob@acme.example', 'Bob Keller', ['password', 'saml']],
  ['u-9d14c7f0', 'acme', 'carol@acme.example', 'Carol Dias', ['saml']],
  // One person, one address, two realms: two accounts.
  ['u-51be8a3c', 'acme', 'dora@shared.example', 'Dora Lind', PASSWORD_ONLY],
  ['u-e80f2d67', 'globex', 'dora@shared.example', 'Dora Lind', PASSWORD_ONLY],
  // Two people whose names, and whose ids too, differ only in case.
  ['u-A11CE04B', 'acme', 'alice@acme.example', 'Alice', PASSWORD_ONLY],
  ['u-a11ce04b', 'acme', 'alice.moor@acme.example', 'alice', PASSWORD_ONLY],
  ['u-36d9f1e4', 'globex', 'erin@globex.example', 'Erin Sato', PASSWORD_ONLY],
];

/** How many accounts `user1@acme.example`, `user2@acme.example` … there are beside the people. */
export const NUMBERED_ACCOUNTS = 200;

/** A fresh set of accounts: each platform changes its own. */
export function newAccounts(): Account[] {
  const people = PEOPLE.map(([id, realm, email, name, doors]) => ({
    id,
    realm,
    email,
    name,
    password: PASSWORD,
    doors,
  }));
  const numbered = Array.from({ length: NUMBERED_ACCOUNTS }, (_, index) => ({
    id: `u-${String(index + 1).padStart(8, '0')}`,
    realm: 'acme',
    email: `user${index + 1}@acme.example`,
    name: `User ${index + 1}`,
    password: PASSWORD,
    doors: PASSWORD_ONLY,
  }));
  return [...people, ...numbered];
}

/** Realm and e-mail are compared without regard to case. */
export function findByLogin(
  accounts: readonly Account[],
  realm: string,
  email: string,
): Account | undefined {
  const wanted = loginName(realm, email);
  return accounts.find((account) => loginName(account.realm, account.email) === wanted);
}

/** The key under which failed logins are counted, whether such an account exists or not. */
export function loginName(realm: string, email: string): string {
  return `${realm.trim().toLowerCase()}/${email.trim().toLowerCase()}`;
}

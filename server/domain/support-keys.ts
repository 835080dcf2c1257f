import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import {
  addSupportKey,
  findSupportKey,
  readSupportKeys,
  revokeSupportKey,
  type SupportKeyRow,
} from '../store/support-keys.ts';

/** What a support key may do: look accounts up; open cases and clear waits; approve others' cases; issue bypass codes; read the audit. */
export const scopes = ['read', 'reset', 'approve', 'bypass', 'audit'] as const;

export type Scope = (typeof scopes)[number];

/** Whoever acts with a support key. */
export type Supporter = { readonly name: string; readonly scopes: ReadonlySet<string> };

/** What a key begins with: it is known for one wherever it turns up. */
const prefix = 'doorcode-support-';

/** A name stands in the audit and in messages to users. */
const namePattern = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** The name of the key that comes from the environment. */
export const environmentKey = 'environment';

type KeyDeps = Pick<Deps, 'store' | 'now'>;

/** How the operator, at the command line, stands in the audit. */
const operator = 'operator';

export const hashSupportKey = (key: string) => createHash('sha256').update(key).digest('base64url');

/**
 * Makes a support key of 256 random bits. It is answered here and never again: a hash of it is kept.
 *
 * @param expiresAt epoch ms; 0: never.
 * @returns null where there is a key of this name already, be it revoked.
 * @throws TypeError for a name that cannot be one.
 */
export async function createSupportKey(
  deps: KeyDeps & Pick<Deps, 'random'>,
  given: { name: string; scopes: readonly Scope[]; expiresAt: number },
): Promise<string | null> {
  const { name, expiresAt } = given;
  if (!namePattern.test(name) || name === environmentKey) {
    throw new TypeError(
      `"${name}" is no name for a key: up to 40 small letters, digits, dots, hyphens; not "${environmentKey}".`,
    );
  }
  const key = prefix + deps.random(32).toString('base64url');
  const now = deps.now();
  const row = {
    name,
    hash: hashSupportKey(key),
    scopes: given.scopes.join(' '),
    createdAt: now,
    expiresAt,
  };
  return (await addSupportKey(deps.store, row, { actor: operator, now })) ? key : null;
}

type KeyStatus = 'valid' | 'expired' | 'revoked';

export async function listSupportKeys(deps: KeyDeps) {
  const now = deps.now();
  const keys = await readSupportKeys(deps.store);
  return keys.map((key) => ({ ...key, status: statusOf(key, now) }));
}

/** Ends a key at once, in every process. */
export function endSupportKey(deps: KeyDeps, name: string) {
  return revokeSupportKey(deps.store, name, { actor: operator, now: deps.now() });
}

/**
 * Whose key this is; null for one that is unknown, expired or revoked. It is found by its hash, so that
 * the time it takes says nothing of how much of it was right (A46).
 */
export async function findSupporter(deps: KeyDeps, key: string): Promise<Supporter | null> {
  const row = await findSupportKey(deps.store, hashSupportKey(key));
  if (!row || statusOf(row, deps.now()) !== 'valid') return null;
  return { name: row.name, scopes: new Set(row.scopes.split(' ')) };
}

function statusOf({ revokedAt, expiresAt }: SupportKeyRow, now: number): KeyStatus {
  if (revokedAt !== 0) return 'revoked';
  return expiresAt !== 0 && expiresAt <= now ? 'expired' : 'valid';
}

import type { Row, Statement } from './database.ts';

/** Something that support does with an account. */
export type SupportAct = {
  readonly accountId: string;
  /** As the audit has it. */
  readonly actor: string;
  readonly now: number;
};

/** The same with what the audit says of it: why, and what else is to be known. */
export type NotedAct = SupportAct & { readonly note: string };

/** How many acts since `since` (epoch ms) one key, and all keys in the account's realm, may have done. */
export type ActLimit = {
  readonly since: number;
  readonly perKey: number;
  readonly perRealm: number;
};

/** Why an act did not take place. `limitedSince` (epoch ms): the oldest act that counts. */
export type Unacted = 'key-ended' | { readonly limitedSince: number };

/** A key that ended while its call was under way acts no more. Needs `:actor` and `:now`. */
export const keyStands = `(:actor IN ('operator', 'support:environment') OR EXISTS (
  SELECT 1 FROM support_key k WHERE 'support:' || k.name = :actor AND k.revoked_at = 0
    AND (k.expires_at = 0 OR k.expires_at > :now)))`;

const acts = `FROM audit l LEFT JOIN account la ON la.id = l.account_id
  WHERE l.event IN ('reset-opened', 'bypass-issued', 'wait-cleared') AND l.at > :since`;
const ofKey = `${acts} AND l.actor = :actor`;
const ofRealm = `${acts} AND lower(la.realm) = (SELECT lower(realm) FROM account WHERE id = :accountId)`;

/** What an act needs to take place, with the parameters of `allowanceArgs`. */
export const isAllowed = `${keyStands}
  AND (SELECT count(*) ${ofKey}) < :perKey AND (SELECT count(*) ${ofRealm}) < :perRealm`;

export function allowanceArgs({ accountId, actor, now }: SupportAct, limit: ActLimit) {
  return { accountId, actor, now, ...limit };
}

/** Goes first in the commit of an act: how things stand before it. */
export function readAllowance(act: SupportAct, limit: ActLimit): Statement {
  const { perKey: _, perRealm: __, ...args } = allowanceArgs(act, limit);
  return {
    sql: `SELECT ${keyStands} AS stands,
      (SELECT count(*) ${ofKey}) AS of_key, (SELECT min(l.at) ${ofKey}) AS oldest_of_key,
      (SELECT count(*) ${ofRealm}) AS of_realm, (SELECT min(l.at) ${ofRealm}) AS oldest_of_realm`,
    args,
  };
}

/** @returns null where nothing of this kind stood in the way. */
export function whyUnacted(before: Row | undefined, limit: ActLimit): Unacted | null {
  if (!before?.stands) return 'key-ended';
  if (Number(before.of_key) >= limit.perKey) return { limitedSince: Number(before.oldest_of_key) };
  if (Number(before.of_realm) < limit.perRealm) return null;
  return { limitedSince: Number(before.oldest_of_realm) };
}

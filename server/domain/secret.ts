import type { Deps } from '../deps.ts';
import { contextOf } from '../store/seal.ts';

/**
 * A secret as it is stored, for a pending set-up and then for the factor it becomes: bound to its
 * account and to its own id, which a change of factor never reuses.
 */
export function sealSecret(
  { seal }: Deps,
  accountId: string,
  secretId: string,
  secret: Buffer,
): string {
  return seal.seal('secrets', secret, contextOf('factor.secret', accountId, secretId));
}

/**
 * The secret of a factor or pending set-up.
 *
 * @throws with the alarm `secret-unreadable` where it is missing, altered or of a key we do not have
 *   (A30; decision 13).
 */
export function openFactorSecret(
  { seal, log }: Deps,
  of: { accountId: string; secretId: string | null; secret: string | null },
): Buffer {
  const secret =
    of.secret && of.secretId
      ? seal.open('secrets', of.secret, contextOf('factor.secret', of.accountId, of.secretId))
      : null;
  if (secret) return secret;
  log.alarm('secret-unreadable', { accountId: of.accountId, missing: of.secret === null });
  throw new Error('A factor has no readable secret.');
}

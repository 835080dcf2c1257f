import type { Deps } from '../deps.ts';
import type { Bucket } from '../store/attempts.ts';

const plain = Buffer.from('known');
const contextOf = (accountId: string) => `device/${accountId}`;

/**
 * What a browser keeps in which the account showed a right code. It picks the throttle's bucket and
 * nothing else: who guesses with a stolen password alone fails in the other one, and cannot keep the
 * owner waiting here (decision 19).
 */
export function knownDevice({ seal }: Deps, accountId: string): string {
  return seal.seal('devices', plain, contextOf(accountId));
}

/** The bucket in which attempts of this account from this browser are counted. */
export function bucketOf({ seal }: Deps, accountId: string, device: string | null): Bucket {
  const known = device !== null && seal.open('devices', device, contextOf(accountId)) !== null;
  return known ? 'known' : 'new';
}

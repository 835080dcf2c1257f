import { type Deps, newId } from '../deps.ts';
import { type Person, readStanding, type Standing } from '../store/accounts.ts';
import type { Bucket } from '../store/attempts.ts';
import { bucketOf } from './device.ts';

/** A live session of the platform, as it came with one request. */
export type Session = Omit<Standing, 'waits'> & {
  /** Hashes of the credentials that it came with, at least one. */
  readonly credentials: readonly [string, ...string[]];
  /** The platform says that this very session was opened through an identity provider. */
  readonly exempt: boolean;
  /** Where its failures are counted. */
  readonly bucket: Bucket;
  /** Epoch ms; 0 where nothing is waited for. */
  readonly waitUntil: number;
};

export type SessionState = 'exempt' | 'setup-required' | 'free' | 'cleared' | 'code-required';

/** What this session is worth (I1, I10). A locked account's session owes a code that nobody accepts. */
export function sessionState(
  session: Pick<Session, 'exempt' | 'mustSetUp' | 'factor' | 'clearedUntil'>,
): SessionState {
  if (session.exempt) return 'exempt';
  if (session.mustSetUp) return 'setup-required';
  if (session.factor === 'none') return 'free';
  if (session.factor === 'locked') return 'code-required';
  return session.clearedUntil === null ? 'code-required' : 'cleared';
}

/**
 * The session that a person has with these credentials. Every credential that is forwarded must pass:
 * its standing is that of the least cleared one, and it is as old as the oldest.
 *
 * @param device what the browser keeps since it showed a right code, if it does.
 */
export async function readSession(
  deps: Deps,
  person: Person,
  credentials: Session['credentials'],
  exempt: boolean,
  device: string | null,
): Promise<Session> {
  const now = deps.now();
  const [first, ...others] = credentials;
  const read = (hash: string) => readStanding(deps.store, person, hash, now, () => newId(deps));
  let weakest: Standing = await read(first);
  let { firstSeen } = weakest;
  for (const hash of others) {
    const standing = await read(hash);
    firstSeen = Math.min(firstSeen, standing.firstSeen);
    if ((standing.clearedUntil ?? 0) < (weakest.clearedUntil ?? 0)) weakest = standing;
  }
  const bucket = bucketOf(deps, weakest.accountId, device);
  const { waits, ...standing } = weakest;
  return { ...standing, firstSeen, credentials, exempt, bucket, waitUntil: waits[bucket] };
}

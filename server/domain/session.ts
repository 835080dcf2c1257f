import { type Deps, newId } from '../deps.ts';
import { type Person, readStanding, type Standing } from '../store/accounts.ts';

/** A live session of the platform, as it came with one request. */
export type Session = Standing & {
  /** Hashes of the credentials that it came with, at least one. */
  readonly credentials: readonly [string, ...string[]];
  /** The platform says that this very session was opened through an identity provider. */
  readonly exempt: boolean;
};

export type SessionState = 'exempt' | 'setup-required' | 'free' | 'cleared' | 'code-required';

/** What this session is worth. A locked account's session owes a code that nobody accepts. */
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
 * its standing is that of the least cleared one.
 */
export async function readSession(
  deps: Deps,
  person: Person,
  credentials: Session['credentials'],
  exempt: boolean,
): Promise<Session> {
  const now = deps.now();
  const [first, ...others] = credentials;
  const read = (hash: string) => readStanding(deps.store, person, hash, now, () => newId(deps));
  let weakest: Standing = await read(first);
  for (const hash of others) {
    const standing = await read(hash);
    if ((standing.clearedUntil ?? 0) < (weakest.clearedUntil ?? 0)) weakest = standing;
  }
  return { ...weakest, credentials, exempt };
}

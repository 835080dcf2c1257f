import type { Standing } from '../store/accounts.ts';

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

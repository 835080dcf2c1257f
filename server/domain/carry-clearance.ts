import type { Deps } from '../deps.ts';
import * as clearances from '../store/clearances.ts';
import { type Session, sessionState } from './session.ts';

/**
 * A platform may renew the credential of a session at any answer. The clearance follows it, keeps its
 * expiry, and is durable when this resolves; it never crosses an account or a generation.
 *
 * @param before hash of the credential that came with the cleared request.
 * @param after hash of the one that its answer set, recognised by the platform as the same account.
 */
export async function carryClearance(
  { store }: Deps,
  session: Session,
  before: string,
  after: string,
): Promise<void> {
  if (sessionState(session) !== 'cleared') return;
  const { accountId, generation } = session;
  await store.commit([clearances.carryClearance(accountId, generation, before, after)]);
}

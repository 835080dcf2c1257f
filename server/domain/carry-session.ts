import type { Deps } from '../deps.ts';
import { carryClearance } from '../store/clearances.ts';
import { carrySighting } from '../store/sightings.ts';
import { type Session, sessionState } from './session.ts';

/**
 * A platform may renew the credential of a session at any answer. The time of the login follows it, and
 * so does the clearance of a cleared session, which keeps its expiry; both are durable when this
 * resolves. A clearance never crosses an account or a generation (I8, A73; decision 27).
 *
 * @param before hash of the credential that came with the request.
 * @param after hash of the one that its answer set, recognised by the platform as the same account.
 */
export async function carrySession(
  { store }: Deps,
  session: Session,
  before: string,
  after: string,
): Promise<void> {
  const { accountId, generation } = session;
  const cleared = sessionState(session) === 'cleared';
  await store.commit([
    carrySighting(before, after),
    ...(cleared ? [carryClearance(accountId, generation, before, after)] : []),
  ]);
}

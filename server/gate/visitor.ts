import type { Deps } from '../deps.ts';
import { readSession, type Session } from '../domain/session.ts';
import { readOwnCookie } from './cookies.ts';
import { type Credential, type Credentials, credentialReader } from './credential.ts';
import { type Identity, PlatformUnavailable, TooManyStrangers } from './identity.ts';
import { deviceCookie } from './own-cookies.ts';
import type { RequestHead } from './request.ts';
import type { Whoami } from './whoami.ts';

/** Who stands at the door, as far as the platform and the database say. */
export type Visitor = Pick<Credentials, 'others' | 'found'> &
  (
    | { readonly kind: 'none' | 'ambiguous' | 'several-accounts' | 'unavailable' | 'unrecognised' }
    | {
        readonly kind: 'recognised';
        /** The credentials that the platform recognises, all of one account. */
        readonly recognised: readonly Credential[];
        readonly session: Session;
        /** The same session as it stands now, after something may have changed it. */
        again(): Promise<Session>;
        isSamePerson(identity: Identity): boolean;
      }
  );

export type Recognised = Extract<Visitor, { readonly kind: 'recognised' }>;

/**
 * Asks the platform about every credential of a request and the database about the account. Never
 * throws for a platform that cannot be asked: that is a visitor of its own kind.
 *
 * @param inside credentials that stand in the request's body, or in a message of its WebSocket.
 */
export async function meetVisitor(
  deps: Deps,
  whoami: Whoami,
  head: RequestHead,
  inside: readonly Credential[] = [],
): Promise<Visitor> {
  const { headers } = head;
  const { others, found, ambiguous } = credentialReader(deps.profile).read(head, inside);
  const as = (kind: Exclude<Visitor['kind'], 'recognised'>): Visitor => ({ kind, others, found });
  if (ambiguous) return as('ambiguous');
  if (found.length === 0) return as('none');

  let identities: (Identity | null)[];
  try {
    identities = await Promise.all(found.map((credential) => whoami.ask(credential, headers)));
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    const isNews = !(error instanceof TooManyStrangers) || error.isNews;
    if (isNews) deps.log.alarm('platform-unavailable', { message: error.message });
    return as('unavailable');
  }

  const recognised = found.filter((_, i) => identities[i]);
  const [identity, ...more] = identities.filter((answer) => answer !== null);
  if (!identity) return as('unrecognised');
  if (more.some((other) => !samePerson(identity, other))) return as('several-accounts');

  const hashes = new Set(recognised.map(({ hash }) => hash));
  const credentials = [...hashes] as [string, ...string[]];
  const exempt = [identity, ...more].every((answer) => answer.exempt);
  const device = readOwnCookie(headers.cookie, deviceCookie);
  const again = () => readSession(deps, identity.person, credentials, exempt, device);
  return {
    kind: 'recognised',
    others,
    found,
    recognised,
    session: await again(),
    again,
    isSamePerson: (other) => samePerson(identity, other),
  };
}

function samePerson(one: Identity, other: Identity): boolean {
  return (
    one.person.realm === other.person.realm && one.person.platformId === other.person.platformId
  );
}

import type { IncomingHttpHeaders } from 'node:http';
import { type Deps, newId } from '../deps.ts';
import type { Session } from '../domain/session.ts';
import { readStanding, type Standing } from '../store/accounts.ts';
import { type Credential, type Credentials, readCredentials } from './credential.ts';
import { type Identity, PlatformUnavailable, type Whoami } from './whoami.ts';

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
      }
  );

/**
 * Asks the platform about every credential of a request and the database about the account. Never
 * throws for a platform that cannot be asked: that is a visitor of its own kind.
 */
export async function meetVisitor(
  deps: Deps,
  whoami: Whoami,
  headers: IncomingHttpHeaders,
): Promise<Visitor> {
  const { others, found, ambiguous } = readCredentials(headers.cookie, deps.profile);
  const as = (kind: Exclude<Visitor['kind'], 'recognised'>): Visitor => ({ kind, others, found });
  if (ambiguous) return as('ambiguous');
  if (found.length === 0) return as('none');

  let identities: (Identity | null)[];
  try {
    identities = await Promise.all(found.map((credential) => whoami.ask(credential, headers)));
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    deps.log.alarm('platform-unavailable', { message: error.message });
    return as('unavailable');
  }

  const recognised = found.filter((_, i) => identities[i]);
  const [identity, ...more] = identities.filter((answer) => answer !== null);
  if (!identity) return as('unrecognised');
  if (more.some((other) => !samePerson(identity, other))) return as('several-accounts');

  const credentials = recognised.map(({ hash }) => hash) as [string, ...string[]];
  const exempt = [identity, ...more].every((answer) => answer.exempt);
  const again = async (): Promise<Session> => ({
    ...(await readWeakest(deps, identity, credentials)),
    credentials,
    exempt,
  });
  return { kind: 'recognised', others, found, recognised, session: await again(), again };
}

/** Every credential that is forwarded must pass: the standing is that of the least cleared one. */
async function readWeakest(
  deps: Deps,
  { person }: Identity,
  credentials: readonly [string, ...string[]],
): Promise<Standing> {
  const now = deps.now();
  const [first, ...others] = credentials;
  const read = (hash: string) => readStanding(deps.store, person, hash, now, () => newId(deps));
  let weakest = await read(first);
  for (const hash of others) {
    const standing = await read(hash);
    if ((standing.clearedUntil ?? 0) < (weakest.clearedUntil ?? 0)) weakest = standing;
  }
  return weakest;
}

function samePerson(one: Identity, other: Identity): boolean {
  return (
    one.person.realm === other.person.realm && one.person.platformId === other.person.platformId
  );
}

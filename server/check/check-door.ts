import type { Profile } from '../profile/schema.ts';
import { tryDirectly } from './direct.ts';
import { besides, type Held, lookAlikes, tokensOf, withValues } from './held.ts';
import { createJudge, identityIn } from './judge.ts';
import { type Account, called, owes, plainly, provePremise } from './premise.ts';
import { socketsOf } from './socket-ways.ts';
import { jarTrialsOf, type Trial, trialsOf, variantsOf } from './trials.ts';
import { createTrier, type Hole, type Row } from './trier.ts';
import type { Aim } from './way.ts';
import { send, textOf } from './wire.ts';

export type CheckOptions = {
  readonly profile: Profile;
  /** Where users come in. */
  readonly gate: URL;
  /** A session of a test account with a factor, which has not shown its code. */
  readonly held: Held;
  /** The account's name or e-mail; another one's session is refused. */
  readonly account?: string | undefined;
  /** Addresses behind the login, beside the identity endpoint. */
  readonly paths?: readonly string[];
  /** Names of cookies, headers, parameters and fields to try, beside the usual ones. */
  readonly names?: readonly string[];
  /** Paths of WebSockets, beside those of the profile and the usual ones. */
  readonly sockets?: readonly string[];
  /** Where the gate reaches the platform; nobody else should. */
  readonly upstream?: URL | undefined;
  /** Other addresses at which nothing of the platform may answer from here. */
  readonly unreachable?: readonly URL[];
  readonly random: (bytes: number) => Buffer;
  /** Told of each kind of way as it is begun. */
  readonly onProgress?: (way: string) => void;
};

export type DoorReport =
  /** Nothing can be proven; why, as sentences for the operator. */
  | { readonly kind: 'cannot'; readonly why: string }
  | {
      readonly kind: 'checked';
      /** Whom the gate sees. */
      readonly account: string;
      /** The credentials by which it does, such as `cookie "session"`. */
      readonly credentials: readonly string[];
      readonly rows: readonly Row[];
      readonly holes: readonly Hole[];
      /** Why it ended early; what was found until then counts. */
      readonly unfinished: string | null;
    };

/**
 * Proves from outside that a session which owes its code reaches nothing: by every way that the
 * profile names and by the usual ones that it does not.
 */
export async function checkDoor(options: CheckOptions): Promise<DoorReport> {
  const { profile, gate, held, random, onProgress = () => {} } = options;
  const whoami: Aim = { method: profile.whoami.method, target: profile.whoami.path, isWhoami: true };
  const others = (options.paths ?? []).filter((path) => path !== whoami.target);
  const aims = [whoami, ...others.map((target) => ({ method: 'GET', target, isWhoami: false }))];

  const premise = await provePremise(profile, gate, held, whoami, options.account);
  if (premise.kind === 'cannot') return premise;

  const lookAlike = lookAlikes(random);
  const madeUp = withValues(profile, held, lookAlike);
  const shown = withValues(profile, held, () => 'SESSION');
  const person = nameOf(premise.account);
  const variants = variantsOf(
    profile,
    { real: held, madeUp, shown },
    { real: person, madeUp: lookAlike(person) },
  );
  const direct = await askDirectly(options, whoami);
  const marks = [premise.account?.email, premise.account?.name, direct.id].filter(
    (mark) => mark !== undefined && mark.length >= 4,
  ) as string[];
  const values = [variants.real, variants.madeUp].flatMap(({ tokens, person: name }) => [
    ...tokens.map(({ value }) => value),
    name,
  ]);
  const judge = createJudge(profile, marks, values);
  const isStillOwing = async () => owes(await send(gate, plainly(whoami, held)));
  const isLetIn = premise.kind === 'let-in';
  const trier = createTrier(gate, judge, isLetIn ? async () => true : isStillOwing, onProgress);
  const ground = {
    profile,
    gate,
    names: options.names ?? [],
    sockets: socketsOf(profile, options.sockets ?? []),
    seed: random(4).readInt32BE(),
  };
  const report = (rows: readonly Row[], holes: readonly Hole[], unfinished: string | null) =>
    ({
      kind: 'checked',
      account: premise.account ? called(premise.account) : 'nobody',
      credentials: tokensOf(profile, held).map(({ place, name }) => (name ? `${place} "${name}"` : place)),
      rows: [...rows, ...trier.rows()],
      holes: [...holes, ...trier.holes],
      unfinished,
    }) as const satisfies DoorReport;

  return report([], [], null);
}

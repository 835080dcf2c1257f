import type { Credential } from '../gate/credential.ts';
import type { Profile } from '../profile/schema.ts';
import { askPlatform } from './control.ts';
import { tryDirectly } from './direct.ts';
import { type Held, lookAlikes, tokensOf, withValues } from './held.ts';
import { createJudge } from './judge.ts';
import { unknownRequests } from './known-requests.ts';
import { called, owes, plainly, provePremise } from './premise.ts';
import { findSockets } from './socket-ways.ts';
import {
  jarTrialsOf,
  plain,
  plainTrialsOf,
  trialsOf,
  type Variants,
  variantsOf,
} from './trials.ts';
import { createTrier, type Hole, type Row, type Tried } from './trier.ts';
import type { Aim } from './way.ts';
import { send, textOf, type Wire } from './wire.ts';

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
  /** Told of what is tried to be reached, as it is begun. */
  readonly onProgress?: (aim: string) => void;
  /** Told of each request and what came of it. */
  readonly onTried?: ((tried: Tried) => void) | undefined;
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

type Checked = Extract<DoorReport, { readonly kind: 'checked' }>;

/**
 * Proves from outside that a session which owes its code reaches nothing: by every way that the
 * profile names and by the usual ones that it does not.
 */
export async function checkDoor(options: CheckOptions): Promise<DoorReport> {
  const { profile, gate, held, random, upstream } = options;
  const { onProgress = () => {}, onTried = () => {} } = options;
  const whoami: Aim = {
    method: profile.whoami.method,
    target: profile.whoami.path,
    isWhoami: true,
  };
  const paths = (options.paths ?? []).filter((path) => path !== whoami.target);
  const aims = [whoami, ...paths.map((target) => ({ method: 'GET', target, isWhoami: false }))];

  const premise = await provePremise(profile, gate, held, whoami, options.account);
  if (premise.kind === 'cannot') return premise;
  const { account } = premise;

  const lookAlike = lookAlikes(random);
  const madeUp = withValues(profile, held, lookAlike);
  const shown = withValues(profile, held, () => 'SESSION');
  const person = account?.name || account?.email || 'admin';
  const variants = variantsOf(
    profile,
    { real: held, madeUp, shown },
    { real: person, madeUp: lookAlike(person) },
  );
  const control = await askPlatform({ profile, gate, upstream }, aims, held, madeUp);
  const marks = [account?.email, account?.name, control.platformId];
  const judge = createJudge(profile, marks.filter(isTelling), valuesOf(variants));
  const owesStill = async () => owes(await send(gate, plainly(whoami, held)));
  const trier = createTrier(gate, judge, premise.kind === 'owes' ? owesStill : isLetIn, onTried);
  const ground = {
    profile,
    gate,
    names: options.names ?? [],
    sockets: await findSockets(gate, profile, options.sockets ?? []),
    seed: random(4).readInt32BE(),
  };
  const report = (more: Partial<Checked>): Checked => ({
    kind: 'checked',
    account: account ? called(account) : 'nobody',
    credentials: tokensOf(profile, held).map(describe),
    unfinished: null,
    ...more,
    rows: [...trier.rows(), ...(more.rows ?? [])],
    holes: [...trier.holes, ...(more.holes ?? [])],
  });

  if (premise.kind === 'let-in') {
    if (premise.as === 'nobody') await trier.run(whoami, jarTrialsOf(ground, variants, whoami));
    const holes = trier.holes.length > 0 ? [] : [letIn(gate, plainly(whoami, shown), premise.as)];
    const rows = holes.map(({ way }) => ({ way, tried: 1, open: 1 }));
    const unfinished = 'Whatever this session asks for passes the gate, so nothing more was tried.';
    return report({ rows, holes, unfinished });
  }
  for (const aim of aims) {
    onProgress(`${aim.method} ${aim.target}`);
    const before = trier.holes.length;
    let last = await trier.run(aim, plainTrialsOf(variants, aim));
    // What is open to all needs no list of tricks.
    if (trier.holes.length > before) continue;
    last ??= await trier.run(aim, trialsOf(ground, variants, aim));
    if (last !== null) return report({ unfinished: `After "${last}" ${noLonger}` });
  }
  onProgress('the platform directly');
  const place = { profile, gate, aim: whoami };
  const direct = await tryDirectly(place, held, shown, upstream, options.unreachable ?? []);
  const misspelt = await unknownRequests(profile, gate);
  return report({
    rows: [...direct.rows, ...control.rows, ...misspelt, ...unseen(profile), ...unasked(aims)],
    holes: direct.holes,
  });
}

const noLonger =
  'the gate no longer said that this session owes a code: it has ended, was cleared, or the gate cannot be asked. What came before still counts.';

const isLetIn = async () => true;

/** A text that is on no page by chance. */
function isTelling(mark: string | null | undefined): mark is string {
  return typeof mark === 'string' && mark.length >= 4;
}

function valuesOf({ real, madeUp }: Variants): string[] {
  return [real, madeUp].flatMap(({ tokens }) => tokens.map(({ value }) => value));
}

function describe({ place, name }: Credential): string {
  return name ? `${place} "${name}"` : place;
}

function letIn(gate: URL, wire: Wire, as: 'exempt' | 'nobody'): Hole {
  const remedy =
    as === 'exempt'
      ? "The profile exempts this login: whoami.loginMethod must name how this very session was opened, and exempt no password's. (If it was opened by an identity provider, log in by password to check.)"
      : 'The profile names nothing of what opens this session: look through credential.';
  return {
    way: plain,
    what:
      as === 'exempt' ? 'the gate calls it exempt' : 'the gate sees nobody, the platform somebody',
    target: `${wire.method} ${wire.target}`,
    sign: 'forwarded with the session',
    remedy,
    request: textOf(gate, wire),
  };
}

/** A front may send some addresses elsewhere; which, only the operator knows. */
function unasked(aims: readonly Aim[]): Row[] {
  if (aims.length > 1) return [];
  const note =
    'No --path was given: only the identity endpoint was asked for. Where a front or a second server has rules for some addresses, they are not seen.';
  return [{ way: 'addresses behind the login', tried: 0, open: 0, note }];
}

/** What this session cannot show: keys of programs and other kinds of login pass unasked. */
function unseen({ nonBrowser, whoami: { loginMethod } }: Profile): Row[] {
  const note = (way: string, text: string): Row => ({ way, tried: 0, open: 0, note: text });
  return [
    ...nonBrowser.forward.map((name) =>
      note(
        `programs with the header "${name}"`,
        'nonBrowser.forward lets it pass unasked: whoever has such a key needs no code.',
      ),
    ),
    ...(loginMethod?.exempt ?? []).map((method) =>
      note(
        `logins by ${method}`,
        'whoami.loginMethod exempts them: whoever can log in so needs no code.',
      ),
    ),
  ];
}

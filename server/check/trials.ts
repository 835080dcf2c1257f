import { type Credential, credentialReader } from '../gate/credential.ts';
import type { Profile } from '../profile/schema.ts';
import { addressWays, bodyWays } from './address-ways.ts';
import { cookieWays, jarWays } from './cookie-ways.ts';
import { claimWays, headerWays, strangerWays } from './header-ways.ts';
import { besides, type Held, headOf, tokensOf } from './held.ts';
import { plainly } from './premise.ts';
import { requestWays } from './request-ways.ts';
import { socketWays } from './socket-ways.ts';
import type { Aim, Attack, Try } from './way.ts';
import type { Wire } from './wire.ts';

/** One try with the real session, the same with a made-up one, and as it may be shown to people. */
export type Trial = Try & {
  readonly twin: Wire;
  readonly shown: Wire;
};

/** A session, real or not, with its tokens in the same order as any other's. */
export type Variant = {
  readonly held: Held;
  readonly tokens: readonly Credential[];
  /** How the platform calls the account. */
  readonly person: string;
};

export type Variants = {
  readonly real: Variant;
  readonly madeUp: Variant;
  readonly shown: Variant;
};

/** The line of the table for what is no trick at all. */
export const plain = 'the session as the browser sends it';

/** So many of a session's tokens are tried; all of them alike. */
const tokensAtMost = 3;

/** @param held the real session first; the others are the same but for their values. */
export function variantsOf(
  profile: Profile,
  held: { readonly real: Held; readonly madeUp: Held; readonly shown: Held },
  person: { readonly real: string; readonly madeUp: string },
): Variants {
  const found = (each: Held) => credentialReader(profile).read(headOf(each)).found;
  const hashes = tokensOf(profile, held.real).map(({ hash }) => hash);
  const places = hashes.map((hash) => found(held.real).findIndex((each) => each.hash === hash));
  const variant = (each: Held, name: string): Variant => {
    const tokens = places.slice(0, tokensAtMost).flatMap((at) => found(each)[at] ?? []);
    return { held: each, tokens, person: name };
  };
  return {
    real: variant(held.real, person.real),
    madeUp: variant(held.madeUp, person.madeUp),
    shown: variant(held.shown, person.real),
  };
}

/** What all ways of one check have in common. */
export type Ground = Pick<Attack, 'profile' | 'names' | 'sockets' | 'seed'> & {
  readonly gate: URL;
};

/** The session as the browser sends it: no way past the gate, unless this address has no gate before it. */
export function plainTrialsOf(variants: Variants, aim: Aim): Trial[] {
  const [real, madeUp, shown] = [variants.real, variants.madeUp, variants.shown].map(
    ({ held }): Try[] => [
      {
        way: plain,
        what: `${aim.method} ${aim.target}`,
        wire: plainly(aim, held),
        remedy:
          'This address does not lead through the gate: look for a location of the front that does not ask it, or for another server behind the same name. No other way to it was tried.',
      },
    ],
  );
  return zip(real ?? [], madeUp ?? [], shown ?? []);
}

/** Every try to reach this aim. */
export function trialsOf(ground: Ground, variants: Variants, aim: Aim): Trial[] {
  return variants.real.tokens.flatMap((_, index) => {
    const [real, madeUp, shown] = [variants.real, variants.madeUp, variants.shown].map((variant) =>
      triesOf(ground, variant, index, aim),
    );
    return zip(real ?? [], madeUp ?? [], shown ?? []);
  });
}

/** The ways by what the browser holds, for a session in which the profile finds no token. */
export function jarTrialsOf({ profile }: Ground, variants: Variants, aim: Aim): Trial[] {
  const [real, madeUp, shown] = [variants.real, variants.madeUp, variants.shown].map(({ held }) =>
    jarWays({ profile, held, aim, besides: besides(profile, held) }),
  );
  return zip(real ?? [], madeUp ?? [], shown ?? []);
}

function triesOf(ground: Ground, variant: Variant, index: number, aim: Aim): Try[] {
  const { profile, gate, ...rest } = ground;
  const { held, person } = variant;
  const token = variant.tokens[index];
  if (!token) return [];
  const attack: Attack = {
    ...rest,
    profile,
    held,
    token,
    aim,
    person,
    besides: besides(profile, held),
  };
  return [
    ...(index === 0 ? jarWays(attack) : []),
    ...cookieWays(attack),
    ...headerWays(attack),
    ...addressWays(attack),
    ...bodyWays(attack),
    ...claimWays(attack),
    ...(index === 0 ? strangerWays(attack) : []),
    ...requestWays(attack, gate),
    ...(aim.isWhoami ? socketWays(attack) : []),
  ];
}

function zip(real: readonly Try[], madeUp: readonly Try[], shown: readonly Try[]): Trial[] {
  return real.flatMap((each, i) => {
    const twin = madeUp[i];
    const other = shown[i];
    // Whatever is said of it comes from the one that may be shown: addresses hold values, too.
    return twin && other ? [{ ...other, wire: each.wire, twin: twin.wire, shown: other.wire }] : [];
  });
}

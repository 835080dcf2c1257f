import { type Cookie, writeCookies } from '../gate/cookies.ts';
import { type Credential, headerLine } from '../gate/credential.ts';
import { withQuery } from '../gate/query.ts';
import type { Profile } from '../profile/schema.ts';
import type { Held } from './held.ts';
import type { Pairs, Wire } from './wire.ts';

/** What is behind the door: a request that answers somebody otherwise than nobody. */
export type Aim = {
  readonly method: string;
  /** The request target. */
  readonly target: string;
  /** It is the identity endpoint, whose answers the profile can read. */
  readonly isWhoami: boolean;
};

/** One try to get to the aim with a session that owes its code. */
export type Try = {
  /** The kind of way, one line of the table. */
  readonly way: string;
  /** What was special, such as `cookie "sid"`. */
  readonly what: string;
  readonly wire: Wire;
  /** What to do where it gets in. */
  readonly remedy: string;
  /** What is asked for, where that is not the aim. */
  readonly asks?: string;
  /** More than the session's value is different from the request that it is compared with. */
  readonly loose?: boolean;
};

/** Where a WebSocket may be, and what it does with a stranger who asks for an upgrade. */
export type Socket = { readonly path: string; readonly strangers: 'open' | 'refused' | 'silent' };

/** All that a way is made of: the same with made-up values makes the request to compare with. */
export type Attack = {
  readonly profile: Profile;
  readonly held: Held;
  /** The one of its credentials that is tried. */
  readonly token: Credential;
  readonly aim: Aim;
  /** What goes along with every try and is no credential. */
  readonly besides: Pairs;
  /** Names to try, beside the usual ones. */
  readonly names: readonly string[];
  readonly sockets: readonly Socket[];
  /** How the platform calls the account, for headers that claim to be somebody. */
  readonly person: string;
  readonly seed: number;
};

/** A cookie name of the profile that stands for this token: its own, or the first that has no star. */
export function cookieName({ profile, token }: Attack): string {
  if (token.place === 'cookie') return token.name;
  const [first] = profile.credential.cookies;
  if (!first) return 'session';
  return 'name' in first ? first.name : first.pattern.replace('*', '');
}

/** The token as the cookies that carry it, those that belong to it included. */
export function cookiesOf(attack: Attack): readonly Cookie[] {
  const { place, cookies, value } = attack.token;
  return place === 'cookie' ? cookies : [{ name: cookieName(attack), value }];
}

/** How a browser would send the token by itself. */
export function carried(attack: Attack): Pairs {
  const { token, profile } = attack;
  if (token.place === 'header') return [headerLine(profile, token)];
  if (token.place === 'query') return [];
  return [['Cookie', writeCookies(cookiesOf(attack)) ?? '']];
}

/** Where it is sent to: a token of the address stands in it. */
export function targetOf({ token, aim }: Attack): string {
  return token.place === 'query' ? withParameter(aim.target, token.name, token.value) : aim.target;
}

/** A target with one parameter more, its value encoded. */
export function withParameter(target: string, name: string, value: string): string {
  return withQuery(target, `${name}=${encodeURIComponent(value)}`);
}

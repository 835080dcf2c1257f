import type { Log } from './log.ts';
import type { PolicyOf } from './policy.ts';
import type { Profile } from './profile/schema.ts';
import type { Store } from './store/database.ts';
import type { Seal } from './store/seal.ts';

/** All that the rest of the server takes from outside. Time and randomness are arguments. */
export type Deps = {
  readonly store: Store;
  readonly seal: Seal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random: (bytes: number) => Buffer;
  readonly log: Log;
  readonly profile: Profile;
  /** The platform's public origin, such as `https://flows.example`. */
  readonly origin: string;
  /** Addresses of fronts whose word on a client's address is believed. */
  readonly trustedFronts: readonly string[];
  /** Time steps accepted on either side of now. */
  readonly window: 0 | 1;
  /** Milliseconds for which a login is fresh enough to set up; 0: any is. */
  readonly freshLogin: number;
  readonly policyOf: PolicyOf;
};

/** 128 random bits, base64url. */
export function newId({ random }: Pick<Deps, 'random'>): string {
  return random(16).toString('base64url');
}

import type { Door, Method } from './platform.ts';

/*
 * What may happen, as plain data: it is printed when a sequence fails, and every command means
 * something wherever it stands, so that a sequence from which some were taken out is one too.
 */

export const people = ['ada', 'bo'] as const;
export type PersonName = (typeof people)[number];
export const browsers = 3;

/** How somebody comes by what they type. */
export type Typed =
  /** Of an app: the next code that can be right, or the one so many steps from now. */
  | { from: 'app'; offset: number | 'next'; of: 'active' | 'pending' | 'former' | 'other' }
  /** What was right the last time. */
  | { from: 'memory' }
  | { from: 'recovery codes'; nth: number; of: 'own' | 'used' | 'other' }
  | { from: 'guess'; kind: 'digits' | 'recovery code' | 'nonsense'; nth: number };

type At = { browser: number };
/** The account that is named is the one that the browser shows, unless it is `another`. */
type Named = At & { another: boolean };

/** One request, which may be one of several at once, and in whose middle anything may break. */
export type Single =
  | (At & { do: 'look' | 'sign out' })
  | (At & { do: 'request'; navigates: boolean })
  | (At & { do: 'seal login code'; of: PersonName; code: Typed })
  | (Named & { do: 'verify' | 'confirm'; code: Typed })
  | (Named & { do: 'activate'; code: Typed | null; setupCode: 'right' | 'former' | 'wrong' | null })
  | (Named & { do: 'deactivate' | 'renew'; code: Typed | null })
  | { do: 'reset'; person: PersonName };

/** A request that the platform answers with a change of its own. */
export type AtPlatform =
  | (At & { do: 'log in'; as: PersonName; method: Method; door: Door })
  | (At & { do: 'log out' })
  | (At & { do: 'renew credential'; door: Door });

/** Where a process ends in the middle of a request: at the first, second, … of its commits. */
export type Moment = { commits: number; when: 'before' | 'after' };

export type Command =
  | Single
  | AtPlatform
  | (At & { do: 'copy cookie'; to: number; which: 'main' | 'legacy' | 'device' | 'loginCode' })
  | { do: 'wait'; ms: number }
  | (At & { do: 'wait for'; what: 'wait' | 'clearance' | 'set-up' | 'login' | 'code'; ms: number })
  /** Starts a set-up and confirms it. */
  | (At & { do: 'set up' })
  /** A code beside the password; the new session's first requests at once, and one more as they were. */
  | (At & { do: 'log in with a code'; as: PersonName; code: Typed; requests: number })
  /** Waits for as long as the door says, and types another wrong code, so many times. */
  | (At & { do: 'guess patiently'; times: number })
  | { do: 'at once'; singles: readonly Single[]; turns: number }
  | { do: 'with the disk full' | 'with the platform down'; single: Single }
  | { do: 'clean' | 'swap attributes' }
  /** The store is dropped, in the middle of a request or between two. */
  | { do: 'crash'; in: Single | null; moment: Moment }
  /** A process of its own holds the database, answers some requests and is killed in the last one. */
  | { do: 'kill'; after: readonly Single[]; in: Single; moment: Moment | { ms: number } };

import type { Reason } from '../domain/failure.ts';
import { type Session, sessionState } from '../domain/session.ts';

/** What the decision depends on, and nothing else: never the path. */
export type Facts = {
  readonly navigation: boolean;
  /** The cookie *owes a code* is there. */
  readonly owes: boolean;
} & (
  | { readonly visitor: 'none' | 'ambiguous' | 'several-accounts' | 'unavailable' | 'unrecognised' }
  | {
      readonly visitor: 'recognised';
      readonly session: Pick<Session, 'exempt' | 'mustSetUp' | 'factor' | 'clearedUntil'>;
    }
);

export type Decision =
  /** To the platform, with the recognised credentials. */
  | { readonly act: 'forward' }
  /** To the platform, as nobody. */
  | { readonly act: 'forward-as-nobody' }
  /** Our own page in place of the platform's. */
  | { readonly act: 'page'; readonly page: 'code' | 'set-up' | 'sign-out' | 'unavailable' }
  | { readonly act: 'refuse'; readonly reason: Reason };

const forward: Decision = { act: 'forward' };

/** The gate's whole decision, row by row as `docs/gate.md` has it; its test reads that table. */
export function decide(facts: Facts): Decision {
  const answer = (page: Extract<Decision, { act: 'page' }>['page'], reason: Reason): Decision =>
    facts.navigation ? { act: 'page', page } : { act: 'refuse', reason };

  switch (facts.visitor) {
    case 'none':
      return facts.navigation && facts.owes ? { act: 'page', page: 'code' } : forward;
    case 'ambiguous':
    case 'several-accounts':
      return answer('sign-out', 'ambiguous-credentials');
    case 'unavailable':
      return answer('unavailable', 'platform-unavailable');
    case 'unrecognised':
      return { act: 'forward-as-nobody' };
    case 'recognised':
      switch (sessionState(facts.session)) {
        case 'exempt':
        case 'free':
        case 'cleared':
          return forward;
        case 'setup-required':
          return answer('set-up', 'setup-required');
        case 'code-required':
          return answer('code', facts.session.factor === 'locked' ? 'locked' : 'code-required');
      }
  }
}

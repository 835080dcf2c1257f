import type { Deps } from '../../server/deps.ts';
import { activate } from '../../server/domain/activate.ts';
import { deactivate } from '../../server/domain/deactivate.ts';
import type { Failure, Result } from '../../server/domain/failure.ts';
import { renewRecoveryCodes } from '../../server/domain/renew-recovery-codes.ts';
import type { Session } from '../../server/domain/session.ts';
import { verify } from '../../server/domain/verify.ts';
import type { CodeSpace } from './code-space.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Victim } from './victim.ts';

/** What somebody does, step by step: each yields until when (epoch ms) nothing more is done. */
export type Plan = AsyncGenerator<number, void>;

/** The calls that judge a code. */
export const calls = {
  verify,
  replace: (deps: Deps, session: Session, code: string) => activate(deps, session, { code }),
  deactivate,
  'recovery-codes': renewRecoveryCodes,
  'set-up': (deps: Deps, session: Session, setupCode: string) =>
    activate(deps, session, { setupCode }),
} as const;

export type Call = keyof typeof calls;

/** One account under attack, as its guesser sees it. */
export type Target = {
  now(): number;
  readonly random: SeededRandom;
  /** Any number of the code space. */
  any(): number;
  /** One guess; answers when the next one is worth a try. */
  guess(choice: number, how?: How): Promise<Answer>;
  /** A guess was right, or the account is locked: there is nothing more to guess. */
  readonly over: boolean;
  /** How often the owner logged in since the attack began. */
  readonly ownerLogins: number;
};

export type How = {
  call?: Call;
  /** With the cookie of the owner's browser. */
  known?: boolean;
  /** Sets this session apart from the guesser's others. */
  credential?: string;
  /** The clock coach told of this code. */
  told?: boolean;
};

export type Answer = {
  readonly judged: boolean;
  /** Epoch ms; never before now. */
  readonly next: number;
  /** Seconds, as the clock coach tells; 0 where it tells nothing. */
  readonly clockOff: number;
};

/** What `aim` keeps of an attack beside the database. */
export type Attack = Target & {
  readonly victim: Victim;
  entered: boolean;
  locked: boolean;
  ownerLogins: number;
  /** How often a wait refused the owner. */
  ownerWaits: number;
  /** How often the clock coach spoke. */
  told: number;
  /** The guess that was right was one of which it told. */
  enteredByCoach: boolean;
};

/** Credentials of guessers begin like this, so that their attempts are told from the owner's. */
export const guesserCredential = 'guesser';

export function aim(deps: Deps, victim: Victim, space: CodeSpace, random: SeededRandom): Attack {
  const attack: Attack = {
    victim,
    random,
    entered: false,
    locked: false,
    ownerLogins: 0,
    ownerWaits: 0,
    told: 0,
    enteredByCoach: false,
    now: deps.now,
    any: () => random.below(space.size),
    get over() {
      return attack.entered || attack.locked;
    },
    async guess(choice, { call = 'verify', known = false, credential = '', told = false } = {}) {
      const device = known ? victim.device : null;
      const session = await victim.session(`${guesserCredential}${credential}`, device);
      const answer: Result = await calls[call](deps, session, space.type(choice, deps.now()));
      if (answer.ok) {
        attack.entered = true;
        attack.enteredByCoach = told;
        return { judged: true, next: deps.now(), clockOff: 0 };
      }
      return note(answer);
    },
  };

  function note({ reason, waitUntil = 0, clockOff = 0 }: Failure): Answer {
    if (!expected.includes(reason)) throw new Error(`A guess was refused: ${reason}`);
    if (reason === 'locked') attack.locked = true;
    if (clockOff !== 0) attack.told++;
    const judged = reason === 'wrong-code' || reason === 'wrong-setup-code';
    return { judged, next: Math.max(waitUntil, deps.now()), clockOff };
  }

  return attack;
}

/** `login-again` and `code-required`: calls that a session of the guesser's may not make any more. */
const expected = [
  'wrong-code',
  'wrong-setup-code',
  'wait',
  'locked',
  'login-again',
  'code-required',
];

import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { Ask, Refusal, Refused, Site, State } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import type { CardFrame } from '../ui/card.tsx';

/** What every face of the panel knows and may do. */
export type Session = {
  ask: Ask;
  texts: Texts;
  site: Site;
  state: State;
  /** The account that the user sees here: every change is about this one, or is refused. */
  account: string;
  /** A time of the server's clock as one of this machine's. */
  localTime: (serverTime: number) => number;
  /** Takes a refusal that another face must answer. */
  turnTo: (refusal: Refusal) => void;
  /** Asks anew how things stand. */
  refresh: () => Promise<void>;
  /** Reloads the page, since its calls were refused or it shows somebody else, and asks anew. */
  startAnew: () => Promise<void>;
  /** What is the same on every card. */
  card: CardFrame;
};

export const SessionContext = createContext<Session | null>(null);

/** The session around a face. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new TypeError('a face of the panel is shown outside of a session');
  return session;
}

/** Refusals that say how things stand by now: the state tells the right face for them. */
export const outdated: ReadonlySet<Refused> = new Set([
  'not-logged-in',
  'locked',
  'exempt',
  'already-active',
  'not-active',
  'code-required',
  'setup-required',
]);

/** Refusals after which the same field makes no sense any more. */
function endsFace(reason: Refused): boolean {
  const others: Refused[] = ['other-account', 'ambiguous-credentials', 'login-again'];
  return outdated.has(reason) || others.includes(reason);
}

/** What a code field has to say about the last code: an error, a wait, or nothing yet. */
export function useRefusal() {
  const { texts, state, localTime, turnTo } = useSession();
  const [error, setError] = useState(state.waitUntil ? texts.refusals.wait : null);
  const [waitUntil, setWaitUntil] = useState(state.waitUntil && localTime(state.waitUntil));
  return {
    error,
    waitUntil,
    /** Forgets the last error, so that the same one is announced again. */
    clear: () => setError(null),
    take: (refusal: Refusal, byRecoveryCode = false) => {
      if (endsFace(refusal.reason)) return turnTo(refusal);
      setError(textOf(refusal, texts, byRecoveryCode));
      if (refusal.waitUntil !== undefined) setWaitUntil(localTime(refusal.waitUntil));
    },
  };
}

/** What a refusal means for the field: a phone's wrong clock, or a recovery code, needs other words. */
function textOf({ reason, clockOff }: Refusal, texts: Texts, byRecoveryCode: boolean): string {
  if (byRecoveryCode && reason === 'wrong-code') return texts.wrongRecoveryCode;
  if (byRecoveryCode && reason === 'malformed-code') return texts.malformedRecoveryCode;
  if (clockOff) return texts.clockOff(clockOff);
  return texts.refusals[reason];
}

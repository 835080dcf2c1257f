import { createContext } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import type { Answer, Ask, Refusal, Refused, Site, State } from '../messages.ts';
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
  /** Whether a face shows what would be lost with it, and must stay. */
  held: { current: boolean };
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
  'case-closed',
]);

/** Refusals after which the same field or button makes no sense any more. */
export function endsFace(reason: Refused): boolean {
  const others: Refused[] = ['other-account', 'ambiguous-credentials', 'login-again'];
  return outdated.has(reason) || others.includes(reason);
}

/** Sends what a code field has, and has to say about it: an error, a wait, or nothing yet. */
export function useCodeSending() {
  const { texts, state, localTime, turnTo } = useSession();
  const [error, setError] = useState<string | null>(null);
  const [waitUntil, setWaitUntil] = useState(state.waitUntil && localTime(state.waitUntil));
  const wrong = useRef<string | null>(null);

  function take(refusal: Refusal, byRecoveryCode = false): void {
    if (endsFace(refusal.reason)) {
      turnTo(refusal);
      return;
    }
    // The wait says its own reason, and for as long as it lasts.
    setError(refusal.reason === 'wait' ? null : textOf(refusal, texts, byRecoveryCode));
    setWaitUntil(refusal.waitUntil === undefined ? null : localTime(refusal.waitUntil));
  }

  return {
    error,
    waitUntil,
    take,
    /** Forgets what was said: another kind of code is asked for. */
    clear: () => setError(null),
    /**
     * Sends a code by `call`. The one that was just refused as wrong is not sent again: whoever presses
     * Enter after the sixth digit would have the same mistake counted twice.
     */
    send: async (code: string, call: SendCode, byRecoveryCode = false): Promise<void> => {
      if (code === wrong.current) return;
      // So that the same error is announced again.
      setError(null);
      const answer = await call(code);
      if (answer.ok) return;
      wrong.current = isWrong(answer.reason) ? code : null;
      take(answer, byRecoveryCode);
    },
  };
}

/** Hands a code over, and answers what came of it. */
export type SendCode = (code: string) => Promise<Answer<unknown>>;

function isWrong(reason: Refused): boolean {
  return reason === 'wrong-code' || reason === 'wrong-setup-code';
}

/** What a refusal means for the field: a phone's wrong clock, or a recovery code, needs other words. */
function textOf({ reason, clockOff }: Refusal, texts: Texts, byRecoveryCode: boolean): string {
  if (byRecoveryCode && reason === 'wrong-code') return texts.wrongRecoveryCode;
  if (byRecoveryCode && reason === 'malformed-code') return texts.malformedRecoveryCode;
  if (clockOff) return texts.clockOff(clockOff);
  return texts.refusals[reason];
}

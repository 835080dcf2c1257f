import type { Answer, State } from '../messages.ts';
import { hasLoginCodeField } from '../platform/page.ts';
import type { PageTexts } from '../texts/page-texts.ts';
import { owes } from './code-prompt-watch.ts';
import { runsLow } from './running-low.ts';

type Options = {
  state: () => Promise<Answer<State>>;
  /**
   * Called with how things stand after the code that let this session in: once, unless it answers that it
   * cannot say so now. What is said beside an open prompt would go when the page starts anew.
   */
  onLogin: (state: State) => boolean;
  /** A timer that ends with the content script. */
  every: (look: () => void, milliseconds: number) => void;
  signal: AbortSignal;
};

/** The tab's own storage outlives the page that logs in, and says nothing but when that was. */
const mark = 'doorcode-code-given';

/** As long as a code that was handed over can still let somebody in. */
const life = 60_000;

const interval = 2000;

/**
 * Notices that a code has let this tab's session in, be it on the next page or on the same one. Where
 * none was given just now nobody is asked.
 */
export function watchForLogin({ state, onLogin, every, signal }: Options): void {
  let asking = false;

  async function look(): Promise<void> {
    if (asking || Date.now() - codeGivenAt() > life || hasLoginCodeField()) return;
    asking = true;
    const answer = await state();
    asking = false;
    if (signal.aborted || !answer.ok) return;
    const { session } = answer.value;
    // The login is still under way, or its code was wrong and the next one may not be.
    if (session === 'anonymous' || owes(answer.value)) return;
    if (session !== 'cleared' || onLogin(answer.value)) noteCode(0);
  }

  every(() => void look(), interval);
  void look();
}

/** Notes that a code has just been given in this tab. */
export function noteCode(at = Date.now()): void {
  try {
    sessionStorage.setItem(mark, String(at));
  } catch {
    // A page may be without storage: then nobody is told here, and the panel still says it.
  }
}

/** What a user should know who has just come in: nothing, as a rule. */
export function newsAfterLogin(state: State, texts: PageTexts): string[] {
  const { failuresBefore, recoveryCodesLeft } = state;
  return [
    ...(failuresBefore > 0 ? [texts.failuresBefore(failuresBefore)] : []),
    ...(runsLow(state)
      ? [`${texts.recoveryCodesLeft(recoveryCodesLeft)} ${texts.getNewCodes}`]
      : []),
  ];
}

function codeGivenAt(): number {
  try {
    return Number(sessionStorage.getItem(mark));
  } catch {
    return 0;
  }
}

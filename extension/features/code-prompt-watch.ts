import type { Answer, State } from '../messages.ts';
import { owesCode } from '../platform/page.ts';

type Options = {
  state: () => Promise<Answer<State>>;
  /** Called when this page's session really owes a code or a set-up. */
  onOwed: () => void;
  /** A timer that ends with the content script. */
  every: (look: () => void, milliseconds: number) => void;
  signal: AbortSignal;
};

/** How often to look where the browser does not tell of cookies; reading one is cheap. */
const interval = 2000;

/** Whoever closed the prompt has a reason, and is not asked again at once. */
const quiet = 60_000;

/**
 * Watches for the cookie that the gate sets when it refuses a request because a code is owed. The
 * cookie is only a hint, so the server is asked before the user is.
 */
export function watchForOwedCode({ state, onOwed, every, signal }: Options): () => void {
  let quietUntil = 0;
  let asking = false;

  async function look(): Promise<void> {
    if (asking || document.hidden || Date.now() < quietUntil || !owesCode()) return;
    asking = true;
    const answer = await state();
    asking = false;
    if (signal.aborted || !answer.ok) return;
    // A page may be refused its first call before it has put its token where it will keep it.
    if (answer.value.session === 'anonymous') return;
    quietUntil = Date.now() + quiet;
    if (owes(answer.value)) onOwed();
  }

  const check = () => void look();
  if ('cookieStore' in window) window.cookieStore.addEventListener('change', check, { signal });
  document.addEventListener('visibilitychange', check, { signal });
  every(check, interval);
  check();
  /** Starts the quiet anew: the user has just closed the prompt. */
  return () => {
    quietUntil = Date.now() + quiet;
  };
}

/** Whether the session must show or set up a factor before it is worth anything. */
export function owes(state: State): boolean {
  return state.session === 'code-required' || state.session === 'setup-required';
}

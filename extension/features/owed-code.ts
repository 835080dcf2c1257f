import type { Answer, State } from '../messages.ts';
import { askPatiently } from './ask-patiently.ts';
import { owes, watchForOwedCode } from './code-prompt-watch.ts';

type Options = {
  state: () => Promise<Answer<State>>;
  /** Opens the prompt, and calls back when it was closed; false where something of ours is open. */
  open: (onClose: () => void) => boolean;
  every: (look: () => void, milliseconds: number) => void;
  signal: AbortSignal;
};

/**
 * Opens the prompt where this page's session owes a code, and starts the page anew once it owes none:
 * some of its calls were refused. Returns the question that the prompt asks before it asks for a code.
 */
export function askForOwedCode({ state, open, every, signal }: Options): Options['state'] {
  /** The prompt was opened and has not asked yet how things stand. */
  let isNew = false;

  const stayQuiet = watchForOwedCode({
    state,
    onOwed: () => {
      isNew = open(() => void afterPrompt());
    },
    every,
    signal,
  });

  async function afterPrompt(): Promise<void> {
    stayQuiet();
    const answer = await askPatiently(state);
    if (!signal.aborted) reloadIfPaid(answer);
  }

  /** The code of the login form may have arrived while the prompt was on its way. */
  return async () => {
    const answer = await state();
    if (isNew) reloadIfPaid(answer);
    isNew = false;
    return answer;
  };
}

function reloadIfPaid(answer: Answer<State>): void {
  if (answer.ok && !owes(answer.value)) location.reload();
}

import type { Answer, State } from '../messages.ts';

const pause = 250;
const tries = 40;

/**
 * Asks how things stand and, where nobody answers, again for ten seconds: while a page is being
 * reloaded there is nobody, and one lost call must not be the last word.
 */
export async function askPatiently(ask: () => Promise<Answer<State>>): Promise<Answer<State>> {
  let answer = await ask();
  for (let i = 0; i < tries && isSilent(answer); i++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    answer = await ask();
  }
  return answer;
}

function isSilent(answer: Answer<State>): boolean {
  return !answer.ok && (answer.reason === 'unreachable' || answer.reason === 'not-here');
}

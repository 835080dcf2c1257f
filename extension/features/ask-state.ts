import type { Answer, Ask, State } from '../messages.ts';

const pause = 250;
const tries = 40;

/**
 * Asks how things stand. While the page is being reloaded nobody is there to answer: it is given ten
 * seconds.
 */
export async function askState(ask: Ask, reloading: boolean): Promise<Answer<State>> {
  let answer = await ask('state', null);
  for (let i = 0; reloading && i < tries && isSilent(answer); i++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    answer = await ask('state', null);
  }
  return answer;
}

function isSilent(answer: Answer<State>): boolean {
  return !answer.ok && answer.reason === 'unreachable';
}

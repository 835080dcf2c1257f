import type { Ask, Refusal } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';

type Props = {
  ask: Ask;
  texts: Texts;
  startAnew: () => Promise<void>;
  turnTo: (refusal: Refusal) => void;
};

/** The way out for somebody who cannot, or need not, get in with this account. */
export function AnotherAccount({ ask, texts, startAnew, turnTo }: Props) {
  async function signOut(): Promise<void> {
    const answer = await ask('sign-out', null);
    if (!answer.ok) return turnTo(answer);
    await startAnew();
  }
  return (
    <button type="button" class="button secondary" onClick={() => void signOut()}>
      {texts.useAnotherAccount}
    </button>
  );
}

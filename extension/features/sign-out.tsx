import { useState } from 'preact/hooks';
import type { Ask, Refusal } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { endsFace } from './session.ts';

/** What it takes to leave a session of the platform. */
export type Leaving = {
  ask: Ask;
  texts: Texts;
  startAnew: () => Promise<void>;
  turnTo: (refusal: Refusal) => void;
};

type Props = Leaving & { label: string; primary?: boolean };

/** The way to the platform's login, for another account or for a fresh session of this one. */
export function SignOut({ label, ask, texts, startAnew, turnTo, primary = false }: Props) {
  const [error, setError] = useState<string | null>(null);
  async function signOut(): Promise<void> {
    setError(null);
    const answer = await ask('sign-out', null);
    if (answer.ok) return startAnew();
    if (endsFace(answer.reason)) turnTo(answer);
    else setError(texts.refusals[answer.reason]);
  }
  return (
    <>
      <ActionButton label={label} busyText={texts.loading} primary={primary} run={signOut} />
      <p class="error" role="alert">
        {error}
      </p>
    </>
  );
}

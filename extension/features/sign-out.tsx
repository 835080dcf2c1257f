import type { Ask, Refusal } from '../messages.ts';

/** What it takes to leave a session of the platform. */
export type Leaving = {
  ask: Ask;
  startAnew: () => Promise<void>;
  turnTo: (refusal: Refusal) => void;
};

type Props = Leaving & { label: string; primary?: boolean };

/** The way to the platform's login, for another account or for a fresh session of this one. */
export function SignOut({ label, ask, startAnew, turnTo, primary = false }: Props) {
  async function signOut(): Promise<void> {
    const answer = await ask('sign-out', null);
    if (!answer.ok) return turnTo(answer);
    await startAnew();
  }
  return (
    <button
      type="button"
      class={primary ? 'button primary' : 'button secondary'}
      onClick={() => void signOut()}
    >
      {label}
    </button>
  );
}

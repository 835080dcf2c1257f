import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../messages.ts';
import { CodeForm } from '../ui/code-form.tsx';
import { useRefusal, useSession } from './session.ts';

type Props = {
  /** What the code of the app is asked for. */
  text: string;
  button: string;
  /** Sends a code; what comes of it is said beside the field, or on the face that it asks for. */
  send: (code: string) => Promise<Answer<unknown>>;
  /** Whether a recovery code serves as well. */
  recovery?: boolean;
  /** Whether the sixth digit sends the code. */
  auto?: boolean;
  focus?: boolean;
  dangerous?: boolean;
  /** What else is to be said above the field. */
  children?: ComponentChildren;
};

/** Asks for a code of the app or, where one serves and the phone is not at hand, for a recovery code. */
export function CodeQuestion({ text, button, send, recovery = false, ...props }: Props) {
  const { texts } = useSession();
  const refusal = useRefusal();
  const [byRecoveryCode, setByRecoveryCode] = useState(false);
  const { auto = false, focus = false, dangerous = false, children } = props;

  async function submit(code: string): Promise<void> {
    refusal.clear();
    const answer = await send(code);
    if (!answer.ok) refusal.take(answer, byRecoveryCode);
  }

  function turn(): void {
    refusal.clear();
    setByRecoveryCode(!byRecoveryCode);
  }

  return (
    <>
      <p>
        {byRecoveryCode ? texts.recoveryCodeText : text} {children}
      </p>
      {/* Keyed: the other kind of code has a field of its own, which takes the focus. */}
      <CodeForm
        key={byRecoveryCode ? 'recovery' : 'app'}
        label={byRecoveryCode ? texts.recoveryCode : texts.code}
        button={button}
        busyText={texts.checking}
        malformed={byRecoveryCode ? texts.malformedRecoveryCode : texts.refusals['malformed-code']}
        error={refusal.error}
        waitUntil={refusal.waitUntil}
        waitText={texts.tryAgainIn}
        submit={submit}
        auto={auto && !byRecoveryCode}
        freeText={byRecoveryCode}
        dangerous={dangerous}
        focus={focus}
      />
      {recovery && (
        <p class="actions">
          <button type="button" class="link" onClick={turn}>
            {byRecoveryCode ? texts.useAppCode : texts.useRecoveryCode}
          </button>
        </p>
      )}
    </>
  );
}

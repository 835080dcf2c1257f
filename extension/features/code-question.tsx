import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CodeForm } from '../ui/code-form.tsx';
import { type SendCode, useCodeSending, useSession } from './session.ts';

type Props = {
  /** What the code of the app is asked for. */
  text: string;
  button: string;
  /** Sends a code; what comes of it is said beside the field, or on the face that it asks for. */
  send: SendCode;
  /** Whether a recovery code serves as well. */
  recovery?: boolean;
  /** Whether support's code for a day without the phone does, too. */
  bypass?: boolean;
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
  const sending = useCodeSending();
  const [byRecoveryCode, setByRecoveryCode] = useState(false);
  const { bypass = false, auto = false, focus = false, dangerous = false, children } = props;

  function turn(): void {
    sending.clear();
    setByRecoveryCode(!byRecoveryCode);
  }

  return (
    <>
      <p>
        {byRecoveryCode ? texts.recoveryCodeText : text}{' '}
        {byRecoveryCode && bypass && texts.supportCodeToo} {children}
      </p>
      {/* Keyed: the other kind of code has a field of its own, which takes the focus. */}
      <CodeForm
        key={byRecoveryCode ? 'recovery' : 'app'}
        label={byRecoveryCode ? texts.recoveryCode : texts.code}
        button={button}
        busyText={texts.checking}
        malformed={byRecoveryCode ? texts.malformedRecoveryCode : texts.refusals['malformed-code']}
        error={sending.error}
        waitUntil={sending.waitUntil}
        waitReason={texts.refusals.wait}
        waitText={texts.tryAgainIn}
        submit={(code) => sending.send(code, send, byRecoveryCode)}
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

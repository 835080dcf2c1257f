import { useEffect } from 'preact/hooks';
import type { PendingSetUp } from '../messages.ts';
import { QrCode } from '../ui/qr-code.tsx';
import { clockTime, useSecondsUntil } from '../ui/remaining-time.ts';
import { SecretKey } from '../ui/secret-key.tsx';
import { anotherApp } from './choose-app.tsx';
import { CodeQuestion } from './code-question.tsx';
import { useSession } from './session.ts';

type Props = {
  pending: PendingSetUp;
  app: string;
  onActivated: (recoveryCodes: string[]) => void;
  /** `isOver`: this set-up has expired, was replaced elsewhere, or ended by too many wrong codes. */
  startOver: (isOver: boolean) => void;
};

/** The QR code, the key to type by hand, and the field that proves that the app has it. */
export function ScanCode({ pending, app, onActivated, startOver }: Props) {
  const { ask, texts, site, state, account, localTime, refresh } = useSession();
  const secondsLeft = useSecondsUntil(localTime(pending.expiresAt));

  async function confirm(code: string) {
    const answer = await ask('confirm', { account, pendingId: pending.pendingId, code });
    if (answer.ok) {
      onActivated(answer.value.recoveryCodes);
      await refresh();
    } else if (answer.reason === 'setup-over') startOver(true);
    return answer;
  }

  const isOver = secondsLeft === 0;
  useEffect(() => {
    if (isOver) startOver(true);
  }, [isOver, startOver]);

  return (
    <>
      <p>{texts.scan(app === anotherApp ? texts.theApp : app)}</p>
      {/* Only where this device may be the phone itself, which cannot scan its own screen. */}
      <a class="button secondary on-phone" href={pending.uri}>
        {texts.openInApp}
      </a>
      <QrCode text={pending.uri} label={texts.qrCode} />
      <p class="time-left quiet">
        <span role="timer">{texts.timeLeft(clockTime(secondsLeft))}</span>
        <button type="button" class="link" onClick={() => startOver(false)}>
          {texts.startOver}
        </button>
      </p>
      <details>
        <summary>{texts.cannotScan}</summary>
        <SecretKey
          secret={pending.secret}
          copy={texts.copy}
          copied={texts.copied}
          copyFailed={texts.copyFailed}
        />
      </details>
      <dl class="shown-as">
        <dt>{texts.shownAs}</dt>
        <dd>
          <strong>{site.issuer}</strong> {labelIn(pending.uri) ?? state.account?.email}
        </dd>
      </dl>
      <CodeQuestion text={texts.typeCode} button={texts.activate} send={confirm} auto focus />
    </>
  );
}

/** The account's name as an app reads it from the address: what stands after the issuer's colon. */
function labelIn(uri: string): string | null {
  const label = /^otpauth:\/\/totp\/([^?]*)/.exec(uri)?.[1];
  if (!label) return null;
  try {
    return decodeURIComponent(label).replace(/^[^:]*:\s*/, '');
  } catch {
    return null;
  }
}

import type { PendingSetUp } from '../messages.ts';
import { QrCode } from '../ui/qr-code.tsx';
import { useSecondsUntil } from '../ui/remaining-time.ts';
import { SecretKey } from '../ui/secret-key.tsx';
import { anotherApp } from './choose-app.tsx';
import { CodeQuestion } from './code-question.tsx';
import { useSession } from './session.ts';

type Props = {
  pending: PendingSetUp;
  app: string;
  onActivated: (recoveryCodes: string[]) => void;
  /** This set-up is over: expired, replaced elsewhere, or ended by too many wrong codes. */
  onOver: () => void;
};

/** The QR code, the key to type by hand, and the field that proves that the app has it. */
export function ScanCode({ pending, app, onActivated, onOver }: Props) {
  const { ask, texts, site, state, account, localTime, refresh } = useSession();
  const secondsLeft = useSecondsUntil(localTime(pending.expiresAt));

  async function confirm(code: string) {
    const answer = await ask('confirm', { account, pendingId: pending.pendingId, code });
    if (answer.ok) {
      onActivated(answer.value.recoveryCodes);
      await refresh();
    } else if (answer.reason === 'setup-over') onOver();
    return answer;
  }

  if (secondsLeft === 0) {
    return (
      <>
        <p role="alert">{texts.setupOver}</p>
        <button type="button" class="button primary" onClick={onOver}>
          {texts.newQrCode}
        </button>
      </>
    );
  }
  return (
    <>
      <p>{texts.scan(app === anotherApp ? texts.theApp : app)}</p>
      <QrCode text={pending.uri} label={texts.qrCode} />
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
      <CodeQuestion text={texts.typeCode} button={texts.activate} send={confirm} focus />
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

import { useEffect, useState } from 'preact/hooks';
import type { PendingSetUp } from '../messages.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { CodeForm } from '../ui/code-form.tsx';
import { authenticatorApps } from './authenticator-apps.ts';
import { anotherApp, ChooseApp } from './choose-app.tsx';
import { CodeQuestion } from './code-question.tsx';
import { MissingPart } from './missing-part.tsx';
import type { ShownCodes } from './recovery-codes.tsx';
import { ScanCode } from './scan-code.tsx';
import { useCodeSending, useSession } from './session.ts';
import { SignOut } from './sign-out.tsx';

type Props = {
  /**
   * After a reset, nothing begins before the one-time code that support hands over; in place of an
   * active factor, nothing before a code of that one.
   */
  kind: 'first' | 'after-reset' | 'replace';
  /** The factor has just been switched off here. */
  switchedOff?: boolean;
  onActivated: (codes: ShownCodes) => void;
  /** Back to where this set-up was asked for. */
  leave?: () => void;
};

/** The set-up: choose an app, scan, type the first code. The secret is made when it is to be shown. */
export function SetUp({ kind, switchedOff = false, onActivated, leave }: Props) {
  const session = useSession();
  const { ask, texts, site, state, account, held, card } = session;
  const sending = useCodeSending();
  const isReplacing = kind === 'replace';
  const again = kind === 'after-reset';
  const [app, setApp] = useState(authenticatorApps[0]?.name ?? anotherApp);
  const [pending, setPending] = useState<PendingSetUp | null>(null);
  const [scanning, setScanning] = useState(false);
  const [over, setOver] = useState(false);

  useEffect(() => {
    held.current = pending !== null;
    return () => {
      held.current = false;
    };
  }, [held, pending]);

  async function start(proof: { code?: string; setupCode?: string } = {}) {
    const answer = await ask('activate', { account, ...proof });
    if (answer.ok) {
      setPending(answer.value);
      setOver(false);
    }
    return answer;
  }

  async function showCode(): Promise<void> {
    sending.clear();
    const answer = pending ? null : await start();
    if (answer && !answer.ok) sending.take(answer);
    else setScanning(true);
  }

  function showRecoveryCodes(codes: string[]): void {
    const news = isReplacing ? texts.newPhoneWorks : texts.deactivationTitle;
    onActivated({ codes, account: state.account, news });
  }

  /** Leads back to the beginning: by the user's wish, or because the set-up has ended by itself. */
  function startOver(isOver: boolean): void {
    setPending(null);
    setScanning(false);
    setOver(isOver);
  }

  const needsProof = (isReplacing || state.needsSetupCode) && !pending;
  // A step with a field gives that the focus; the others begin with their title.
  const step = needsProof || scanning ? false : over ? 'over' : 'choose';
  return (
    <Card {...card} title={isReplacing ? texts.replaceTitle : texts.setUpTitle} focusTitle={step}>
      {over && <p role="alert">{texts.setupOver}</p>}
      {switchedOff && !scanning && (
        <p class="good" role="status">
          {texts.switchedOff}
        </p>
      )}
      {needsProof && isReplacing ? (
        <CodeQuestion
          text={`${texts.replaceText} ${texts.replaceFirst}`}
          button={texts.continue}
          send={(code) => start({ code })}
          recovery
          auto
          focus
        />
      ) : needsProof ? (
        <>
          <p>{texts.mustSetUpText}</p>
          <CodeForm
            label={texts.setupCode}
            button={texts.continue}
            busyText={texts.checking}
            malformed={texts.refusals['setup-code-required']}
            error={sending.error}
            waitUntil={sending.waitUntil}
            waitReason={texts.refusals.wait}
            waitText={texts.tryAgainIn}
            submit={(code) => sending.send(code, (setupCode) => start({ setupCode }))}
            freeText
            focus
          />
          <SignOut {...session} label={texts.useAnotherAccount} />
        </>
      ) : scanning && pending ? (
        <>
          <ScanCode
            pending={pending}
            app={app}
            onActivated={showRecoveryCodes}
            startOver={startOver}
          />
          {/* Keyed: the button that was pressed must not live on as this one and keep the focus. */}
          <button
            key="back"
            type="button"
            class="button secondary"
            onClick={() => setScanning(false)}
          >
            {texts.back}
          </button>
        </>
      ) : (
        <>
          <p>{isReplacing ? texts.replaceText : again ? texts.mustSetUpFreely : texts.setUpText}</p>
          <ChooseApp texts={texts} chosen={app} choose={setApp} />
          <ActionButton
            key="show"
            label={over ? texts.newQrCode : texts.showQrCode}
            busyText={texts.loading}
            primary
            run={showCode}
          />
          <p class="error" role="alert">
            {sending.error}
          </p>
          <MissingPart missing="user-menu" site={site} texts={texts} />
          {again && <SignOut {...session} label={texts.useAnotherAccount} />}
        </>
      )}
      {leave && !scanning && (
        <button key="leave" type="button" class="button secondary" onClick={leave}>
          {texts.back}
        </button>
      )}
    </Card>
  );
}

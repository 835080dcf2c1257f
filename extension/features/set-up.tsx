import { useState } from 'preact/hooks';
import type { PendingSetUp } from '../messages.ts';
import { Card } from '../ui/card.tsx';
import { CodeForm } from '../ui/code-form.tsx';
import { authenticatorApps } from './authenticator-apps.ts';
import { anotherApp, ChooseApp } from './choose-app.tsx';
import { CodeQuestion } from './code-question.tsx';
import type { ShownCodes } from './recovery-codes.tsx';
import { ScanCode } from './scan-code.tsx';
import { useRefusal, useSession } from './session.ts';
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
  const { ask, texts, account, card } = session;
  const refusal = useRefusal();
  const isReplacing = kind === 'replace';
  const [app, setApp] = useState(authenticatorApps[0]?.name ?? anotherApp);
  const [pending, setPending] = useState<PendingSetUp | null>(null);
  const [scanning, setScanning] = useState(false);
  const [over, setOver] = useState(false);

  async function start(proof: { code?: string; setupCode?: string } = {}) {
    refusal.clear();
    const answer = await ask('activate', { account, ...proof });
    if (answer.ok) {
      setPending(answer.value);
      setOver(false);
    }
    return answer;
  }

  async function showCode(): Promise<void> {
    const answer = pending ? null : await start();
    if (answer && !answer.ok) refusal.take(answer);
    else setScanning(true);
  }

  async function giveSetupCode(setupCode: string): Promise<void> {
    const answer = await start({ setupCode });
    if (!answer.ok) refusal.take(answer);
  }

  function showRecoveryCodes(codes: string[]): void {
    onActivated({ codes, news: isReplacing ? texts.newPhoneWorks : texts.deactivationTitle });
  }

  function end(): void {
    setPending(null);
    setScanning(false);
    setOver(true);
  }

  const needsProof = kind !== 'first' && !pending;
  return (
    <Card
      {...card}
      title={isReplacing ? texts.replaceTitle : texts.setUpTitle}
      focusTitle={!needsProof}
    >
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
            error={refusal.error}
            waitUntil={refusal.waitUntil}
            waitText={texts.tryAgainIn}
            submit={giveSetupCode}
            freeText
            focus
          />
          <SignOut {...session} label={texts.useAnotherAccount} />
        </>
      ) : scanning && pending ? (
        <>
          <ScanCode pending={pending} app={app} onActivated={showRecoveryCodes} onOver={end} />
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
          <p>{isReplacing ? texts.replaceText : texts.setUpText}</p>
          <ChooseApp texts={texts} chosen={app} choose={setApp} />
          <p class="error" role="alert">
            {refusal.error}
          </p>
          <button key="show" type="button" class="button primary" onClick={() => void showCode()}>
            {over ? texts.newQrCode : texts.showQrCode}
          </button>
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

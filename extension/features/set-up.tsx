import { useState } from 'preact/hooks';
import type { PendingSetUp } from '../messages.ts';
import { Card } from '../ui/card.tsx';
import { CodeForm } from '../ui/code-form.tsx';
import { AnotherAccount } from './another-account.tsx';
import { authenticatorApps } from './authenticator-apps.ts';
import { anotherApp, ChooseApp } from './choose-app.tsx';
import { ScanCode } from './scan-code.tsx';
import { useRefusal, useSession } from './session.ts';

type Props = {
  /** After a reset, nothing begins before the one-time code that support hands over. */
  afterReset: boolean;
  /** The factor has just been switched off here. */
  switchedOff: boolean;
  onActivated: () => void;
};

/** The set-up: choose an app, scan, type the first code. The secret is made when it is to be shown. */
export function SetUp({ afterReset, switchedOff, onActivated }: Props) {
  const session = useSession();
  const { ask, texts, account, card } = session;
  const refusal = useRefusal();
  const [app, setApp] = useState(authenticatorApps[0]?.name ?? anotherApp);
  const [pending, setPending] = useState<PendingSetUp | null>(null);
  const [scanning, setScanning] = useState(false);
  const [over, setOver] = useState(false);

  async function start(setupCode?: string): Promise<boolean> {
    refusal.clear();
    const input = setupCode === undefined ? { account } : { account, setupCode };
    const answer = await ask('activate', input);
    if (!answer.ok) {
      refusal.take(answer);
      return false;
    }
    setPending(answer.value);
    setOver(false);
    return true;
  }

  async function showCode(): Promise<void> {
    if (pending || (await start())) setScanning(true);
  }

  function end(): void {
    setPending(null);
    setScanning(false);
    setOver(true);
  }

  const needsSetupCode = afterReset && !pending;
  return (
    <Card {...card} title={texts.setUpTitle} focusTitle={!needsSetupCode}>
      {over && <p role="alert">{texts.setupOver}</p>}
      {switchedOff && !scanning && (
        <p class="good" role="status">
          {texts.switchedOff}
        </p>
      )}
      {needsSetupCode ? (
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
            submit={async (setupCode) => void (await start(setupCode))}
            freeText
            focus
          />
          <AnotherAccount {...session} />
        </>
      ) : scanning && pending ? (
        <>
          <ScanCode pending={pending} app={app} onActivated={onActivated} onOver={end} />
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
          <p>{texts.setUpText}</p>
          <ChooseApp texts={texts} chosen={app} choose={setApp} />
          <p class="error" role="alert">
            {refusal.error}
          </p>
          <button key="show" type="button" class="button primary" onClick={() => void showCode()}>
            {over ? texts.newQrCode : texts.showQrCode}
          </button>
        </>
      )}
    </Card>
  );
}

import { Card } from '../ui/card.tsx';
import { CodeForm } from '../ui/code-form.tsx';
import { SupportLinks } from '../ui/support-links.tsx';
import { AnotherAccount } from './another-account.tsx';
import { useRefusal, useSession } from './session.ts';

/** Asks for the code that the session owes; the page behind starts anew after a right one. */
export function CodePrompt() {
  const session = useSession();
  const { ask, texts, site, state, account, startAnew, card } = session;
  const refusal = useRefusal();

  async function verify(code: string): Promise<void> {
    refusal.clear();
    const answer = await ask('verify', { account, code });
    if (!answer.ok) return refusal.take(answer);
    await startAnew();
  }

  return (
    <Card {...card} title={texts.promptTitle}>
      <p>
        {texts.promptText} {texts.loggedInAs}{' '}
        <strong>{state.account?.email || state.account?.name}</strong>.
      </p>
      <CodeForm
        label={texts.code}
        button={texts.continue}
        busyText={texts.checking}
        malformed={texts.refusals['malformed-code']}
        error={refusal.error}
        waitUntil={refusal.waitUntil}
        waitText={texts.tryAgainIn}
        submit={verify}
        auto
        focus
      />
      <AnotherAccount {...session} />
      {(site.support.url || site.support.email) && (
        <p class="links quiet">
          {texts.lostPhone}{' '}
          <SupportLinks {...site.support} label={texts.contactSupport} newTab={texts.opensNewTab} />
        </p>
      )}
    </Card>
  );
}

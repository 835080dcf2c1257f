import { Card } from '../ui/card.tsx';
import { SupportLinks } from '../ui/support-links.tsx';
import { CodeQuestion } from './code-question.tsx';
import { useSession } from './session.ts';
import { SignOut } from './sign-out.tsx';

/** Asks for the code that the session owes; the page behind starts anew after a right one. */
export function CodePrompt() {
  const session = useSession();
  const { ask, texts, site, state, account, startAnew, card } = session;

  async function verify(code: string) {
    const answer = await ask('verify', { account, code });
    if (answer.ok) await startAnew();
    return answer;
  }

  return (
    <Card {...card} title={texts.promptTitle}>
      <CodeQuestion
        text={texts.promptText}
        button={texts.continue}
        send={verify}
        recovery
        bypass
        auto
        focus
      >
        {texts.loggedInAs} <strong>{state.account?.email || state.account?.name}</strong>.
      </CodeQuestion>
      <SignOut {...session} label={texts.useAnotherAccount} />
      {(site.support.url || site.support.email) && (
        <p class="links quiet">
          {texts.lostPhone}{' '}
          <SupportLinks {...site.support} label={texts.contactSupport} newTab={texts.opensNewTab} />
        </p>
      )}
    </Card>
  );
}

import type { Refused, Site } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Card, type CardFrame } from '../ui/card.tsx';
import { SupportLinks } from '../ui/support-links.tsx';
import { MissingPart } from './missing-part.tsx';
import { type Leaving, SignOut } from './sign-out.tsx';

type Props = {
  texts: Texts;
  reason: Refused;
  /** Known unless it is the page itself that does not answer. */
  site?: Site;
  leave?: Leaving;
  /** Asks anew how things stand. */
  retry: () => Promise<void>;
  card: CardFrame;
};

/** Says honestly why nothing can be done here, and what can be done instead. */
export function Notice({ texts, reason, site, leave, retry, card }: Props) {
  const busyText = texts.loading;
  return (
    <Card {...card} title={titleOf(reason, texts)} focusTitle>
      <p>{texts.refusals[reason]}</p>
      {site && reason === 'not-logged-in' && (
        <MissingPart missing="login-form" site={site} texts={texts} />
      )}
      {site && reason === 'locked' && (
        <p class="links">
          <SupportLinks {...site.support} label={texts.contactSupport} newTab={texts.opensNewTab} />
        </p>
      )}
      {leave && reason === 'locked' && <SignOut {...leave} label={texts.useAnotherAccount} />}
      {leave && reason === 'login-again' && <SignOut {...leave} label={texts.loginAgain} primary />}
      {leave && reason === 'other-account' ? (
        <ActionButton label={texts.reload} busyText={busyText} primary run={leave.startAnew} />
      ) : (
        !isLasting(reason) && (
          <ActionButton
            label={reason === 'login-again' ? texts.back : texts.tryAgain}
            busyText={busyText}
            primary={reason !== 'login-again'}
            run={retry}
          />
        )
      )}
    </Card>
  );
}

function titleOf(reason: Refused, texts: Texts): string {
  if (reason === 'not-logged-in') return texts.anonymousTitle;
  if (reason === 'exempt') return texts.exemptTitle;
  if (reason === 'locked') return texts.lockedTitle;
  if (reason === 'login-again') return texts.loginAgainTitle;
  if (reason === 'other-account') return texts.otherAccountTitle;
  if (reason === 'platform-unavailable') return texts.platformSilentTitle;
  if (reason === 'not-here') return texts.noDoorcodeTitle;
  if (reason === 'unreachable' || reason === 'internal') return texts.unreachableTitle;
  return texts.menuEntry;
}

/** Whether trying again would only say the same: it is for the user, or for others, to change that. */
function isLasting(reason: Refused): boolean {
  return reason === 'not-logged-in' || reason === 'exempt' || reason === 'locked';
}

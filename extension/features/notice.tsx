import type { Refused, Site } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import { Card, type CardFrame } from '../ui/card.tsx';
import { SupportLinks } from '../ui/support-links.tsx';
import { type Leaving, SignOut } from './sign-out.tsx';

type Props = {
  texts: Texts;
  reason: Refused;
  support?: Site['support'] | undefined;
  /** What the user can do about it; nothing if there is nothing to do here. */
  retry?: (() => void) | undefined;
  reload?: (() => void) | undefined;
  leave?: Leaving | undefined;
  card: CardFrame;
};

/** Says honestly why nothing can be done here, and what can be done instead. */
export function Notice({ texts, reason, support, retry, reload, leave, card }: Props) {
  return (
    <Card {...card} title={titleOf(reason, texts)} focusTitle>
      <p>{texts.refusals[reason]}</p>
      {reason === 'locked' && leave && <SignOut {...leave} label={texts.useAnotherAccount} />}
      {reason === 'login-again' && leave && <SignOut {...leave} label={texts.loginAgain} primary />}
      {reason === 'locked' && support && (
        <p class="links">
          <SupportLinks {...support} label={texts.contactSupport} newTab={texts.opensNewTab} />
        </p>
      )}
      {reason === 'other-account' && reload && (
        <button type="button" class="button primary" onClick={reload}>
          {texts.reload}
        </button>
      )}
      {(isPassing(reason) || reason === 'login-again') && retry && (
        <button type="button" class="button secondary" onClick={retry}>
          {isPassing(reason) ? texts.tryAgain : texts.back}
        </button>
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
  if (isPassing(reason)) return texts.unreachableTitle;
  return texts.menuEntry;
}

/** Whether trying again later may well work. */
function isPassing(reason: Refused): boolean {
  return ['unreachable', 'platform-unavailable', 'internal'].includes(reason);
}

import type { ComponentChildren } from 'preact';
import type { Refused, Site } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import { Card, type CardFrame } from '../ui/card.tsx';
import { SupportLinks } from '../ui/support-links.tsx';

type Props = {
  texts: Texts;
  reason: Refused;
  support?: Site['support'] | undefined;
  /** What the user can do about it; nothing if there is nothing to do here. */
  retry?: (() => void) | undefined;
  reload?: (() => void) | undefined;
  /** The way out of an account that cannot get in. */
  leave?: ComponentChildren;
  card: CardFrame;
};

/** Says honestly why nothing can be done here, and what can be done instead. */
export function Notice({ texts, reason, support, retry, reload, leave, card }: Props) {
  return (
    <Card {...card} title={titleOf(reason, texts)} focusTitle>
      <p>{texts.refusals[reason]}</p>
      {reason === 'locked' && leave}
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
      {isPassing(reason) && retry && (
        <button type="button" class="button secondary" onClick={retry}>
          {texts.tryAgain}
        </button>
      )}
    </Card>
  );
}

function titleOf(reason: Refused, texts: Texts): string {
  if (reason === 'not-logged-in') return texts.anonymousTitle;
  if (reason === 'exempt') return texts.exemptTitle;
  if (reason === 'locked') return texts.lockedTitle;
  if (reason === 'other-account') return texts.otherAccountTitle;
  if (isPassing(reason)) return texts.unreachableTitle;
  return texts.menuEntry;
}

/** Whether trying again later may well work. */
function isPassing(reason: Refused): boolean {
  return ['unreachable', 'platform-unavailable', 'internal'].includes(reason);
}

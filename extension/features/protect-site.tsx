import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { Refused } from '../messages.ts';
import { patternOf } from '../sites/origin.ts';
import { forgetWish, give, noteWish, type Wish } from '../sites/wish.ts';
import type { Texts } from '../texts/texts.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';

type Props = {
  texts: Texts;
  wish: Wish;
  /** Whether it is the administrator who wants the site protected. */
  managed: boolean;
  /** What came of it when the popup was last open, or `forgotten`. */
  before?: Refused | 'forgotten' | undefined;
  onProtected: () => void;
};

type Said = keyof Texts['siteNews'];

/** Offers to run on the site of the tab in front, where Doorcode does not run yet. */
export function ProtectSite({ texts, wish, managed, before, onProtected }: Props) {
  const [said, setSaid] = useState<Said | null>(before ? newsOf(before) : null);

  async function protect(): Promise<void> {
    // Before anything else: only straight from the press does Firefox let the question be asked.
    const question = browser.permissions.request({ origins: [patternOf(wish.origin)] });
    setSaid(null);
    // The question may close this popup; then the background goes on by itself.
    await noteWish(wish);
    const granted = await question.catch(() => false);
    const answer = granted ? await give({ order: 'protect', wish }) : null;
    await forgetWish();
    if (answer?.ok) return onProtected();
    setSaid(answer ? newsOf(answer.reason) : 'not-allowed');
  }

  return (
    <Card title={managed ? texts.managedSite : texts.protectSite} platform={wish.origin}>
      <p>{managed ? texts.managedSiteText : texts.protectSiteText}</p>
      <ActionButton
        label={managed ? texts.continue : texts.protectSite}
        busyText={texts.checking}
        primary
        run={protect}
      />
      <p class="notice" role="status">
        {said && texts.siteNews[said]}
      </p>
    </Card>
  );
}

function newsOf(reason: Refused | 'forgotten'): Said {
  if (reason === 'forgotten' || reason === 'not-here') return reason;
  return 'unreachable';
}

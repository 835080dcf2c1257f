import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, Site } from '../messages.ts';
import { siteOrigin } from '../sites/origin.ts';
import { standingOf } from '../sites/sites.ts';
import { forgetWish, give, notedWish, type Wish } from '../sites/wish.ts';
import type { Texts } from '../texts/texts.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { ProtectSite } from './protect-site.tsx';
import type { Front } from './tab-in-front.ts';

type Options = {
  texts: Texts;
  site: Answer<Site>;
  tab: Promise<Front>;
  /** Shows the popup anew, for a site that has Doorcode now. */
  again: () => void;
};

/** What the popup shows of the site in front: its face, and what can be done about the site itself. */
export async function withSite(face: ComponentChild, { texts, site, tab, again }: Options) {
  const front = await tab.catch(() => null);
  const origin = site.ok ? site.value.origin : siteOrigin(front?.url ?? '');
  if (!front || !origin) return face;
  const standing = await standingOf(origin);
  const known = { texts, wish: { origin, tab: front.id }, onProtected: again };
  if (standing === 'added') return <AddedSite {...known} face={face} />;
  if (standing === 'fixed' || site.ok || site.reason !== 'not-here') return face;
  const note = await notedWish();
  if (note?.refused) await forgetWish();
  const before = note?.origin === origin ? note.refused : undefined;
  return <ProtectSite {...known} managed={standing === 'managed'} before={before} />;
}

type Added = { texts: Texts; wish: Wish; onProtected: () => void; face: ComponentChild };

/** Says below the face that the user has added this site, and takes it back. */
function AddedSite({ face, ...known }: Added) {
  const [forgotten, setForgotten] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { texts, wish } = known;

  async function forget(): Promise<void> {
    setError(null);
    if ((await give({ order: 'forget', wish })).ok) setForgotten(true);
    else setError(texts.refusals.internal);
  }

  if (forgotten) return <ProtectSite {...known} managed={false} before="forgotten" />;
  return (
    <>
      {face}
      <footer class="below quiet">
        {texts.addedSite}{' '}
        <ActionButton label={texts.forgetSite} busyText={texts.loading} link run={forget} />
        <p class="error" role="alert">
          {error}
        </p>
      </footer>
    </>
  );
}

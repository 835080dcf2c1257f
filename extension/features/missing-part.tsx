import type { Site } from '../messages.ts';
import { hostedPage } from '../platform/page.ts';
import type { Texts } from '../texts/texts.ts';

type Props = { missing: NonNullable<Site['missing']>; site: Site; texts: Texts };

/**
 * Says kindly that a part of the page was not found where Doorcode would have put something, and leads to
 * Doorcode's own page, which needs no part of it.
 */
export function MissingPart({ missing, site, texts }: Props) {
  if (site.missing !== missing) return null;
  return (
    <p class="note">
      {texts.missing[missing]}{' '}
      <a href={`${site.origin}${hostedPage}`} target="_blank" rel="noreferrer">
        {texts.openPage}
        <span class="for-readers"> ({texts.opensNewTab})</span>
      </a>
    </p>
  );
}

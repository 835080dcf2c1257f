import type { Site } from '../messages.ts';

/**
 * Where a site's support is, as links may have it: the address may be relative to the platform, and our
 * own pages live elsewhere; one that would run instead of leading somewhere is left out.
 */
export function supportOf({ origin, support: { url, email } }: Site): Site['support'] {
  const absolute = url && URL.canParse(url, origin) ? new URL(url, origin) : null;
  const leads = absolute && /^https?:$/.test(absolute.protocol);
  return { ...(leads && { url: absolute.href }), ...(email && { email }) };
}

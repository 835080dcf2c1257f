import { z } from 'zod';
import type { Profile } from '../profile/schema.ts';

/** Where users without a phone turn to. */
export const contact = z.union(
  [z.email(), z.url({ protocol: /^https$/ }), z.string().regex(/^\/(?!\/)/)],
  { error: 'must be an e-mail address, an https address, or a path of the platform' },
);

/**
 * A profile that many use cannot know where the users of one platform turn to.
 *
 * @returns what stands in place of the profile's own; nothing where none was given.
 */
export function supportOf(given: string | undefined): Partial<Pick<Profile, 'support'>> {
  if (given === undefined) return {};
  return { support: z.email().safeParse(given).success ? { email: given } : { url: given } };
}

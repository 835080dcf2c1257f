import type { SupportReason } from '../../domain/failure.ts';

/** What whoever holds a support key is told: programs and their makers, so in English alone. */
export const supportReasons: Readonly<Record<SupportReason, string>> = {
  'unknown-account': 'There is no such account.',
  'bad-support-key': 'The support key is missing, wrong, expired or revoked.',
  'missing-scope': 'This support key may not do that.',
  'too-many-resets': 'This support key has reset as many accounts as a key may in an hour.',
};

import type { SupportReason } from '../../domain/failure.ts';

/** What whoever holds a support key is told: programs and their makers, so in English alone. */
export const supportReasons: Readonly<Record<SupportReason, string>> = {
  'unknown-account': 'There is no such account.',
  'bad-support-key': 'The support key is missing, wrong, expired or revoked.',
  'missing-scope': 'This support key may not do that.',
  'too-many-acts': 'That was as much in an hour as the policy allows this key, or this realm.',
  'case-open': 'The account has an open case already.',
  'unknown-case': 'There is no such case.',
  'own-case': 'Somebody else must approve this case.',
  'other-request': 'This idempotency key was used for another request.',
  'bypass-forbidden': 'The policy of this realm does without bypass codes.',
};

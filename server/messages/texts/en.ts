import type { MessageTexts } from './texts.ts';

export const en: MessageTexts = {
  lang: 'en',
  subject: {
    activated: 'Two-factor authentication is on',
    replaced: 'Your two-factor authentication has a new phone',
    deactivated: 'Two-factor authentication is off',
    'recovery-codes-renewed': 'You have new recovery codes',
    'few-recovery-codes': 'You have few recovery codes left',
    'many-failures': 'Wrong codes were entered for your account',
    locked: 'Your account is locked',
    'reset-opened': 'Support was asked to reset your two-factor authentication',
    'reset-cancelled': 'The reset of your two-factor authentication was cancelled',
    'reset-vetoed': 'The reset of your two-factor authentication was stopped',
    'reset-done': 'Your two-factor authentication was reset',
    'bypass-issued': 'Support made a code for you to log in without your phone',
    'bypass-used': 'Your account was opened with a code from support',
  },
  body: {
    activated: 'From now on every login asks for a code of your authenticator app.',
    replaced: 'From now on only the codes of the new phone are accepted.',
    deactivated: 'From now on your password alone opens your account.',
    'recovery-codes-renewed': 'The recovery codes that you had before are worth nothing any more.',
    'few-recovery-codes':
      'Three at most. Make new ones in the user menu, under Two-factor authentication, before they are used up.',
    'many-failures': 'Somebody who knows your password entered several wrong codes.',
    locked:
      'A hundred wrong codes in a row were entered for it by somebody who knows your password. Only support can help now.',
    'reset-opened':
      'Somebody told support that your phone is lost. When the reset is done, your password leads to a new set-up, with a one-time code that support hands over.',
    'reset-cancelled': 'Nothing has changed: the codes of your phone work as before.',
    'reset-vetoed':
      'Nothing has changed: the codes of your phone work as before. Whoever asked for the reset may know your password: change it.',
    'reset-done':
      'All sessions have ended. At the next login your password leads to a new set-up, which asks for the one-time code that support handed over.',
    'bypass-issued':
      'It opens your account once, within the next hour, for somebody who knows your password too.',
    'bypass-used': 'The code is used up. At the next login your phone is asked for again.',
  },
  account: 'Account',
  when: 'When',
  stopText: (until) =>
    `Was it not you who asked for this? Then stop it now; it may be carried out from ${until} on.`,
  stop: 'Stop the reset',
  notYou: 'If this was not you: change your password at once, and turn to support.',
  contact: 'Support',
  footer: (sender) =>
    `${sender} sends this message because of your account’s security. It never asks for your password or a code.`,
};

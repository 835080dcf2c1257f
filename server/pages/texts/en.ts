import { minutes } from './minutes.ts';
import type { Texts } from './texts.ts';

export const en: Texts = {
  lang: 'en',
  feature: 'Two-factor authentication',
  codeTitle: 'Enter your login code',
  codeText: 'Your authentication app shows a six-digit code for this account.',
  lockedTitle: 'This account is locked',
  code: 'Code',
  continue: 'Continue',
  setUpTitle: 'Configure authentication',
  setUpText:
    'Use an authentication app (Google Authenticator, Microsoft Authenticator, LastPass Password manager, and so on) to get a code enabling a two-factor authentication. We will request a login code every time you are connected.',
  setUpAgainText:
    'Your previous authentication was reset by support. Before you go on, set up a new one with the one-time set-up code that support gave you.',
  setUpAnewText:
    'Your previous authentication was reset by support. Before you continue, set up a new one.',
  setupCode: 'Set-up code from support',
  start: 'Show the QR code',
  scan: 'Scan this QR code with your authentication app, then enter the code that the app shows.',
  scanned:
    'Enter the code that your authentication app shows now. If the app has no entry for this account yet, start over.',
  byHand: 'No camera? Enter this key by hand',
  activate: 'Activate',
  startOver: 'Start over',
  activeTitle: 'Two-factor authentication is activated.',
  activeText: 'To deactivate it, enter your authentication code.',
  deactivate: 'Deactivate',
  exemptTitle: 'No code is needed here',
  exemptText:
    'You logged in through your identity provider, which takes care of the second factor.',
  anonymousTitle: 'You are not logged in',
  anonymousText: 'Log in to the platform first.',
  scriptNeeded: 'Turn on JavaScript: your login to this platform can be read by a script only.',
  goToPlatform: 'Go to the platform',
  back: 'Back to the platform',
  otherAccount: 'Use another account',
  lostPhone: 'Lost your phone?',
  contactSupport: 'Contact support',
  ambiguousTitle: 'Your browser sent two logins at once',
  ambiguousText:
    'For your safety nobody was let in. Reload the page; if this comes again, sign out and log in once more.',
  reload: 'Reload',
  signOut: 'Sign out',
  unavailableTitle: 'The platform does not answer',
  unavailableText: 'It could not be asked whose session this is. Try again in a moment.',
  tryAgain: 'Try again',
  loggedInAs: 'Logged in as',
  useRecoveryCode: 'Use a recovery code',
  recoveryCode: 'Recovery code',
  recoveryCodeText:
    'Enter one of the recovery codes that you kept. Each of them works once. A code that support gave you goes here, too.',
  useThisCode: 'Use this code',
  recoveryCodesTitle: 'Your recovery codes',
  recoveryCodesText:
    'Each of these codes lets you in once when your phone is not at hand, or sets up another phone. Keep them somewhere safe, but not on that phone.',
  shownOnce: 'They are not shown again.',
  newPhoneWorks:
    'Your new phone is set up. The old one’s codes no longer work, nor do your old recovery codes.',
  oldCodesEnded: 'Your old recovery codes no longer work.',
  replacePhone: 'Replace phone',
  replaceText: 'Enter a code that your old phone shows, or a recovery code, to get a new QR code.',
  oldPhoneWorks: 'Your old phone works until the new one is confirmed.',
  eitherCode: 'Code or recovery code',
  newCodes: 'New recovery codes',
  newCodesText:
    'Enter a code from your authentication app to get ten new recovery codes. The old ones stop working then.',
  sixDigits: 'Six-digit code',
  showNewCodes: 'Show new codes',
  getNewCodes: 'Get new ones before you need them.',
  logInAgain: 'Log in again',
  wrongRecoveryCode: 'This code is not right, it was used already, or its time is over.',
  malformedRecoveryCode:
    'A recovery code has 15 letters and digits, such as KQ7MA-CDEFG-HJKMN; a code from support has 20.',
  wrongEitherCode:
    'This code is not right, or it was used already. Enter the next one, or another recovery code.',
  malformedEitherCode: 'Enter the six digits of your authentication app, or a recovery code.',
  setupEnded:
    'That set-up has ended: it was confirmed already, or it took too long. If you have not kept your recovery codes, get new ones below.',
  waitUntil: (seconds) =>
    seconds > 90
      ? `Try again in ${Math.ceil(seconds / 60)} minutes.`
      : `Try again in ${seconds} seconds.`,
  clockOff: (seconds) =>
    `Your phone’s clock is about ${minutes('en', seconds)} ${seconds > 0 ? 'ahead' : 'behind'}. Set it to automatic, then enter the next code.`,
  recoveryCodesLeft: (count) => {
    if (count === 0) return 'You have no recovery codes left.';
    if (count === 1) return 'You have one recovery code left.';
    return `You have ${count} recovery codes left.`;
  },
  failuresBefore: (count) =>
    count === 1
      ? 'One wrong code was entered before your last right one. If that was not you, change your password.'
      : `${count} wrong codes were entered before your last right one. If that was not you, change your password.`,
  vetoTitle: 'Support was asked to reset your two-factor authentication',
  veto: 'It was not me: stop the reset',
  vetoIgnore: 'If you asked for it yourself, do nothing: it will go on.',
  vetoedTitle: 'The reset is stopped',
  vetoedText:
    'Nothing has changed: the codes of your phone work as before. Whoever asked for the reset may know your password: change it, and tell support.',
  cancelledTitle: 'The reset was called off',
  cancelledText:
    'Support has closed it, and nothing has changed: the codes of your phone work as before.',
  doneTitle: 'The reset was carried out',
  doneText:
    'It cannot be stopped any more. If it was not you who asked for it, tell support at once, and change your password.',
  vetoText: (when) =>
    `Somebody said that your phone is lost. Support may carry out the reset from ${when} on.`,
  reasons: {
    'code-required': 'Enter the code of your authentication app first.',
    'setup-required': 'This account must set up its two-factor authentication first.',
    'setup-code-required': 'Enter the one-time set-up code that support gave you.',
    'wrong-setup-code': 'This set-up code is not right.',
    'wrong-code':
      'This code is not right, or it was used already. Wait for the next one and enter it.',
    'malformed-code': 'A code has six digits.',
    wait: 'Too many wrong codes.',
    locked:
      'There were too many wrong codes in a row, so this account is locked. Only support can help now.',
    'not-logged-in': 'Log in to the platform first.',
    'login-again':
      'For your safety this takes a fresh login. Sign out, log in again and come back here.',
    'other-account': 'Meanwhile this browser is logged in with another account. Reload the page.',
    'already-active': 'Two-factor authentication is activated already.',
    'not-active': 'Two-factor authentication is not activated.',
    exempt: 'You logged in through your identity provider: no code is needed.',
    'setup-over': 'This set-up has ended. Start over to get a new QR code.',
    'case-closed':
      'There is nothing left to stop: this reset was carried out, cancelled or stopped before.',
    'ambiguous-credentials': 'The request came with two logins at once.',
    'forbidden-way': 'This way to log in is not allowed here.',
    'not-same-origin': 'This request did not come from the platform’s own pages.',
    'unsupported-media-type': 'The request has the wrong content type.',
    'bad-request': 'The request could not be understood.',
    'too-large': 'The request is too large.',
    'not-found': 'There is nothing at this address.',
    'platform-unavailable': 'The platform does not answer. Try again in a moment.',
    internal: 'Something went wrong on our side. Nothing was changed.',
  },
};

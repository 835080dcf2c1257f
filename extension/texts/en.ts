import { minutes } from './minutes.ts';
import { pageTexts } from './page-texts.ts';
import type { Texts } from './texts.ts';

export const en: Texts = {
  ...pageTexts.en,

  setUpTitle: 'Configure authentication',
  setUpText:
    'Use an authentication app (Google Authenticator, Microsoft Authenticator, LastPass Password manager, and so on) to get a code enabling a two-factor authentication. We will request a login code every time you are connected.',
  code: 'Code',
  activate: 'Activate',
  deactivationTitle: 'Two-factor authentication is activated.',
  deactivationText: 'To deactivate it, enter your authentication code.',
  deactivate: 'Deactivate',

  chooseApp: 'Choose an app for your phone',
  anotherApp: 'Another app',
  anotherAppHint: 'Any app that makes six-digit codes (TOTP) will do.',
  opensNewTab: 'opens in a new tab',
  scanStore: 'Get it by your phone’s camera',
  storeQrCode: (app, store) => `QR code: ${app} in the ${store} store`,
  showQrCode: 'Show the QR code',
  continue: 'Continue',
  back: 'Back',
  scan: (app) => `Scan this QR code with ${app}.`,
  theApp: 'your app',
  openInApp: 'Open in your app',
  qrCode: 'QR code for your authentication app',
  timeLeft: (time) => `This QR code is valid for ${time}.`,
  startOver: 'Start over',
  cannotScan: 'No camera? Enter this key by hand',
  copy: 'Copy the key',
  copied: 'Copied',
  copyFailed: 'Please select the key and copy it by hand.',
  shownAs: 'Your app will show',
  typeCode: 'Then type the six digits that the app shows.',
  setupOver: 'This QR code is no longer valid.',
  newQrCode: 'Show a new QR code',
  switchedOff: 'Two-factor authentication is deactivated.',

  recoveryTitle: 'Your recovery codes',
  recoveryText:
    'Each of these codes lets you in once when your phone is not at hand, or sets up another phone. Keep them somewhere safe, but not on that phone. They are not shown again.',
  copyCodes: 'Copy the codes',
  copiedCodes: 'Copied',
  copyCodesFailed: 'Please select the codes and copy them by hand.',
  downloadCodes: 'Download',
  printCodes: 'Print',
  codesFor: (platform) => `Recovery codes for ${platform}`,
  account: 'Account',
  date: 'Date',
  keptCodes: 'I have kept these codes',
  tickFirst: 'Please keep the codes first, and tick this box.',
  newPhoneWorks:
    'Your new phone is set up. The old one’s codes no longer work, nor do your old recovery codes.',
  oldCodesEnded: 'Your old recovery codes no longer work.',
  newCodes: 'New recovery codes',
  newCodesText:
    'Enter a code from your authentication app to get ten new recovery codes. The old ones stop working then.',
  showNewCodes: 'Show new codes',
  recoveryCode: 'Recovery code',
  recoveryCodeText: 'Enter one of the recovery codes that you kept. Each of them works once.',
  supportCodeToo: 'A code from support serves, too.',
  useRecoveryCode: 'Use a recovery code',
  useAppCode: 'Use a code from the app',
  wrongRecoveryCode: 'This code is not right, it was used already, or its time is over.',
  malformedRecoveryCode: 'Please check the letters: a recovery code looks like KQ7MA-CDEFG-HJKMN.',

  replacePhone: 'Replace phone',
  replaceTitle: 'Replace your phone',
  replaceText: 'Your old phone works until the new one is confirmed.',
  replaceFirst: 'To begin, enter a code that the old one shows.',

  mustSetUpText:
    'Your previous authentication was reset by support. Before you go on, set up a new one with the one-time set-up code that support gave you.',
  mustSetUpFreely:
    'Your previous authentication was reset by support. Before you go on, set up a new one.',
  setupCode: 'Set-up code from support',

  promptTitle: 'Enter your login code',
  promptText: 'Your authentication app shows a six-digit code for this account.',
  loggedInAs: 'Logged in as',
  useAnotherAccount: 'Use another account',
  lostPhone: 'Lost your phone?',
  contactSupport: 'Contact support',

  openCaseTitle: 'Support was asked to reset your two-factor authentication',
  openCaseText: (when) =>
    `Somebody said that your phone is lost. The reset may happen from ${when} on.`,
  veto: 'It was not me: stop the reset',
  vetoed: 'The reset is stopped. If you did not ask for it, change your password.',

  loading: 'One moment …',
  checking: 'Checking …',
  tryAgain: 'Try again',
  tryAgainIn: (time) => `You can try again in ${time}.`,
  clockOff: (seconds) =>
    `Your phone’s clock is about ${minutes('en', seconds)} ${seconds > 0 ? 'ahead' : 'behind'}. Set it to automatic and try again.`,
  loginAgainTitle: 'Please log in again',
  loginAgain: 'Sign out and log in again',
  anonymousTitle: 'You are not logged in',
  exemptTitle: 'No code is needed here',
  lockedTitle: 'This account is locked',
  otherAccountTitle: 'Another account is logged in',
  unreachableTitle: 'No answer right now',
  platformSilentTitle: 'The platform does not answer',
  noDoorcodeTitle: 'No two-factor authentication here',
  missing: {
    'login-form':
      'Doorcode found no login form in this page, so its code field is missing there. Log in as usual, and you will be asked for your code afterwards.',
    'user-menu':
      'Doorcode found no user menu in this page, so its entry is missing there. You can do everything here, or on a page of its own.',
  },

  protectSite: 'Protect this site',
  protectSiteText:
    'When you press the button, your browser asks whether Doorcode may run on this site; if the site uses Doorcode, it stays here until you let it forget the site.',
  managedSite: 'Your organisation protects this site',
  managedSiteText:
    'When you press the button, your browser asks whether Doorcode may run on this site.',
  siteNews: {
    'not-here':
      'This site does not use Doorcode. Nothing was kept, and the permission was given back.',
    unreachable:
      'The site did not answer. Nothing was kept, and the permission was given back. Try again in a moment.',
    'not-allowed': 'You did not allow it, so nothing was changed.',
    forgotten: 'Doorcode no longer runs on this site.',
  },
  addedSite: 'You added this site to Doorcode.',
  forgetSite: 'Forget it',

  refusals: {
    'code-required': 'Please enter a code from your authentication app first.',
    'setup-required': 'Please set up two-factor authentication first.',
    'setup-code-required': 'Please enter the set-up code that support gave you.',
    'wrong-setup-code': 'This set-up code is not right. Please check it.',
    'wrong-code':
      'This code is not right, or it was used already. Wait for the next one and enter it.',
    'malformed-code': 'A code has six digits.',
    wait: 'Too many wrong codes.',
    locked:
      'There were too many wrong codes. Only support can let you in again, by resetting your two-factor authentication.',
    'not-logged-in': 'Log in to the platform to set up two-factor authentication.',
    'login-again':
      'For your safety this takes a fresh login. Sign out, log in again and come back here.',
    'other-account':
      'Another account has been logged in in this browser since you opened this. Reload the page and try again.',
    'already-active': 'Two-factor authentication is already activated.',
    'not-active': 'Two-factor authentication is not activated.',
    exempt:
      'You logged in through your organisation’s identity provider, which takes care of the second factor.',
    'setup-over': 'This QR code is no longer valid.',
    'case-closed': 'This reset is over already.',
    'ambiguous-credentials':
      'This browser sent two logins at once. Log out, close the other tabs of the platform and log in again.',
    'forbidden-way': 'This way to log in is not allowed here.',
    'not-same-origin': 'This request did not come from the platform’s own page and was refused.',
    'unsupported-media-type': 'The request was not understood. Please reload the page.',
    'bad-request': 'The request was not understood. Please reload the page.',
    'too-large': 'That was too long.',
    'not-found': 'This is not available here.',
    'platform-unavailable': 'The platform does not answer at the moment. Please try again shortly.',
    internal: 'Something went wrong on our side. Please try again shortly.',
    unreachable:
      'The server of two-factor authentication cannot be reached. Please check your connection and try again.',
    'not-here':
      'This page does not use Doorcode, or has not been reloaded since Doorcode came into this browser. Open your platform in this tab, or reload it, and try again.',
    covered:
      'Something lies over this panel, or it has just moved, so nothing was done. Wait a moment and press again.',
  },
};

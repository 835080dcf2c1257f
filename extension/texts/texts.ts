import type { Refused, Site } from '../messages.ts';
import type { PageTexts } from './page-texts.ts';

/**
 * Everything that Doorcode says to a user, in one language. The labels that the platform documents are
 * word for word those of `test/vectors/labels.json`; a test holds them together.
 */
export type Texts = PageTexts & {
  /** The platform's documented labels. */
  setUpTitle: string;
  setUpText: string;
  code: string;
  activate: string;
  deactivationTitle: string;
  deactivationText: string;
  deactivate: string;

  /** Set-up. */
  chooseApp: string;
  anotherApp: string;
  anotherAppHint: string;
  opensNewTab: string;
  scanStore: string;
  storeQrCode: (app: string, store: string) => string;
  showQrCode: string;
  continue: string;
  back: string;
  scan: (app: string) => string;
  theApp: string;
  openInApp: string;
  qrCode: string;
  timeLeft: (time: string) => string;
  startOver: string;
  cannotScan: string;
  copy: string;
  copied: string;
  copyFailed: string;
  shownAs: string;
  typeCode: string;
  setupOver: string;
  newQrCode: string;
  switchedOff: string;

  /** Recovery codes. */
  recoveryTitle: string;
  recoveryText: string;
  copyCodes: string;
  copiedCodes: string;
  copyCodesFailed: string;
  downloadCodes: string;
  printCodes: string;
  codesFor: (platform: string) => string;
  account: string;
  date: string;
  keptCodes: string;
  tickFirst: string;
  newPhoneWorks: string;
  oldCodesEnded: string;
  newCodes: string;
  newCodesText: string;
  showNewCodes: string;
  recoveryCode: string;
  recoveryCodeText: string;
  supportCodeToo: string;
  useRecoveryCode: string;
  useAppCode: string;
  wrongRecoveryCode: string;
  malformedRecoveryCode: string;

  /** Another phone. */
  replacePhone: string;
  replaceTitle: string;
  replaceText: string;
  replaceFirst: string;

  /** Set-up after a reset. */
  mustSetUpText: string;
  mustSetUpFreely: string;
  setupCode: string;

  /** The code asked for. */
  promptTitle: string;
  promptText: string;
  loggedInAs: string;
  useAnotherAccount: string;
  lostPhone: string;
  contactSupport: string;

  /** Support was asked to reset the account. */
  openCaseTitle: string;
  openCaseText: (when: string) => string;
  veto: string;
  vetoed: string;

  /** What else can be the case. */
  loading: string;
  checking: string;
  tryAgain: string;
  tryAgainIn: (time: string) => string;
  /** By how many seconds the phone's clock is ahead; below 0: behind. */
  clockOff: (seconds: number) => string;
  loginAgainTitle: string;
  loginAgain: string;
  anonymousTitle: string;
  exemptTitle: string;
  lockedTitle: string;
  otherAccountTitle: string;
  unreachableTitle: string;
  platformSilentTitle: string;
  noDoorcodeTitle: string;
  /** What was looked for in the page and not found, and what that means. */
  missing: Record<NonNullable<Site['missing']>, string>;

  /** Sites at run time. */
  protectSite: string;
  protectSiteText: string;
  managedSite: string;
  managedSiteText: string;
  siteNews: Record<'not-here' | 'unreachable' | 'not-allowed' | 'forgotten', string>;
  addedSite: string;
  forgetSite: string;

  /** One text for every refusal: a new reason does not compile without its text. */
  refusals: Record<Refused, string>;
};

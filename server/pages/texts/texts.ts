import type { Reason } from '../../domain/failure.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { ptBr } from './pt-br.ts';

export type Word =
  | 'lang'
  | 'feature'
  | 'codeTitle'
  | 'codeText'
  | 'lockedTitle'
  | 'code'
  | 'continue'
  | 'setUpTitle'
  | 'setUpText'
  | 'setUpAgainText'
  | 'setUpAnewText'
  | 'setupCode'
  | 'start'
  | 'scan'
  | 'scanned'
  | 'byHand'
  | 'activate'
  | 'startOver'
  | 'activeTitle'
  | 'activeText'
  | 'deactivate'
  | 'exemptTitle'
  | 'exemptText'
  | 'anonymousTitle'
  | 'anonymousText'
  | 'scriptNeeded'
  | 'goToPlatform'
  | 'back'
  | 'otherAccount'
  | 'lostPhone'
  | 'contactSupport'
  | 'ambiguousTitle'
  | 'ambiguousText'
  | 'reload'
  | 'signOut'
  | 'unavailableTitle'
  | 'unavailableText'
  | 'tryAgain'
  | 'loggedInAs'
  | 'useRecoveryCode'
  | 'recoveryCode'
  | 'recoveryCodeText'
  | 'useThisCode'
  | 'recoveryCodesTitle'
  | 'recoveryCodesText'
  | 'shownOnce'
  | 'newPhoneWorks'
  | 'oldCodesEnded'
  | 'replacePhone'
  | 'replaceText'
  | 'oldPhoneWorks'
  | 'eitherCode'
  | 'newCodes'
  | 'newCodesText'
  | 'sixDigits'
  | 'showNewCodes'
  | 'getNewCodes'
  | 'logInAgain'
  | 'wrongRecoveryCode'
  | 'malformedRecoveryCode'
  | 'wrongEitherCode'
  | 'malformedEitherCode'
  | 'setupEnded'
  | 'vetoTitle'
  | 'veto'
  | 'vetoIgnore'
  | 'vetoedTitle'
  | 'vetoedText'
  | 'cancelledTitle'
  | 'cancelledText'
  | 'doneTitle'
  | 'doneText';

/** All words of the hosted page in one language; a new reason does not compile without its text. */
export type Texts = Readonly<Record<Word, string>> & {
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly waitUntil: (seconds: number) => string;
  /** Support was asked to reset the account; when it may be carried out, in words. */
  readonly vetoText: (when: string) => string;
  /** The phone's clock is so many seconds ahead; below 0: behind. */
  readonly clockOff: (seconds: number) => string;
  readonly recoveryCodesLeft: (count: number) => string;
  /** Wrong codes that somebody entered before the right one. */
  readonly failuresBefore: (count: number) => string;
};

const languages: readonly (readonly [prefix: string, texts: Texts])[] = [
  ['en', en],
  ['pt', ptBr],
  ['es', es],
];

/** The best of our languages for an Accept-Language header (RFC 9110 §12.5.4), English failing that. */
export function textsFor(acceptLanguage: string | undefined): Texts {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag: tag.trim(), quality: quality ? Number(quality.trim().slice(2)) || 0 : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { tag } of wanted) {
    const found = languages.find(([prefix]) => tag === prefix || tag.startsWith(`${prefix}-`));
    if (found) return found[1];
  }
  return en;
}

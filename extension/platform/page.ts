import { chooseLanguage, type Language } from '../texts/language.ts';
import { fieldId } from './login-field.ts';
import { isVisible } from './visible.ts';

/** Doorcode's own management page, which works without the extension. */
export const hostedPage = '/.two-factor/';

/** The language that the page speaks, else the first of the browser's, that Doorcode speaks too. */
export function pageLanguage(): Language {
  return chooseLanguage([document.documentElement.lang, ...navigator.languages]);
}

/** Whether the gate has just refused a request of this page because the session owes a code. */
export function owesCode(): boolean {
  return document.cookie.split('; ').includes('two-factor-owed=1');
}

/** Whether this is Doorcode's own page, at whatever address it answers: it says so, or its forms do. */
export function isHostedPage(): boolean {
  const marks = `form[action^="${hostedPage}"], [data-two-factor]`;
  return document.querySelector(marks) !== null;
}

/** Whether a login form with our field in it still waits in this page; one that is hidden waits no more. */
export function hasLoginCodeField(): boolean {
  return [...document.querySelectorAll(`input[id^=${fieldId}]`)].some(isVisible);
}

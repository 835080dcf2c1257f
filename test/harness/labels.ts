import { loadTexts } from '../../extension/texts/tables.ts';
import { texts } from '../platform/texts.ts';
import platformLabels from '../vectors/labels.json' with { type: 'json' };

/** What a journey reads on its way in one language. */
export type Labels = Awaited<ReturnType<typeof labelsOf>>;

/**
 * The platform's documented labels, and the words beside them that are nobody else's: Doorcode's own
 * buttons on the way, and the stand-in's way out.
 */
export async function labelsOf(language: 'pt-BR' | 'es') {
  const label = (name: keyof typeof platformLabels) => platformLabels[name][language];
  const { showQrCode, keptCodes, continue: goOn, close, recoveryTitle } = await loadTexts(language);
  return {
    realm: label('realmField'),
    email: label('emailField'),
    password: label('passwordField'),
    forgot: label('forgotPassword'),
    loginField: label('loginField'),
    login: label('loginButton'),
    menuEntry: label('userMenu'),
    setUpTitle: label('setupTitle'),
    setUpText: label('setupText'),
    code: label('codeField'),
    activate: label('activateButton'),
    deactivationTitle: label('deactivationTitle'),
    deactivationText: label('deactivationText'),
    deactivate: label('deactivateButton'),
    own: { showQrCode, keptCodes, goOn, close, recoveryTitle },
    logout: texts[language].logout,
  };
}

/** For a page that does not say what it speaks: takes the language off it before anybody reads it. */
export const withoutLanguage = `new MutationObserver(() => {
  document.documentElement?.removeAttribute('lang');
}).observe(document, { childList: true })`;

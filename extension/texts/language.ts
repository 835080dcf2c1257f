import { type PageTexts, pageTexts } from './page-texts.ts';

export type Language = keyof typeof pageTexts;

/** The languages that Doorcode speaks, as BCP 47 tags. */
export const languages = Object.keys(pageTexts) as Language[];

/**
 * Picks the first of the wished languages that Doorcode speaks; English if there is none. The region
 * does not matter: any Portuguese reads Brazilian Portuguese better than English.
 */
export function chooseLanguage(wished: readonly string[]): Language {
  for (const tag of wished) {
    const primary = tag.toLowerCase().split('-', 1)[0];
    const spoken = languages.find((language) => language.split('-', 1)[0] === primary);
    if (spoken) return spoken;
  }
  return 'en';
}

/** The texts that stand in the platform's own pages, in one language. */
export function pageTextsOf(language: Language): PageTexts {
  return pageTexts[language];
}

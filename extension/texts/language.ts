import { en } from './en.ts';
import { es } from './es.ts';
import { ptBr } from './pt-br.ts';
import type { Texts } from './texts.ts';

const tables = { en, 'pt-BR': ptBr, es } satisfies Record<string, Texts>;

export type Language = keyof typeof tables;

/** The languages that Doorcode speaks, as BCP 47 tags. */
export const languages = Object.keys(tables) as Language[];

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

/** The texts of one language. */
export function textsOf(language: Language): Texts {
  return tables[language];
}

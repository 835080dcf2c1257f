import type { Language } from './language.ts';
import type { Texts } from './texts.ts';

const tables: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en.ts')).en,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
  es: async () => (await import('./es.ts')).es,
};

/** All texts of one language; the tables of the others are never loaded. */
export function loadTexts(language: Language): Promise<Texts> {
  return tables[language]();
}

import { en } from './en.ts';
import { es } from './es.ts';
import type { Language } from './language.ts';
import { ptBr } from './pt-br.ts';
import type { Texts } from './texts.ts';

const tables: Record<Language, Texts> = { en, 'pt-BR': ptBr, es };

/** All texts of one language. */
export function textsOf(language: Language): Texts {
  return tables[language];
}

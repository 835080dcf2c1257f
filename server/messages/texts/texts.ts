import type { MessageKind } from '../../domain/message-kinds.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { ptBr } from './pt-br.ts';

/** The words of the messages to users in one language; a new kind does not compile without its words. */
export type MessageTexts = {
  /** As HTML says it. */
  readonly lang: string;
  readonly subject: Readonly<Record<MessageKind, string>>;
  /** What happened, and what follows from it. */
  readonly body: Readonly<Record<MessageKind, string>>;
  readonly account: string;
  readonly when: string;
  /** Above the link that stops a reset. */
  readonly stopText: (until: string) => string;
  readonly stop: string;
  readonly notYou: string;
  readonly contact: string;
  readonly footer: (sender: string) => string;
};

const languages = { en, 'pt-BR': ptBr, es } as const;

export type Language = keyof typeof languages;

export const languageNames = Object.keys(languages) as [Language, ...Language[]];

/** The words for an account that set up in `language`, if it did in one of ours; else in `usual`. */
export function messageTexts(language: string | null, usual: Language): MessageTexts {
  const known = languageNames.find((name) => name === language) ?? usual;
  return languages[known];
}

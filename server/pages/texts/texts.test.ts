import { describe, expect, it } from 'vitest';
import labels from '../../../test/vectors/labels.json' with { type: 'json' };
import { failureStatus, type Reason } from '../../domain/failure.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { ptBr } from './pt-br.ts';
import { textsFor } from './texts.ts';

const languages = { en, 'pt-BR': ptBr, es } as const;

/** The page's word for each of the platform's documented labels that it shows. */
const documented = [
  ['feature', 'userMenu'],
  ['setUpTitle', 'setupTitle'],
  ['setUpText', 'setupText'],
  ['code', 'codeField'],
  ['activate', 'activateButton'],
  ['activeTitle', 'deactivationTitle'],
  ['activeText', 'deactivationText'],
  ['deactivate', 'deactivateButton'],
] as const;

for (const [language, texts] of Object.entries(languages)) {
  describe(`in ${language}`, () => {
    it('says which language it is', () => {
      expect(texts.lang).toBe(language);
    });

    for (const [word, label] of documented) {
      it(`the ${word} is the documented ${label}, word for word`, () => {
        expect(texts[word]).toBe(labels[label][language as keyof typeof languages]);
      });
    }

    it('every reason has a text of its own that is a sentence', () => {
      const reasons = Object.keys(failureStatus) as Reason[];
      expect(Object.keys(texts.reasons).toSorted()).toEqual(reasons.toSorted());
      for (const reason of reasons) expect(texts.reasons[reason]).toMatch(/^[A-Z].{5,}\.$/);
    });

    it('no text is missing, and none is left in English', () => {
      for (const [word, text] of Object.entries(texts)) {
        if (typeof text === 'string') expect(text.trim(), word).not.toBe('');
      }
      if (texts === en) return;
      const same = (Object.keys(failureStatus) as Reason[]).filter(
        (reason) => texts.reasons[reason] === en.reasons[reason],
      );
      expect(same).toEqual([]);
      const words = Object.keys(en) as (keyof typeof en)[];
      expect(words.filter((word) => texts[word] === en[word])).toEqual([]);
    });

    it('a wait is told in seconds, and in whole minutes once it is long', () => {
      expect(texts.waitUntil(30)).toContain('30 se');
      expect(texts.waitUntil(90)).toContain('90 se');
      expect(texts.waitUntil(91)).toContain('2 min');
      expect(texts.waitUntil(3600)).toContain('60 min');
    });

    it('a clock that is ahead is told apart from one that is behind, in whole minutes', () => {
      expect(texts.clockOff(60)).toContain(' 1 min');
      expect(texts.clockOff(120)).toContain(' 2 min');
      expect(texts.clockOff(-120)).toContain(' 2 min');
      expect(texts.clockOff(-120)).not.toBe(texts.clockOff(120));
    });

    it('recovery codes and wrong codes are counted in words that fit their number', () => {
      for (const words of [texts.recoveryCodesLeft, texts.failuresBefore]) {
        const said = [1, 2, 10].map(words);
        expect(new Set(said.map((text) => text.replace(/\d+/, '')))).toHaveProperty('size', 2);
        expect(said[2]).toContain('10');
      }
      expect(texts.recoveryCodesLeft(0)).not.toContain('0');
    });
  });
}

describe('the language of a browser', () => {
  const choices: readonly (readonly [header: string | undefined, lang: string])[] = [
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['pt-BR,pt;q=0.9,en;q=0.8', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['PT-br', 'pt-BR'],
    ['es', 'es'],
    ['es-419,es;q=0.9', 'es'],
    ['de, es;q=0.5', 'es'],
    ['de-DE, fr', 'en'],
    ['en;q=0.3, es;q=0.7', 'es'],
    ['es;q=0.3, en;q=0.7', 'en'],
    ['pt;q=0, es;q=0.1', 'es'],
    ['pt;q=0', 'en'],
    ['en;q=0.5,pt-BR', 'pt-BR'],
    [' es; q=0.9 , en; q=0.1 ', 'es'],
    ['es;q=nonsense, pt;q=0.1', 'pt-BR'],
    ['esperanto', 'en'],
    ['ptx, es', 'es'],
    [';;;,,q=1', 'en'],
    ['constructor, __proto__', 'en'],
  ];
  for (const [header, lang] of choices) {
    it(`${header === undefined ? 'without a header' : JSON.stringify(header)} is ${lang}`, () => {
      expect(textsFor(header).lang).toBe(lang);
    });
  }

  it('is found in a header of any length', () => {
    expect(textsFor(`${'de,'.repeat(20_000)}es`).lang).toBe('es');
  });
});

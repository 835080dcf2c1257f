import { describe, expect, test } from 'vitest';
import labels from '../../test/vectors/labels.json' with { type: 'json' };
import { chooseLanguage, languages } from './language.ts';
import { loadTexts } from './tables.ts';
import type { Texts } from './texts.ts';

/** Which documented label stands where in our table; the platform's own fields are not ours to say. */
const places = {
  userMenu: 'menuEntry',
  loginField: 'loginField',
  setupTitle: 'setUpTitle',
  setupText: 'setUpText',
  codeField: 'code',
  activateButton: 'activate',
  deactivationTitle: 'deactivationTitle',
  deactivationText: 'deactivationText',
  deactivateButton: 'deactivate',
} as const satisfies Partial<Record<keyof typeof labels, keyof Texts>>;

describe.each(languages)('the texts in %s', async (language) => {
  const texts = await loadTexts(language);

  test.each(Object.entries(places))(
    'say the documented label of %s word for word',
    (place, key) => {
      expect(texts[key]).toBe(labels[place as keyof typeof places][language]);
    },
  );

  test('leave nothing empty', () => {
    const said = Object.entries(texts).flatMap(([key, text]): [string, string][] => {
      if (typeof text === 'string') return [[key, text]];
      if (typeof text === 'function') return [[key, (text as (given: unknown) => string)(2)]];
      return Object.entries(text);
    });
    for (const [key, text] of said) expect(text.trim(), key).not.toBe('');
    expect(said.length).toBeGreaterThan(60);
  });

  test('name what was handed in', () => {
    expect(texts.scan('Some App')).toContain('Some App');
    expect(texts.tryAgainIn('1:15')).toContain('1:15');
    expect(texts.failuresBefore(7)).toContain('7');
    expect(texts.failuresBefore(1)).toContain(': 1.');
    expect(texts.recoveryCodesLeft(2)).toContain('2');
    expect(texts.recoveryCodesLeft(1)).not.toContain('1');
  });

  test('round a wrong clock to minutes, and tell ahead from behind', () => {
    expect(texts.clockOff(60)).toMatch(/ 1 min\w+[ .]/);
    expect(texts.clockOff(95)).toMatch(/ 2 min\w+s[ .]/);
    expect(texts.clockOff(-300)).toMatch(/ 5 min\w+s[ .]/);
    expect(texts.clockOff(-60)).not.toBe(texts.clockOff(60));
  });
});

describe('the language', () => {
  test.each([
    [['pt-BR'], 'pt-BR'],
    [['pt'], 'pt-BR'],
    [['PT-pt', 'en'], 'pt-BR'],
    [['es-419'], 'es'],
    [['en-GB'], 'en'],
    [['de', 'es-MX', 'en'], 'es'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('wished as %j is %s', (wished, chosen) => {
    expect(chooseLanguage(wished)).toBe(chosen);
  });
});

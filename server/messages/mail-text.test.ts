import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { evil } from '../../test/harness/evil-session.ts';
import type { Message } from '../domain/deliver-message.ts';
import { messageKinds } from '../domain/message-kinds.ts';
import { caseOfLink } from '../domain/veto.ts';
import { readProfile } from '../profile/profile.ts';
import { createSeal } from '../store/seal.ts';
import { mailText } from './mail-text.ts';
import { languageNames, messageTexts } from './texts/texts.ts';

const at = Date.UTC(2026, 10, 24, 9, 5);

const message: Message = {
  id: 'm-1',
  seq: 7,
  at,
  kind: 'activated',
  actor: 'user',
  accountId: 'an-account',
  realm: 'acme',
  name: 'Ada Nunes',
  email: 'ada@acme.example',
  language: null,
  openCase: null,
  openUntil: null,
};

const keys = { current: '1', roots: new Map([['1', randomBytes(32)]]) };
const deps = {
  seal: createSeal(keys, randomBytes),
  origin: 'https://flows.example',
  profile: readProfile('stand-in'),
};

const render = (change: Partial<Message> = {}) => mailText(deps, { ...message, ...change }, 'en');

/** What a browser would show of a page. */
const shown = (page: string) =>
  page
    .replaceAll(/<(style|head)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

describe.each(languageNames)('in %s', (language) => {
  it.each(messageKinds)(
    '%s says what happened, to whom, when and what to do, in both parts',
    async (kind) => {
      const texts = messageTexts(language, 'en');
      const { subject, text, html } = await render({ kind, language });
      expect(subject).toBe(`Northwind Flows: ${texts.subject[kind]}`);
      expect(html).toContain(`<html lang="${texts.lang}">`);
      for (const part of [text, shown(html)]) {
        for (const words of [
          texts.subject[kind],
          texts.body[kind],
          'Ada Nunes, ada@acme.example (acme)',
          '2026',
          ':05 UTC',
          texts.notYou,
          'support@northwind.example',
        ]) {
          expect(part).toContain(words);
        }
        expect(part).not.toMatch(/undefined|null|\[object/);
      }
      expect(html).not.toMatch(/<(script|img|link|iframe)\b|src=|https?:/);
      expect(text).not.toMatch(/https?:/);
    },
  );

  it('each message has words of its own, which no other language has', () => {
    const texts = messageTexts(language, 'en');
    const words = [...Object.values(texts.subject), ...Object.values(texts.body)];
    expect(new Set(words).size).toBe(2 * messageKinds.length);
    const others = languageNames.filter((name) => name !== language);
    for (const other of others.map((name) => messageTexts(name, 'en'))) {
      for (const kind of messageKinds) expect(other.body[kind]).not.toBe(texts.body[kind]);
    }
  });
});

it('a reset that is open has the link that stops it, and until when; one that is not has none', async () => {
  const openUntil = at + 60 * 60_000;
  const open = { kind: 'reset-opened', openCase: 'case-1', openUntil } as const;
  const { text, html } = await render(open);
  const [link = ''] = /https:\/\/flows\.example\/\.two-factor\/veto\/\S+/.exec(text) ?? [];
  expect(caseOfLink(deps, link.split('/veto/')[1] ?? '')).toBe('case-1');
  expect(html).toContain(`href="${link}"`);
  for (const part of [text, shown(html)]) expect(part).toContain('10:05');
  for (const other of [
    { ...open, openCase: null },
    { ...open, kind: 'bypass-issued' as const },
  ]) {
    const without = await render(other);
    expect(without.text + without.html).not.toContain('/veto/');
  }
});

it('an account of which no language is known is told in the usual one', async () => {
  const inSpanish = await mailText(deps, message, 'es');
  expect(inSpanish.text).toContain(messageTexts('es', 'en').body.activated);
  const unknown = await mailText(deps, { ...message, language: 'fr' }, 'pt-BR');
  expect(unknown.text).toContain(messageTexts('pt-BR', 'en').body.activated);
});

it('names of the platform stay names: no markup, no lines, no turned direction, no end', async () => {
  const hostile = `${evil}\r\nBcc: all@acme.example\u202e\u0000${'x'.repeat(5000)}`;
  const { subject, text, html } = await render({ name: hostile, realm: hostile });
  expect(html).not.toContain('<script>');
  expect(html).toContain('&lt;script&gt;');
  for (const part of [subject, text, html]) {
    expect(part).not.toMatch(/\u202e|\r|\nBcc:/);
    expect(part).not.toContain('\0');
    expect(part.length).toBeLessThan(4000);
  }
});

it('an account that we know nothing of goes by its id', async () => {
  const { text } = await render({ name: null, email: null, realm: null });
  expect(text).toContain('an-account');
});

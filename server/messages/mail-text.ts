import { html } from 'hono/html';
import type { Deps } from '../deps.ts';
import type { Message } from '../domain/deliver-message.ts';
import { vetoToken } from '../domain/veto.ts';
import { momentInWords } from '../pages/texts/moment.ts';
import { type Language, type MessageTexts, messageTexts } from './texts/texts.ts';

/** A mail's words: its subject in one line, and its text as plain text and as HTML. */
export type MailText = { readonly subject: string; readonly text: string; readonly html: string };

const nameAtMost = 100;

/**
 * A message in the language of its account. It has no code, no picture and no link but the one that stops a
 * reset; names come from the platform and are shown as the words that they are.
 *
 * @param usual for an account of which no language is known.
 */
export async function mailText(
  deps: Pick<Deps, 'seal' | 'origin' | 'profile'>,
  message: Message,
  usual: Language,
): Promise<MailText> {
  const texts = messageTexts(message.language, usual);
  const sender = plain(deps.profile.issuer);
  const subject = `${sender}: ${texts.subject[message.kind]}`;
  const facts: [string, string][] = [
    [texts.account, whose(message)],
    [texts.when, momentInWords(message.at, texts.lang)],
  ];
  const stop = stopOf(deps, message, texts);
  const contact = `${texts.contact}: ${deps.profile.support.email ?? contactAddress(deps)}`;
  const paragraphs = [texts.body[message.kind], ...(stop ? [] : [texts.notYou])];
  const text = [
    texts.subject[message.kind],
    ...paragraphs,
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    ...(stop ? [`${stop.text}\n${stop.href}`, texts.notYou] : []),
    contact,
    texts.footer(sender),
  ].join('\n\n');

  const link = stop
    ? html`<p>${stop.text}</p>
<p><a href="${stop.href}" style="display:inline-block;padding:10px 18px;border:2px solid;border-radius:6px;font-weight:bold">${texts.stop}</a></p>
<p>${texts.notYou}</p>`
    : html``;
  const page = html`<!doctype html>
<html lang="${texts.lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${subject}</title></head>
<body style="margin:0;padding:16px;font-family:sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0">${sender}</p>
<h1 style="font-size:20px">${texts.subject[message.kind]}</h1>
${paragraphs.map((words) => html`<p>${words}</p>`)}
<dl>${facts.map(([label, value]) => html`<dt><b>${label}</b></dt><dd style="margin:0 0 8px">${value}</dd>`)}</dl>
${link}
<p>${contact}</p>
<p style="font-size:14px">${texts.footer(sender)}</p>
</div>
</body>
</html>`;
  return { subject, text: `${text}\n`, html: String(await page) };
}

/** The way to stop a reset, where there is still something to stop. */
function stopOf(deps: Pick<Deps, 'seal' | 'origin'>, message: Message, texts: MessageTexts) {
  const { kind, openCase, openUntil } = message;
  if (kind !== 'reset-opened' || openCase === null || openUntil === null) return null;
  return {
    text: texts.stopText(momentInWords(openUntil, texts.lang)),
    href: `${deps.origin}/.two-factor/veto/${openCase}.${vetoToken(deps, openCase)}`,
  };
}

function contactAddress({ origin, profile }: Pick<Deps, 'origin' | 'profile'>): string {
  return new URL(profile.support.url ?? '/', origin).href;
}

function whose({ name, email, realm, accountId }: Message): string {
  const who = [name, email].filter((part) => part).map((part) => plain(String(part)));
  const distinct = [...new Set(who)];
  return `${distinct.join(', ') || accountId}${realm ? ` (${plain(realm)})` : ''}`;
}

/** One line without characters that are not seen, or that turn the direction of what follows. */
export function plain(text: string): string {
  const visible = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return visible.length > nameAtMost ? `${visible.slice(0, nameAtMost)}…` : visible;
}

import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Profile } from '../profile/schema.ts';
import { style } from './style.ts';
import type { Texts } from './texts/texts.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page needs to know of the request it answers. */
export type PageContext = {
  readonly texts: Texts;
  readonly profile: Profile;
  /** Fresh for each answer; the only style that the page's policy lets through. */
  readonly nonce: string;
  /** Stands behind the page; nothing where a navigation shows the session. */
  readonly script: Html;
};

/**
 * The headers of a page that nobody may frame, cache or add a script to.
 *
 * @param scripted the page has a script of ours, that asks nobody but us.
 * `Referrer-Policy: same-origin` keeps the Origin header on our own forms.
 */
export function pageHeaders(nonce: string, scripted = false): Record<string, string> {
  const script = scripted ? `script-src 'nonce-${nonce}'; connect-src 'self'; ` : '';
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; ${script}style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    Vary: 'Accept-Language',
  };
}

const mark = raw(`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
  <rect x="9" y="4" width="30" height="40" rx="6" fill="none" stroke="currentColor" stroke-width="3.5"/>
  <path d="M24 17a5 5 0 0 1 2.6 9.3L28 34h-8l1.4-7.7A5 5 0 0 1 24 17z" fill="currentColor"/></svg>`);

export function layout(
  { texts, profile, nonce, script }: PageContext,
  title: string,
  content: Html,
): Html {
  return html`<!doctype html>
<html lang="${texts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${profile.name}</title>
<style nonce="${nonce}">${raw(style)}</style>
</head>
<body data-two-factor>
<main class="card">
${mark}
<p class="platform">${profile.name}</p>
<h1>${title}</h1>
${content}
</main>
${script}</body>
</html>`;
}

/** Where to turn to, for somebody who lost the phone or is locked out; or for another reason. */
export function supportContact({ texts, profile }: PageContext, why = texts.lostPhone): Html {
  const { url, email } = profile.support;
  const href = url ?? `mailto:${email}`;
  const words = email ? `${texts.contactSupport}: ${email}` : texts.contactSupport;
  return html`<p class="quiet">${why} <a href="${href}">${words}</a></p>`;
}

/** A local path of the platform's: a page of ours is no way back. */
export function wayBack(returnTo: string): string {
  return returnTo.startsWith('/.two-factor') ? '/' : returnTo;
}

/** @param returnTo where somebody was on the way to; a page of ours is no way back. */
export function backLink({ texts }: PageContext, returnTo = '/'): Html {
  return html`<p class="quiet"><a href="${wayBack(returnTo)}">${texts.back}</a></p>`;
}

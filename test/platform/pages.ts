import type { Account } from './accounts.ts';
import { type Html, html } from './html.ts';
import type { Language, Texts } from './texts.ts';
import { texts } from './texts.ts';

const NOTHING = html``;

const BRAND = html`<span class="brand">
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M3 18V6l9 9V6m0 9 9-9v12" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/></svg>
  Northwind Flows</span>`;

/** A whole document. `script` is the name of the page's module under `/assets/`. */
function page(language: Language, title: string, body: Html, script?: string): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Northwind Flows</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/platform.css">
${script ? html`<script type="module" src="/assets/${script}"></script>` : NOTHING}
</head>
<body>
${body}
</body>
</html>
`.html;
}

function outside(language: Language, title: string, body: Html): string {
  return page(
    language,
    title,
    html`<main class="outside"><section class="door">${BRAND}${body}</section>${languages(language)}</main>`,
  );
}

function languages(current: Language): Html {
  const link = (language: Language, name: string) =>
    html`<a href="?lang=${language}" lang="${language}" hreflang="${language}"${
      language === current ? html` aria-current="true"` : NOTHING
    }>${name}</a>`;
  return html`<nav class="languages">${link('en', 'English')} ${link('pt-BR', 'Português')}</nav>`;
}

/** The login form: posts and navigates. `problem` is what went wrong the last time. */
export function loginPage(
  language: Language,
  token: string,
  problem?: 'wrong' | 'wait' | 'locked' | 'expired',
  typed: { realm: string; email: string } = { realm: '', email: '' },
): string {
  const t = texts[language];
  return outside(
    language,
    t.loginTitle,
    html`<h1>${t.loginTitle}</h1>
<a class="help" href="/support" title="${t.support}" aria-label="${t.support}">?</a>
${problem ? html`<p class="problem" role="alert">${t[problem]}</p>` : NOTHING}
<form method="post" action="/login" class="fields">
  <input type="hidden" name="token" value="${token}">
  <label>${t.realm}<input name="realm" required autocomplete="organization" autocapitalize="none" spellcheck="false" value="${typed.realm}"></label>
  <label>${t.email}<input name="email" type="email" required autocomplete="username" value="${typed.email}"></label>
  <label>${t.password}<input name="password" type="password" required autocomplete="current-password"></label>
  <a href="/forgot-password">${t.forgot}</a>
  <button class="primary">${t.login}</button>
</form>
<p class="or"><span>${t.or}</span></p>
<a class="button" href="/idp">${t.singleSignOn}</a>`,
  );
}

/** What the identity provider shows: one press, and in. */
export function identityProviderPage(
  language: Language,
  token: string,
  accounts: readonly Account[],
): string {
  const t = texts[language];
  const choices = accounts.map(
    (account) =>
      html`<button name="account" value="${account.id}">${account.name}<small>${account.email}</small></button>`,
  );
  return outside(
    language,
    t.idpTitle,
    html`<h1>${t.idpTitle}</h1><p>${t.idpText}</p>
<form method="post" action="/idp" class="fields"><input type="hidden" name="token" value="${token}">${choices}</form>
<a href="/login">${t.back}</a>`,
  );
}

export function supportPage(language: Language): string {
  const t = texts[language];
  return outside(
    language,
    t.support,
    html`<h1>${t.supportTitle}</h1><p>${t.supportText}</p>
<p><a href="mailto:support@northwind.example">support@northwind.example</a><br><a href="tel:+15550100">+1 555 0100</a></p>
<a href="/login">${t.back}</a>`,
  );
}

export function forgotPasswordPage(language: Language): string {
  const t = texts[language];
  return outside(
    language,
    t.forgotTitle,
    html`<h1>${t.forgotTitle}</h1><p>${t.forgotText}</p><a href="/login">${t.back}</a>`,
  );
}

export function notFoundPage(language: Language): string {
  const t = texts[language];
  return outside(language, '404', html`<h1>404</h1><p>${t.notFound}</p><a href="/">${t.home}</a>`);
}

/** The frame of every page behind the login. */
function inside(language: Language, account: Account, title: string, body: Html, script: string) {
  const t = texts[language];
  return page(
    language,
    title,
    html`<header class="bar">${BRAND}
<nav class="rooms"><a href="/home">${t.home}</a><a href="/pipelines">${t.pipelines}</a></nav>
${userMenu(t, account)}</header>
<main class="room">${body}</main>`,
    script,
  );
}

function userMenu(t: Texts, account: Account): Html {
  return html`<div class="user">
  <button type="button" class="user-button" aria-haspopup="menu" aria-expanded="false" aria-controls="user-menu">${account.email}</button>
  <ul class="menu" id="user-menu" role="menu" aria-label="${t.userMenu}" hidden>
    <li class="menu-head" role="none"><strong>${account.name}</strong><span>${account.email}</span></li>
    <li role="none"><a class="menu-item" role="menuitem" href="/change-password">${t.changePassword}</a></li>
    <li role="none"><a class="menu-item" role="menuitem" href="?lang=en" lang="en">English</a></li>
    <li role="none"><a class="menu-item" role="menuitem" href="?lang=pt-BR" lang="pt-BR">Português</a></li>
    <li role="none"><form method="post" action="/logout"><button class="menu-item" role="menuitem">${t.logout}</button></form></li>
  </ul>
</div>`;
}

/** The dashboard; `home.js` fires the twenty calls. */
export function homePage(language: Language, account: Account): string {
  const t = texts[language];
  return inside(
    language,
    account,
    t.home,
    html`<h1>${t.greeting}, ${account.name}</h1><p class="quiet">${t.overview}</p>
<div class="board" id="board" data-loaded="0" data-answered="0" data-loading="${t.loading}" data-runs="${t.runs}" data-refused="${t.refused}"></div>`,
    'home.js',
  );
}

export function pipelinesPage(
  language: Language,
  account: Account,
  pipelines: ReadonlyArray<{ name: string; trigger: string; runs: number; running: boolean }>,
): string {
  const t = texts[language];
  const rows = pipelines.map(
    (pipeline) =>
      html`<tr><th scope="row">${pipeline.name}</th><td>${pipeline.trigger}</td><td>${pipeline.runs}</td><td>${
        pipeline.running ? t.running : t.paused
      }</td></tr>`,
  );
  return inside(
    language,
    account,
    t.pipelines,
    html`<h1>${t.pipelines}</h1><div class="wide"><table>
<thead><tr><th scope="col">${t.pipeline}</th><th scope="col">${t.trigger}</th><th scope="col">${t.runs}</th><th scope="col">${t.state}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`,
    'menu-only.js',
  );
}

export function changePasswordPage(
  language: Language,
  account: Account,
  outcome?: 'saved' | 'notSaved',
): string {
  const t = texts[language];
  return inside(
    language,
    account,
    t.changePassword,
    html`<h1>${t.changePassword}</h1>
${outcome ? html`<p class="${outcome === 'saved' ? 'notice' : 'problem'}" role="alert">${t[outcome]}</p>` : NOTHING}
<form method="post" action="/change-password" class="fields narrow">
  <label>${t.currentPassword}<input name="current" type="password" required autocomplete="current-password"></label>
  <label>${t.newPassword}<input name="new" type="password" required minlength="8" autocomplete="new-password"></label>
  <label>${t.repeatPassword}<input name="repeat" type="password" required minlength="8" autocomplete="new-password"></label>
  <button class="primary">${t.save}</button>
</form>`,
    'menu-only.js',
  );
}

/** The shell of the single-page application; `spa.js` draws everything in it. */
export function singlePage(language: Language): string {
  return page(language, texts[language].loginTitle, html`<div id="app"></div>`, 'spa.js');
}

import { html } from 'hono/html';
import { type FormContext, signOutForm } from './forms.ts';
import { type Html, layout, type PageContext } from './layout.ts';

/** A page without anything to decide: a title, a text and one way on. */
function notice(context: PageContext, title: string, text: string, way: Html): Html {
  return layout(context, title, html`<p>${text}</p>${way}`);
}

const link = (href: string, words: string): Html =>
  html`<a class="button" href="${href}">${words}</a>`;

export function exemptPage(context: PageContext): Html {
  const { texts } = context;
  return notice(context, texts.exemptTitle, texts.exemptText, link('/', texts.back));
}

export function anonymousPage(context: PageContext): Html {
  const { texts } = context;
  return notice(context, texts.anonymousTitle, texts.anonymousText, link('/', texts.goToPlatform));
}

/** Who asks, the page's script has yet to find out. */
export function waitingPage(context: FormContext): Html {
  const { texts, returnTo } = context;
  return layout(
    context,
    texts.feature,
    html`<noscript><p>${texts.scriptNeeded}</p></noscript>${link(returnTo, texts.tryAgain)}`,
  );
}

export function unavailablePage(context: PageContext, returnTo: string): Html {
  const { texts } = context;
  return notice(
    context,
    texts.unavailableTitle,
    texts.unavailableText,
    link(returnTo, texts.tryAgain),
  );
}

/** Two logins in one request: a reload may do (planted cookies are expired with this page), or signing out. */
export function ambiguousPage(context: FormContext): Html {
  const { texts, returnTo } = context;
  return notice(
    context,
    texts.ambiguousTitle,
    texts.ambiguousText,
    html`${link(returnTo, texts.reload)}${signOutForm(context, texts.signOut)}`,
  );
}

/** Something was refused that no page of its own stands for. */
export function refusalPage(context: FormContext): Html {
  const { texts, failure, returnTo } = context;
  const text = texts.reasons[failure?.reason ?? 'internal'];
  return notice(context, texts.feature, text, link(returnTo, texts.tryAgain));
}

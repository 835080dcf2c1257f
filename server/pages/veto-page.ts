import { html } from 'hono/html';
import type { Session } from '../domain/session.ts';
import { type FormContext, hiddenFields } from './forms.ts';
import { type Html, layout, type PageContext, supportContact } from './layout.ts';
import { momentInWords } from './texts/moment.ts';

/** What the link of a message leads to: nothing happens before the button is pressed. */
export function vetoPage(context: PageContext, link: string, dueAt: number): Html {
  const { texts } = context;
  return layout(
    context,
    texts.vetoTitle,
    html`<p>${texts.vetoText(momentInWords(dueAt, texts.lang))}</p>
<form method="post" action="/.two-factor/veto/${link}">
<button>${texts.veto}</button>
</form>
<p class="quiet">${texts.vetoIgnore}</p>`,
  );
}

/** The reset is stopped. */
export function vetoedPage(context: PageContext): Html {
  const { texts } = context;
  return layout(
    context,
    texts.vetoedTitle,
    html`<p>${texts.vetoedText}</p>
<a class="button" href="/">${texts.goToPlatform}</a>${supportContact(context)}`,
  );
}

/** The same question to somebody who is in, above what they came for; nothing where no case is open. */
export function vetoNotice(context: FormContext, { accountId, openCase }: Session): Html {
  const { texts } = context;
  if (!openCase) return html``;
  const when = momentInWords(openCase.dueAt, texts.lang);
  return html`<section class="warning" aria-labelledby="veto">
<h2 id="veto">${texts.vetoTitle}</h2>
<p>${texts.vetoText(when)}</p>
<form method="post" action="/.two-factor/veto">
${hiddenFields(context, { account: accountId, caseId: openCase.id })}
<button>${texts.veto}</button>
</form>
</section>`;
}

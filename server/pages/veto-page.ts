import { html } from 'hono/html';
import type { Session } from '../domain/session.ts';
import type { LinkedCase } from '../domain/veto.ts';
import { type FormContext, hiddenFields } from './forms.ts';
import { type Html, layout, supportContact, wayBack } from './layout.ts';
import { momentInWords } from './texts/moment.ts';

/**
 * What the link of a message leads to, whoever has it: nothing happens before the button is pressed. It
 * says no more of the account than the message did.
 */
export function vetoPage(context: FormContext, link: string, { state, dueAt }: LinkedCase): Html {
  const { texts } = context;
  const whose = html`<p class="quiet">${texts.vetoIgnore}</p>`;
  switch (state) {
    case 'open':
      return layout(
        context,
        texts.vetoTitle,
        html`${question(context, dueAt, `/${link}`)}${whose}`,
      );
    case 'vetoed':
      return vetoedPage(context);
    case 'cancelled':
      return overPage(context, texts.cancelledTitle, texts.cancelledText);
    case 'done':
      return overPage(context, texts.doneTitle, texts.doneText);
  }
}

/** The reset is stopped. */
export function vetoedPage(context: FormContext): Html {
  return overPage(context, context.texts.vetoedTitle, context.texts.vetoedText);
}

function overPage(context: FormContext, title: string, text: string): Html {
  return layout(
    context,
    title,
    html`<p>${text}</p>
<a class="button" href="${wayBack(context.returnTo)}">${context.texts.goToPlatform}</a>
${supportContact(context, '')}`,
  );
}

/** The same question to somebody who has just come in, before what they came for. */
export function vetoFirstPage(context: FormContext, session: Session, dueAt: number): Html {
  const { texts } = context;
  return layout(
    context,
    texts.vetoTitle,
    html`${question(context, dueAt, '', fieldsOf(context, session))}
<p class="quiet">${texts.vetoIgnore}</p>
<a class="button second" href="${wayBack(context.returnTo)}">${texts.goToPlatform}</a>`,
  );
}

/** And on the settings page, above all else there; nothing where no case is open. */
export function vetoNotice(context: FormContext, session: Session): Html {
  if (!session.openCase) return html``;
  const { dueAt } = session.openCase;
  return html`<section class="warning" aria-labelledby="veto">
<h2 id="veto">${context.texts.vetoTitle}</h2>
${question(context, dueAt, '', fieldsOf(context, session))}
</section>`;
}

function fieldsOf(context: FormContext, { accountId, openCase }: Session): Html {
  return hiddenFields(context, { account: accountId, caseId: openCase?.id ?? '' });
}

/** @param proof of who may stop it: hidden fields for a session; a link is in the path alone. */
function question({ texts }: FormContext, dueAt: number, path: string, proof = html``): Html {
  return html`<p>${texts.vetoText(momentInWords(dueAt, texts.lang))}</p>
<form method="post" action="/.two-factor/veto${path}">
${proof}<button>${texts.veto}</button>
</form>`;
}

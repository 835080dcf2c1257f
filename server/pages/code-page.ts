import { html } from 'hono/html';
import type { Session } from '../domain/session.ts';
import { codeField, type FormContext, hiddenFields, signOutForm } from './forms.ts';
import { type Html, layout, supportContact } from './layout.ts';

/** Asks a session that owes a code for it, in place of the page that its user wanted. */
export function codePage(context: FormContext, session: Session): Html {
  const { texts } = context;
  const who = session.email || session.name;
  if (session.factor === 'locked') {
    return layout(
      context,
      texts.lockedTitle,
      html`<p>${texts.reasons.locked}</p>${signOutForm(context)}${supportContact(context)}`,
    );
  }
  return layout(
    context,
    texts.codeTitle,
    html`<p>${texts.codeText} ${texts.loggedInAs} <strong>${who}</strong>.</p>
<form method="post" action="/.two-factor/verify">
${hiddenFields(context, { account: session.accountId })}
${codeField(context)}
<button>${texts.continue}</button>
</form>
${signOutForm(context)}
${supportContact(context)}`,
  );
}

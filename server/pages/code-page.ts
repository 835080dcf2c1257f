import { html } from 'hono/html';
import type { Session } from '../domain/session.ts';
import { codeField, type FormContext, hiddenFields, lettersField, signOutForm } from './forms.ts';
import { type Html, layout, supportContact } from './layout.ts';

/** Asks a session that owes a code for it, in place of the page that its user wanted. */
export function codePage(given: FormContext, session: Session): Html {
  const { texts } = given;
  const who = session.email || session.name;
  if (session.factor === 'locked') {
    return layout(
      given,
      texts.lockedTitle,
      html`<p>${texts.reasons.locked}</p>${signOutForm(given)}${supportContact(given)}`,
    );
  }
  const place = given.place === 'recovery' ? 'recovery' : 'code';
  const context: FormContext = { ...given, place };
  return layout(
    context,
    texts.codeTitle,
    html`<p>${texts.codeText} ${texts.loggedInAs} <strong>${who}</strong>.</p>
<form method="post" action="/.two-factor/verify">
${hiddenFields(context, { account: session.accountId })}
${codeField(context, 'code')}
<button>${texts.continue}</button>
</form>
<details${place === 'recovery' ? ' open' : ''}>
<summary>${texts.useRecoveryCode}</summary>
<p>${texts.recoveryCodeText}</p>
<form method="post" action="/.two-factor/verify">
${hiddenFields(context, { account: session.accountId })}
${lettersField(context, 'recovery', 'recoveryCode', texts.recoveryCode)}
<button>${texts.useThisCode}</button>
</form>
</details>
${signOutForm(context)}
${supportContact(context)}`,
  );
}

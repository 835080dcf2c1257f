import { html } from 'hono/html';
import type { Session } from '../domain/session.ts';
import {
  codeField,
  type FormContext,
  failureText,
  hiddenFields,
  lettersField,
  logInAgain,
  type Place,
} from './forms.ts';
import { backLink, type Html, layout } from './layout.ts';
import { vetoNotice } from './veto-page.ts';

/** So few recovery codes are soon none. */
const few = 2;

const places: readonly Place[] = ['deactivate', 'replace', 'recovery-codes'];

/**
 * Where an active factor is switched off, handed on to another phone, or given new recovery codes.
 *
 * @param codesLeft the recovery codes that the account has not used yet.
 */
export function activePage(given: FormContext, session: Session, codesLeft: number): Html {
  const { texts, failure } = given;
  // Whoever is to read of a reset first shall not type the next code where it switches the factor off.
  const unplaced = failure || session.openCase ? 'page' : 'deactivate';
  const place = places.includes(given.place) ? given.place : unplaced;
  const context: FormContext = { ...given, place };
  return layout(
    context,
    texts.activeTitle,
    html`${failureText(context, 'page')}
${vetoNotice(context, session)}
${session.failuresBefore > 0 ? html`<p class="warning">${texts.failuresBefore(session.failuresBefore)}</p>` : ''}
<p>${texts.activeText}</p>
<form method="post" action="/.two-factor/deactivate">
${hiddenFields(context, { account: session.accountId })}
${codeField(context, 'deactivate')}
<button>${texts.deactivate}</button>
</form>
<div class="more">
${
  codesLeft > few
    ? html`<p class="quiet">${texts.recoveryCodesLeft(codesLeft)}</p>`
    : html`<p class="warning">${texts.recoveryCodesLeft(codesLeft)} ${texts.getNewCodes}</p>`
}
<details${place === 'replace' ? ' open' : ''}>
<summary>${texts.replacePhone}</summary>
${replaceForm(context, session)}
</details>
<details${place === 'recovery-codes' ? ' open' : ''}>
<summary>${texts.newCodes}</summary>
<p>${texts.newCodesText}</p>
<form method="post" action="/.two-factor/recovery-codes">
${hiddenFields(context, { account: session.accountId })}
${codeField(context, 'recovery-codes', texts.sixDigits)}
<button>${texts.showNewCodes}</button>
</form>
</details>
</div>
${backLink(context, context.returnTo)}`,
  );
}

function replaceForm(context: FormContext, session: Session): Html {
  const { texts, failure, place } = context;
  if (place === 'replace' && failure?.reason === 'login-again') return logInAgain(context, place);
  return html`<p>${texts.replaceText} ${texts.oldPhoneWorks}</p>
<form method="post" action="/.two-factor/activate">
${hiddenFields(context, { account: session.accountId })}
${lettersField(context, 'replace', 'code', texts.eitherCode)}
<button>${texts.start}</button>
</form>`;
}

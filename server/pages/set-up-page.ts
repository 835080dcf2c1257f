import { html, raw } from 'hono/html';
import { toString as qrOf } from 'qrcode';
import type { StartedSetup } from '../domain/activate.ts';
import type { Session } from '../domain/session.ts';
import {
  codeField,
  type FormContext,
  failureText,
  hiddenFields,
  lettersField,
  logInAgain,
  signOutForm,
} from './forms.ts';
import { backLink, type Html, layout, supportContact } from './layout.ts';

/** Offers the set-up; after a reset it asks for support's one-time code, and is all there is. */
export function startPage(given: FormContext, session: Session): Html {
  const { texts, failure } = given;
  const context: FormContext = { ...given, place: 'set-up' };
  const again = session.mustSetUp;
  const needsCode = again && session.setupCodeHash !== null;
  const anew = needsCode ? texts.setUpAgainText : texts.setUpAnewText;
  if (failure?.reason === 'login-again') {
    const way = again ? supportContact(context) : backLink(context);
    return layout(context, texts.setUpTitle, html`${logInAgain(context, 'set-up')}${way}`);
  }
  return layout(
    context,
    texts.setUpTitle,
    html`<p>${again ? anew : texts.setUpText}</p>
<form method="post" action="/.two-factor/activate">
${hiddenFields(context, { account: session.accountId })}
${
  needsCode
    ? lettersField(context, 'set-up', 'setupCode', texts.setupCode)
    : failureText(context, 'set-up')
}
<button>${texts.start}</button>
</form>
${again ? html`${signOutForm(context)}${supportContact(context)}` : backLink(context)}`,
  );
}

/**
 * Shows a set-up's QR once, when it starts. After a wrong code the page comes without it: the secret
 * has left the server already and never leaves it again.
 */
export async function confirmPage(
  given: FormContext,
  session: Session,
  pendingId: string,
  started: StartedSetup | null,
): Promise<Html> {
  const { texts } = given;
  const context: FormContext = { ...given, place: 'confirm' };
  const replaces = session.factor === 'active';
  return layout(
    context,
    texts.setUpTitle,
    html`${started ? await qrAndKey(context, started) : html`<p>${texts.scanned}</p>`}
<form method="post" action="/.two-factor/confirm">
${hiddenFields(context, { account: session.accountId, pendingId })}
${codeField(context, 'confirm')}
<button>${texts.activate}</button>
</form>
<form method="get" action="/.two-factor/">
<button class="second">${texts.startOver}</button>
</form>
${replaces ? html`<p class="quiet">${texts.oldPhoneWorks}</p>` : ''}`,
  );
}

async function qrAndKey({ texts }: FormContext, started: StartedSetup): Promise<Html> {
  const svg = await qrOf(started.uri, { type: 'svg', margin: 2 });
  const groups = started.secret.match(/.{1,4}/g)?.join(' ') ?? '';
  return html`<p>${texts.scan}</p>
<div class="qr">${raw(svg)}</div>
<details><summary>${texts.byHand}</summary><code class="secret">${groups}</code></details>`;
}

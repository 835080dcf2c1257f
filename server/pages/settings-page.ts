import { html, raw } from 'hono/html';
import { toString as qrOf } from 'qrcode';
import type { StartedSetup } from '../domain/activate.ts';
import type { Session } from '../domain/session.ts';
import { codeField, type FormContext, failureText, hiddenFields, signOutForm } from './forms.ts';
import { type Html, layout, supportContact } from './layout.ts';

/** Offers the set-up; after a reset it asks for support's one-time code, and is all there is. */
export function startPage(context: FormContext, session: Session): Html {
  const { texts, failure } = context;
  const again = session.mustSetUp;
  return layout(
    context,
    texts.setUpTitle,
    html`<p>${again ? texts.setUpAgainText : texts.setUpText}</p>
<form method="post" action="/.two-factor/activate">
${hiddenFields(context, { account: session.accountId })}
${
  again
    ? html`<label for="setup-code">${texts.setupCode}</label>
<input id="setup-code" name="setupCode" autocomplete="off" autocapitalize="characters" spellcheck="false"
  maxlength="64" required autofocus ${failure ? html`aria-invalid="true" aria-describedby="error"` : ''}>`
    : ''
}
${failureText(context)}
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
  context: FormContext,
  session: Session,
  pendingId: string,
  started: StartedSetup | null,
): Promise<Html> {
  const { texts } = context;
  return layout(
    context,
    texts.setUpTitle,
    html`${started ? await qrAndKey(context, started) : html`<p>${texts.scanned}</p>`}
<form method="post" action="/.two-factor/confirm">
${hiddenFields(context, { account: session.accountId, pendingId })}
${codeField(context)}
<button>${texts.activate}</button>
</form>
<form method="get" action="/.two-factor/">
<button class="second">${texts.startOver}</button>
</form>`,
  );
}

async function qrAndKey({ texts }: FormContext, started: StartedSetup): Promise<Html> {
  const svg = await qrOf(started.uri, { type: 'svg', margin: 2 });
  const groups = started.secret.match(/.{1,4}/g)?.join(' ') ?? '';
  return html`<p>${texts.scan}</p>
<div class="qr">${raw(svg)}</div>
<details><summary>${texts.byHand}</summary><code class="secret">${groups}</code></details>`;
}

/** Where an active factor is switched off. */
export function activePage(context: FormContext, session: Session): Html {
  const { texts } = context;
  return layout(
    context,
    texts.activeTitle,
    html`<p>${texts.activeText}</p>
<form method="post" action="/.two-factor/deactivate">
${hiddenFields(context, { account: session.accountId })}
${codeField(context)}
<button>${texts.deactivate}</button>
</form>
${backLink(context)}`,
  );
}

function backLink({ texts }: FormContext): Html {
  return html`<p class="quiet"><a href="/">${texts.back}</a></p>`;
}

import { html } from 'hono/html';
import type { Failure } from '../domain/failure.ts';
import type { Html, PageContext } from './layout.ts';

/** The hidden fields by which a form proves where it comes from and where its user wants to go. */
export type FormContext = PageContext & {
  /** Bound to the session that the page was made for. */
  readonly token: string;
  /** The local path that the user was on the way to. */
  readonly returnTo: string;
  readonly failure: Failure | null;
  readonly now: number;
};

export function hiddenFields(
  { token, returnTo }: FormContext,
  more: Record<string, string> = {},
): Html {
  const fields = { token, return: returnTo, ...more };
  return html`${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`;
}

/** The field for six digits, its label and, beside it, why the last code was refused. */
export function codeField(context: FormContext): Html {
  return html`<label for="code">${context.texts.code}</label>
<input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="9"
  required autofocus ${context.failure ? html`aria-invalid="true" aria-describedby="error"` : ''}>
${failureText(context)}`;
}

/** Why the last try was refused and, where there is a wait, how long it lasts. */
export function failureText({ texts, failure, now }: FormContext): Html {
  if (!failure) return html``;
  const seconds = Math.ceil(((failure.waitUntil ?? 0) - now) / 1000);
  const wait = seconds > 0 ? ` ${texts.waitUntil(seconds)}` : '';
  return html`<p class="error" id="error" role="alert">${texts.reasons[failure.reason]}${wait}</p>`;
}

export function signOutForm(context: FormContext): Html {
  return html`<form method="post" action="/.two-factor/sign-out">
${hiddenFields(context)}
<button class="second">${context.texts.otherAccount}</button>
</form>`;
}

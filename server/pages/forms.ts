import { html } from 'hono/html';
import type { Failure, Reason } from '../domain/failure.ts';
import type { Html, PageContext } from './layout.ts';
import type { Word } from './texts/texts.ts';

/** The form that was used, by which a refusal finds the field beside which it is said; or none of them. */
export type Place =
  | 'code'
  | 'recovery'
  | 'set-up'
  | 'confirm'
  | 'deactivate'
  | 'replace'
  | 'recovery-codes'
  | 'page';

/** The hidden fields by which a form proves where it comes from and where its user wants to go. */
export type FormContext = PageContext & {
  /** Bound to the session that the page was made for. */
  readonly token: string;
  /** The local path that the user was on the way to. */
  readonly returnTo: string;
  readonly failure: Failure | null;
  /** Where the focus stands, and what was refused is said. */
  readonly place: Place;
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
export function codeField(context: FormContext, place: Place, label = context.texts.code): Html {
  return html`<label for="${place}">${label}</label>
<input class="code" id="${place}" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="9"
  required${focusHere(context, place)}>
${failureText(context, place)}`;
}

/** The same for what has letters, and what no browser should put right, offer or keep. */
export function lettersField(
  context: FormContext,
  place: Place,
  name: string,
  label: string,
): Html {
  return html`<label for="${place}">${label}</label>
<input id="${place}" name="${name}" autocomplete="off" autocapitalize="characters" spellcheck="false"
  maxlength="64" required${focusHere(context, place)}>
${failureText(context, place)}`;
}

function focusHere({ place: here, failure }: FormContext, place: Place): Html {
  if (place !== here) return html``;
  return failure ? html` autofocus aria-invalid="true" aria-describedby="error"` : html` autofocus`;
}

/** Why the last try was refused and, where there is a wait, how long it lasts; only where it belongs. */
export function failureText({ texts, failure, place: here, now }: FormContext, place: Place): Html {
  if (!failure || place !== here) return html``;
  const { reason, clockOff } = failure;
  const ownWord = ownWords[place]?.[reason];
  const why =
    reason === 'wrong-code' && clockOff
      ? texts.clockOff(clockOff)
      : ownWord
        ? texts[ownWord]
        : texts.reasons[reason];
  const seconds = Math.ceil(((failure.waitUntil ?? 0) - now) / 1000);
  const wait = seconds > 0 ? ` ${texts.waitUntil(seconds)}` : '';
  return html`<p class="error" id="error" role="alert">${why}${wait}</p>`;
}

/** Where the usual words would mislead: no next recovery code comes up on a phone. */
const ownWords: Partial<Record<Place, Partial<Record<Reason, Word>>>> = {
  recovery: { 'wrong-code': 'wrongRecoveryCode', 'malformed-code': 'malformedRecoveryCode' },
  replace: { 'wrong-code': 'wrongEitherCode', 'malformed-code': 'malformedEitherCode' },
  page: { 'setup-over': 'setupEnded' },
};

export function signOutForm(context: FormContext, words = context.texts.otherAccount): Html {
  return html`<form method="post" action="/.two-factor/sign-out">
${hiddenFields(context)}
<button class="second">${words}</button>
</form>`;
}

/** In place of a form that only a fresh login may use. */
export function logInAgain(context: FormContext, place: Place): Html {
  return html`${failureText(context, place)}
<form method="post" action="/.two-factor/sign-out">
${hiddenFields(context)}
<button autofocus aria-describedby="error">${context.texts.logInAgain}</button>
</form>`;
}

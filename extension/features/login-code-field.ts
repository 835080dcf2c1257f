import { fieldName, insertLoginField, type LoginField } from '../platform/login-field.ts';
import {
  findLoginForms,
  isStillLogin,
  type LoginForm,
  travelsInAddress,
} from '../platform/login-form.ts';
import { onPageChange } from '../platform/page-changes.ts';
import { isVisible } from '../platform/visible.ts';
import type { PageTexts } from '../texts/page-texts.ts';
import { createCodeSender } from './code-sender.ts';

type Options = {
  /** Seals the code for the login that follows; false if that did not work. */
  sendCode: (code: string) => Promise<boolean>;
  /** In the language that the page speaks at that moment. */
  texts: () => PageTexts;
  /** The profile's selector of the login form, where meaning is not enough. */
  selector?: string | undefined;
  signal: AbortSignal;
};

/** Keeps a code field in every login form of the page, until the signal ends. */
export function addLoginCodeField({ sendCode, texts, selector, signal }: Options): void {
  const placed = new Map<LoginField, LoginForm>();

  onPageChange(() => {
    const { loginField, lang } = texts();
    for (const [field, form] of placed) {
      // A field that is hidden together with its form keeps what was typed: that form may come back.
      const { input } = field;
      const speaks = input.value || input.lang === lang;
      const serves = !isVisible(input) || isStillLogin(form, !input.value, selector);
      if (input.isConnected && speaks && serves) continue;
      field.remove();
      placed.delete(field);
    }
    for (const form of findLoginForms(document, selector)) {
      if (travelsInAddress(form)) continue;
      const field = insertLoginField(form, loginField, lang);
      placed.set(field, form);
      attend(field, form, sendCode);
    }
  }, signal);

  signal.addEventListener('abort', () => {
    for (const field of placed.keys()) field.remove();
  });
}

/**
 * Hands the code over, and keeps it from the platform. `formdata` is fired for every submission and for
 * every `FormData` that a script makes of the form. Scripts that read the form's elements themselves do
 * so from an event of the user on, some after a check or a captcha: from then on the field has no name,
 * until somebody types in the form again. Password managers know it by its `autocomplete`.
 */
function attend(
  { input, signal }: LoginField,
  { container, button }: LoginForm,
  sendCode: Options['sendCode'],
): void {
  const offer = createCodeSender(sendCode);
  const early = { capture: true, signal };
  for (const type of ['input', 'change']) {
    input.addEventListener(type, () => void offer(input.value));
  }
  container.addEventListener(
    'input',
    () => {
      input.name = fieldName;
    },
    early,
  );
  // A page can make such an event of its own, with nothing in it.
  container.addEventListener('formdata', ({ formData }) => formData?.delete(fieldName), early);
  const use = (event: Event) => {
    const { target, type } = event;
    if (!(target instanceof Node) || !container.contains(target)) return;
    if ('key' in event && event.key !== 'Enter') return;
    if (type === 'click' && target === input) return;
    input.removeAttribute('name');
    // The cookie lives a minute: renew it when the login really happens, and do not hold the page up. A
    // "form" that is none has no submit event: its button is the moment.
    if (type !== 'click' || button.contains(target)) void offer(input.value, true);
  };
  for (const type of ['submit', 'click', 'keydown']) {
    // On the window: before any listener of the page's that sits deeper.
    window.addEventListener(type, use, early);
  }
}

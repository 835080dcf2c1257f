import { fieldName, insertLoginField, type LoginField } from '../platform/login-field.ts';
import {
  findLoginForms,
  isStillLogin,
  type LoginForm,
  travelsInAddress,
} from '../platform/login-form.ts';
import { onPageChange } from '../platform/page-changes.ts';
import { isVisible } from '../platform/visible.ts';
import { createCodeSender } from './code-sender.ts';

type Options = {
  /** Seals the code for the login that follows; false if that did not work. */
  sendCode: (code: string) => Promise<boolean>;
  /** The field's label, in the language that the page speaks when the field is made. */
  label: () => string;
  /** The profile's selector of the login form, where meaning is not enough. */
  selector?: string | undefined;
  signal: AbortSignal;
};

/** Keeps a code field in every login form of the page, until the signal ends. */
export function addLoginCodeField({ sendCode, label, selector, signal }: Options): void {
  const placed = new Map<LoginField, LoginForm>();

  onPageChange(() => {
    for (const [field, form] of placed) {
      // A field that is hidden together with its form keeps what was typed: that form may come back.
      const { input } = field;
      if (input.isConnected && (!isVisible(input) || isStillLogin(form, !input.value, selector))) {
        continue;
      }
      field.remove();
      placed.delete(field);
    }
    for (const form of findLoginForms(document, selector)) {
      if (travelsInAddress(form)) continue;
      const field = insertLoginField(form, label());
      placed.set(field, form);
      sendWhenWhole(field.input, form, sendCode, signal);
      keepOutOfForm(field.input, form, signal);
    }
  }, signal);

  signal.addEventListener('abort', () => {
    for (const field of placed.keys()) field.remove();
  });
}

function sendWhenWhole(
  input: HTMLInputElement,
  form: LoginForm,
  sendCode: Options['sendCode'],
  signal: AbortSignal,
): void {
  const offer = createCodeSender(sendCode);
  const offerAgain = () => void offer(input.value, true);
  input.addEventListener('input', () => void offer(input.value), { signal });
  input.addEventListener('change', () => void offer(input.value), { signal });
  // The cookie lives a minute: renew it when the login really happens, and do not hold the page up.
  form.container.addEventListener('submit', offerAgain, { capture: true, signal });
  form.container.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') offerAgain();
    },
    { capture: true, signal },
  );
  if (form.container.localName === 'form') return;
  // A "form" that is none has no submit event: its button is the moment.
  form.container.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Node && form.button.contains(event.target)) offerAgain();
    },
    { capture: true, signal },
  );
}

/**
 * The platform never sees the code. `formdata` is fired for every submission and for every `FormData`
 * that a script makes of the form. Scripts that read the form's elements themselves do so while an
 * event of the user is being handled, and for that time the field has no name.
 */
function keepOutOfForm(input: HTMLInputElement, { container }: LoginForm, signal: AbortSignal) {
  container.addEventListener(
    'formdata',
    (event) => {
      if ('formData' in event && event.formData instanceof FormData) {
        event.formData.delete(fieldName);
      }
    },
    { capture: true, signal },
  );
  const loseName = (event: Event) => {
    if (!(event.target instanceof Node) || !container.contains(event.target)) return;
    if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
    if (event.type === 'click' && event.target === input) return;
    input.removeAttribute('name');
    setTimeout(() => {
      input.name = fieldName;
    });
  };
  for (const type of ['submit', 'click', 'keydown']) {
    // On the window: before any listener of the page's that sits deeper.
    window.addEventListener(type, loseName, { capture: true, signal });
  }
}

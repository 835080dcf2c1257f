import { bySelector } from './by-selector.ts';
import { isVisible, precedes } from './visible.ts';
import { labelOf, loginWords, nextWords, plain } from './words.ts';

/** A login form as found in the page; a "form" may be any element that holds the fields. */
export type LoginForm = { container: HTMLElement; password: HTMLInputElement; button: HTMLElement };

/** How far above the password a form that is no `<form>` may begin. */
const reach = 8;

const textLike =
  'input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=password], select';

const pressable =
  'button, input[type=submit], input[type=button], input[type=image], [role=button]';

const submitting = '[type=submit], [type=image], button:not([type])';

/**
 * Finds the page's login forms by what they mean: one visible password, a field for who it is or the
 * word for logging in, and a button that logs in. A button that says something else ("Save", "Create
 * account", "Confirm") makes it another form; one that only leads on needs another sign. Pages that
 * change a password have several password fields, and a form that already asks for a code needs none
 * of ours.
 */
export function findLoginForms(root: Document, selector?: string): LoginForm[] {
  const found = new Map<HTMLElement, LoginForm>();
  for (const password of root.querySelectorAll<HTMLInputElement>('input[type=password]')) {
    const form = isLoginPassword(password) && formOf(password, selector);
    if (form && !found.has(form.container)) found.set(form.container, form);
  }
  return [...found.values()].filter(
    ({ container }) =>
      passwordsUnder(container).length === 1 &&
      !container.querySelector('[autocomplete=one-time-code]'),
  );
}

/**
 * Whether a form that was a login form is one still: single pages make a sign-up or "forgot password" of
 * it. The password may be shown in the clear by now. A button that says "One moment" is no reason to take
 * a code away that is being typed, so without `fully` only the passwords are looked at; a whole code that
 * goes with its field all the same has been handed over already.
 */
export function isStillLogin(form: LoginForm, fully: boolean, selector?: string): boolean {
  const [password = form.password, another] = passwordsUnder(form.container);
  if (another || !isLoginPassword(password)) return false;
  return !fully || Boolean(formOf(password, selector));
}

/** The last field of a login form that a user types into. */
export function lastField(form: LoginForm): HTMLElement {
  const fields = [...form.container.querySelectorAll<HTMLElement>(textLike)].filter(
    (field) => isVisible(field) && precedes(field, form.button),
  );
  return fields.at(-1) ?? form.password;
}

/**
 * Whether a form says itself that its fields travel in the address. A form that says nothing is usually
 * sent by a script, and its entries are cleared of the code either way.
 */
export function travelsInAddress({ container, button }: LoginForm): boolean {
  const method = button.getAttribute('formmethod') ?? container.getAttribute('method');
  return method?.trim().toLowerCase() === 'get';
}

/** Whether one password is asked for anywhere that can be seen, in open shadow roots too. */
export function hasStrangePassword(root: ParentNode): boolean {
  const passwords = passwordsUnder(root);
  return passwords.length === 1 && passwords.every(isLoginPassword);
}

function passwordsUnder(root: ParentNode): HTMLInputElement[] {
  const found: HTMLInputElement[] = [];
  for (const element of root.querySelectorAll('*')) {
    if (isPassword(element) && isVisible(element)) found.push(element);
    if (element.shadowRoot) found.push(...passwordsUnder(element.shadowRoot));
  }
  return found;
}

function isPassword(element: Element): element is HTMLInputElement {
  return element.matches('input[type=password]');
}

function isLoginPassword(password: Element): boolean {
  return !hints(password, 'new-password') && isVisible(password);
}

function formOf(password: HTMLInputElement, selector?: string): LoginForm | null {
  return formAround(password) ?? formBySelector(password, selector);
}

function formAround(password: HTMLInputElement): LoginForm | null {
  let container: HTMLElement | null = password.closest('form') ?? password.parentElement;
  const isForm = container?.localName === 'form';
  for (let level = 0; container && container.localName !== 'body' && level < reach; level++) {
    const button = buttonAfter(container, password);
    if (button && logsIn(container, password, button)) return { container, password, button };
    if (isForm) return null;
    container = container.parentElement;
  }
  return null;
}

function logsIn(container: HTMLElement, password: HTMLInputElement, button: Element): boolean {
  const isHinted = hints(password, 'current-password') || headings(container).some(saysLogin);
  if (saysLogin(button)) return isHinted || asksWho(container, password);
  const words = plain(labelOf(button));
  return isHinted && (words === '' || nextWords.has(words));
}

/** Where meaning is not enough, the profile says which element is the login form. */
function formBySelector(password: HTMLInputElement, selector?: string): LoginForm | null {
  const container = bySelector(selector, (known) => password.closest<HTMLElement>(known));
  const button = container ? buttonAfter(container, password) : null;
  return container && button ? { container, password, button } : null;
}

/** The form's button: one that submits and says login, else one that submits, else one that says it. */
function buttonAfter(container: HTMLElement, password: Element): HTMLElement | null {
  const inside = [...container.querySelectorAll<HTMLElement>(pressable)];
  const outside = document.querySelectorAll<HTMLButtonElement>('button[form]');
  const tied = [...outside].filter(({ form }) => form === container);
  const buttons = [...inside, ...tied].filter(
    (button) => precedes(password, button) && isVisible(button),
  );
  const submits = buttons.filter((button) => button.matches(submitting));
  return (
    submits.find(saysLogin) ??
    // Without words of its own it may only show the password.
    submits.find((button) => button.textContent?.trim() || button.matches('input')) ??
    buttons.find(saysLogin) ??
    submits[0] ??
    null
  );
}

function asksWho(container: HTMLElement, password: HTMLInputElement): boolean {
  return [...container.querySelectorAll<HTMLElement>(textLike)].some(
    (field) => field !== password && precedes(field, password) && isVisible(field),
  );
}

function headings(container: HTMLElement): Element[] {
  return [...container.querySelectorAll('h1, h2, h3, legend, [role=heading]')];
}

/** "Sign in", and "Sign in to Northwind" too. */
function saysLogin(element: Element): boolean {
  const words = plain(labelOf(element));
  return [...loginWords].some((login) => `${words} `.startsWith(`${login} `));
}

function hints(password: Element, hint: string): boolean {
  return password.matches(`[autocomplete*=${hint}]`);
}

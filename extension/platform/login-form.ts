import { isVisible } from './visible.ts';
import { labelOf, loginWords, plain } from './words.ts';

/** A login form as found in the page; a "form" may be any element that holds the fields. */
export type LoginForm = { container: HTMLElement; password: HTMLInputElement; button: HTMLElement };

/** How far above the password a form that is no `<form>` may begin. */
const reach = 8;

const textLike =
  'input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=password], select';

const pressable =
  'button, input[type=submit], input[type=button], input[type=image], [role=button]';

/**
 * Finds the page's login forms by what they mean: one visible password, a button, and either a field
 * for who it is or the word for logging in. Pages that change a password have several password fields,
 * and a form that already asks for a code needs none of ours.
 */
export function findLoginForms(root: Document, selector?: string): LoginForm[] {
  const found = new Map<HTMLElement, LoginForm>();
  for (const password of root.querySelectorAll<HTMLInputElement>('input[type=password]')) {
    if (password.autocomplete === 'new-password' || !isVisible(password)) continue;
    const form = formAround(password) ?? formBySelector(password, selector);
    if (form && !found.has(form.container)) found.set(form.container, form);
  }
  return [...found.values()].filter(
    ({ container }) =>
      passwordsIn(container).length === 1 &&
      !container.querySelector('[autocomplete=one-time-code]'),
  );
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

function formAround(password: HTMLInputElement): LoginForm | null {
  let container: HTMLElement | null = password.closest('form') ?? password.parentElement;
  const isForm = container?.localName === 'form';
  for (let level = 0; container && container.localName !== 'body' && level < reach; level++) {
    const button = buttonAfter(container, password);
    if (button && (asksWho(container, password) || saysLogin(container, password, button))) {
      return { container, password, button };
    }
    if (isForm) return null;
    container = container.parentElement;
  }
  return null;
}

/** Where meaning is not enough, the profile says which element is the login form. */
function formBySelector(password: HTMLInputElement, selector?: string): LoginForm | null {
  const container = selector ? closest(password, selector) : null;
  const button = container ? buttonAfter(container, password) : null;
  return container && button ? { container, password, button } : null;
}

function closest(element: Element, selector: string): HTMLElement | null {
  try {
    return element.closest<HTMLElement>(selector);
  } catch {
    // A selector that this browser does not know finds nothing; the page goes on without us.
    return null;
  }
}

/** The button that logs in: one with a word for it, else the form's submit button. */
function buttonAfter(container: HTMLElement, password: Element): HTMLElement | null {
  const inside = [...container.querySelectorAll<HTMLElement>(pressable)];
  const outside = container.ownerDocument.querySelectorAll<HTMLElement>('button[form]');
  const tied = [...outside].filter((button) => button.getAttribute('form') === container.id);
  const buttons = [...inside, ...tied].filter(
    (button) => precedes(password, button) && isVisible(button),
  );
  return (
    buttons.find((button) => saysLoginWord(button)) ??
    buttons.find((button) => button.matches('[type=submit], [type=image]')) ??
    buttons.find((button) => button.localName === 'button' && !button.hasAttribute('type')) ??
    null
  );
}

function asksWho(container: HTMLElement, password: HTMLInputElement): boolean {
  return [...container.querySelectorAll<HTMLElement>(textLike)].some(
    (field) => field !== password && precedes(field, password) && isVisible(field),
  );
}

function saysLogin(container: HTMLElement, password: HTMLInputElement, button: Element): boolean {
  if (password.autocomplete === 'current-password' && saysLoginWord(button)) return true;
  return [...container.querySelectorAll('h1, h2, h3, legend, [role=heading]')].some(saysLoginWord);
}

function saysLoginWord(element: Element): boolean {
  return loginWords.has(plain(labelOf(element)));
}

function passwordsIn(container: HTMLElement): Element[] {
  return [...container.querySelectorAll('input[type=password]')].filter(isVisible);
}

function precedes(first: Element, second: Element): boolean {
  return Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);
}

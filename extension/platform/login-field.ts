import { copyDecorations, matchLabel, matchNeighbour } from './field-look.ts';
import { type LoginForm, lastField } from './login-form.ts';
import { copyLook, copyPath } from './look.ts';
import { precedes } from './visible.ts';
import { plain } from './words.ts';

/** The name by which the code field is known, and taken out of the form's data again. */
export const fieldName = 'totpcode';

/** What the field's id begins with: unlike its name, the field has it all the time. */
export const fieldId = 'two-factor-code-';

/**
 * A code field put into the page; `remove` takes every part of it out again, and ends the signal. What
 * listens for it on the page's own form, or on the window, would else keep forms that are long gone.
 */
export type LoginField = { input: HTMLInputElement; signal: AbortSignal; remove: () => void };

type Label = { label: HTMLElement; top: HTMLElement; inside: boolean };

let count = 0;

/** Puts a code field behind the last field of a login form, made like the password field beside it. */
export function insertLoginField(form: LoginForm, text: string, lang: string): LoginField {
  const row = rowOf(form.password, form);
  const label = labelFor(form.password, row);
  const made = copyPath(row, form.password);
  const input = made.target as HTMLInputElement;
  dressInput(input);
  copyDecorations(made.copies, text);

  const parts: HTMLElement[] = [made.root];
  const labelCopy = label && copyLabel(label, form.password, made.copies, text);
  if (labelCopy) {
    labelCopy.label.setAttribute('for', input.id);
    if (labelCopy.label.localName !== 'label') input.setAttribute('aria-label', text);
    if (!label.inside) parts.unshift(labelCopy.top);
    keepFloatingLabel(form.password, input);
  } else {
    input.setAttribute('aria-label', text);
    input.placeholder = text;
  }
  for (const part of [input, ...parts]) part.lang = lang;
  rowOf(lastField(form), form).after(...parts);
  matchNeighbour(form.password, input);
  if (labelCopy) matchLabel(label.label, form.password, labelCopy.label, input);
  const life = new AbortController();
  return {
    input,
    signal: life.signal,
    remove: () => {
      life.abort();
      for (const part of parts) part.remove();
    },
  };
}

function dressInput(input: HTMLInputElement): void {
  count += 1;
  input.type = 'text';
  input.name = fieldName;
  input.id = fieldId + count;
  input.autocomplete = 'one-time-code';
  input.inputMode = 'numeric';
  input.maxLength = 9;
  input.spellcheck = false;
  input.setAttribute('autocapitalize', 'off');
}

/** The largest element around a field that holds no other field and not the button: its row. */
function rowOf(field: HTMLElement, { container, button }: LoginForm): HTMLElement {
  let row = field;
  for (let up = row.parentElement; up && up !== container; up = up.parentElement) {
    const others = [...up.querySelectorAll('input, select, textarea')].filter(
      (other) => other !== field && !other.matches('[type=checkbox], [type=hidden]'),
    );
    if (others.length > 0 || up.contains(button)) break;
    row = up;
  }
  return row;
}

function labelFor(field: HTMLInputElement, row: HTMLElement): Label | null {
  const label = field.labels?.[0] ?? labelledBy(field) ?? labelBefore(field, row);
  if (!label) return null;
  if (row.contains(label)) return { label, top: row, inside: true };
  // A flat form: the label is not in the field's row but a sibling of it, or in one.
  let top = label;
  while (top.parentElement && top.parentElement !== row.parentElement) top = top.parentElement;
  const alone = top.parentElement && !top.querySelector('input, select, textarea, button');
  return alone ? { label, top, inside: false } : null;
}

function labelledBy(field: Element): HTMLElement | null {
  const id = field.getAttribute('aria-labelledby')?.split(' ', 1)[0];
  return id ? document.getElementById(id) : null;
}

/** Pages without `<label>` often still write the label just before the field. */
function labelBefore(field: HTMLElement, row: HTMLElement): HTMLElement | null {
  for (let at: Element | null = field; at; at = at === row ? null : at.parentElement) {
    const before = at.previousElementSibling;
    if (before instanceof HTMLElement && !before.querySelector('input, button, a')) {
      const text = plain(before.textContent ?? '');
      if (text && text.length <= 40 && !before.matches('input, select, button, a')) return before;
    }
  }
  return null;
}

function copyLabel(
  { label, top, inside }: Label,
  field: Element,
  copies: Map<Element, HTMLElement>,
  text: string,
): { label: HTMLElement; top: HTMLElement } {
  if (!inside) {
    const made = copyPath(top, label);
    made.target.textContent = text;
    return { label: made.target, top: made.root };
  }
  const wrapping = copies.get(label);
  if (wrapping) {
    const holder = captionIn(label, field);
    const words = holder ? copyLook(holder) : document.createTextNode(text);
    words.textContent = text;
    wrapping.prepend(words);
    return { label: wrapping, top: wrapping };
  }
  // Beside the field, somewhere in the row: hang it where it hangs in the row that is copied.
  let branch = label;
  while (branch.parentElement && !copies.has(branch.parentElement)) branch = branch.parentElement;
  const made = copyPath(branch, label);
  made.target.textContent = text;
  const parent = branch.parentElement ? copies.get(branch.parentElement) : undefined;
  if (precedes(branch, field)) parent?.prepend(made.root);
  else parent?.append(made.root);
  return { label: made.target, top: made.root };
}

function captionIn(label: Element, field: Element): Element | null {
  return (
    [...label.children].find((child) => !child.contains(field) && child.textContent?.trim()) ?? null
  );
}

/** Labels that float up out of the field do so by `:placeholder-shown`, which needs a placeholder. */
function keepFloatingLabel(from: HTMLInputElement, to: HTMLInputElement): void {
  if (from.placeholder !== '' && from.placeholder.trim() === '') to.placeholder = from.placeholder;
}

import { copyPath } from './look.ts';
import { plain } from './words.ts';

/** What a field looks like when a page styles fields by their type, and so misses one of type text. */
const looks = [
  ...['box-sizing', 'width', 'height', 'margin', 'padding', 'border', 'border-radius'],
  ...['background-color', 'color', 'font', 'box-shadow', 'appearance', 'display'],
];

/** Gives our field by hand what the page's styles give to its neighbour alone. */
export function matchNeighbour(neighbour: HTMLElement, input: HTMLElement): void {
  const wanted = getComputedStyle(neighbour);
  const actual = getComputedStyle(input);
  // Colours are left out: the neighbour may have the focus, or be marked as wrong.
  const same = ['border-top-width', 'border-top-style', 'padding', 'height'].every(
    (name) => wanted.getPropertyValue(name) === actual.getPropertyValue(name),
  );
  if (same) return;
  for (const name of looks) input.style.setProperty(name, wanted.getPropertyValue(name));
}

/**
 * Copies what is drawn over a field but is neither it nor its label, as the frame in designs where the
 * label cuts a notch into it. `copies` is the way down to the field, original to copy.
 */
export function copyDecorations(copies: Map<Element, HTMLElement>, text: string): void {
  for (const [original, copy] of copies) {
    for (const child of original.children) {
      if (copies.has(child) || !isDecoration(child)) continue;
      let inner = child;
      while (inner.firstElementChild) inner = inner.firstElementChild;
      const made = copyPath(child, inner);
      made.root.setAttribute('aria-hidden', 'true');
      // The label's words are there a second time, to make the notch as wide as they are.
      const words = inner.textContent ?? '';
      made.target.textContent = plain(words) ? text : words;
      copy.append(made.root);
    }
  }
}

function isDecoration(element: Element): boolean {
  const { position, pointerEvents } = getComputedStyle(element);
  const isApart = position === 'absolute' && pointerEvents === 'none';
  return isApart && element.getAttribute('aria-hidden') === 'true';
}

/**
 * Puts a copied label where the neighbour's is. Our words may be longer, a line break of the page's is
 * not copied, and a label that a script lifts out of the field as soon as there is something in it
 * would stay there.
 */
export function matchLabel(
  wanted: HTMLElement,
  neighbour: HTMLElement,
  label: HTMLElement,
  input: HTMLInputElement,
): void {
  const boxOf = (element: Element) => element.getBoundingClientRect();
  const [model, field, box, own] = [boxOf(wanted), boxOf(neighbour), boxOf(label), boxOf(input)];
  if (model.bottom <= field.top + 1) {
    if (box.bottom <= own.top + 1 && box.height <= model.height * 1.5) return;
    label.style.display = 'block';
    label.style.width = 'auto';
    return;
  }
  const offMiddle = box.top + box.bottom - own.top - own.bottom;
  const isOnText = Math.abs(offMiddle) < own.height / 2;
  const isLifted = input.placeholder !== '' || getComputedStyle(label).position !== 'absolute';
  if (isLifted || !isOnText) return;
  // Not hidden: it must go on naming the field.
  const makeRoom = () => {
    label.style.opacity = input.value ? '0' : '';
  };
  input.addEventListener('input', makeRoom);
  input.addEventListener('change', makeRoom);
}

/** What of an element is its look. Everything else may be behaviour, and is not ours to copy. */
const lookAttributes = ['class', 'style', 'role', 'dir'];

/** Copies one element without its children, ids, handlers and data: only what makes its look. */
export function copyLook(element: Element): HTMLElement {
  // A page's own element with a shadow root would come to life, and draw what it likes.
  const copy = document.createElement(element.shadowRoot ? 'div' : element.localName);
  for (const name of lookAttributes) {
    const value = element.getAttribute(name);
    if (value !== null) copy.setAttribute(name, value);
  }
  return copy;
}

/**
 * Copies the look of everything on the way from `root` down to `target`, one element a level, so that
 * what is put inside looks as if the page had made it. `skip` leaves levels out.
 */
export function copyPath(
  root: Element,
  target: Element,
  skip: (element: Element) => boolean = () => false,
): { root: HTMLElement; target: HTMLElement; copies: Map<Element, HTMLElement> } {
  const levels: Element[] = [];
  for (let at: Element | null = target; at; at = at === root ? null : at.parentElement) {
    if (at === target || !skip(at)) levels.unshift(at);
  }
  const copies = new Map<Element, HTMLElement>();
  let innermost: HTMLElement | undefined;
  for (const level of levels) {
    const copy = copyLook(level);
    innermost?.append(copy);
    copies.set(level, copy);
    innermost = copy;
  }
  const outermost = copies.get(levels[0] ?? target) ?? copyLook(target);
  return { root: outermost, target: innermost ?? outermost, copies };
}

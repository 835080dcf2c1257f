/** Whether an element can be seen: login forms and menus often wait hidden in the page. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
}

/** Whether the first stands before the second in the page. */
export function precedes(first: Element, second: Element): boolean {
  return Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** Whether an element can be seen: login forms and menus often wait hidden in the page. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
}

/** At once, and when a menu that opens with a movement has come to rest. */
const moments = [0, 350];

/**
 * Has an open menu placed anew where our entry makes it reach out of the window: menus that are placed
 * by a script do that when the window changes, and at no other time.
 */
export function keepMenuInView(menu: HTMLElement): void {
  for (const moment of moments) {
    setTimeout(() => {
      const { left, right, bottom } = menu.getBoundingClientRect();
      const isOutside = left < 0 || right > innerWidth || bottom > innerHeight;
      if (isOutside) window.dispatchEvent(new Event('resize'));
    }, moment);
  }
}

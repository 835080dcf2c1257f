import { controlsIn } from './user-menu.ts';

/**
 * Makes an added entry part of the menu's way of arrow keys. Menus that look at the page see the entry
 * by themselves; those that keep a list of their own jump over it, and would not know it when left.
 */
export function joinArrowKeys(menu: HTMLElement, entry: HTMLElement, { key }: KeyboardEvent): void {
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const from = document.activeElement;
  if (step === 0 || !(from instanceof HTMLElement) || !menu.contains(from)) return;
  // The menu moves first; only then can one see whether it knows the entry.
  setTimeout(() => {
    const all = controlsIn(menu);
    const start = all.indexOf(from);
    const landed = all.indexOf(document.activeElement as HTMLElement);
    const next = all[start + step];
    const skipped = next === entry && landed === start + 2 * step;
    const stuck = from === entry && landed === start;
    if (start !== -1 && (skipped || stuck)) next?.focus();
  });
}

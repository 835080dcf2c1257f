import { bySelector } from './by-selector.ts';
import { copyPath } from './look.ts';
import { isVisible, precedes } from './visible.ts';
import { accountWords, labelOf, logoutWords, plain, wordsOf } from './words.ts';

/** A place for an entry in the platform's user menu. `model` is the item whose look it takes. */
export type MenuPlace = {
  menu: HTMLElement;
  model: { item: HTMLElement; control: HTMLElement };
  insert: (entry: HTMLElement) => void;
};

/** An entry made for a menu: `item` goes into the menu, `control` is what the user presses. */
export type MenuEntry = { item: HTMLElement; control: HTMLElement };

/** The profile's selectors, where meaning is not enough. */
export type MenuSelectors = { userMenu?: string | undefined; userMenuBefore?: string | undefined };

const pressable =
  'a, button, [role^=menuitem], [role=listitem][tabindex], input[type=submit], input[type=button]';
/** In many menus a bare list item is what one presses. */
const controls = `${pressable}, li:not([role]):not(:has(${pressable}))`;
const menus =
  '[role=menu], [role=menubar], menu, ul, ol, [role=list], nav, [role=navigation], header';

const openers = 'button, a, summary, [role=button], [aria-haspopup]';
const bars = 'header, nav, aside, [role=banner], [role=navigation], [role=toolbar]';

/**
 * Finds every user menu: one that offers to log out. The word alone is not enough ("Sair" may leave a
 * wizard): it needs a menu around it, neighbours, or an address that says the same.
 */
export function findUserMenus(root: Document, selectors: MenuSelectors): MenuPlace[] {
  const places = new Map<HTMLElement, MenuPlace>();
  for (const control of root.querySelectorAll<HTMLElement>(controls)) {
    if (!isLogout(control)) continue;
    const place = placeBefore(control);
    if (place && !places.has(place.menu)) places.set(place.menu, place);
  }
  if (places.size === 0) {
    const place = placeBySelector(root, selectors);
    if (place) places.set(place.menu, place);
  }
  return [...places.values()];
}

/**
 * Whether the page shows a way out, or what looks as if it opened a user menu: it has the user's name
 * on it, or a word for account or profile, or opens some menu from a bar of the page.
 */
export function hasMenuOpener(root: Document, names: (string | null | undefined)[]): boolean {
  return [...root.querySelectorAll(openers)].some((control) => {
    if (!isVisible(control)) return false;
    if (control.matches(`:is(${bars}) [aria-haspopup]`)) return true;
    const label = ` ${plain(labelOf(control))} `;
    const says = (word: string | null | undefined) => word && label.includes(` ${plain(word)} `);
    return (
      label.length < 60 &&
      (logoutWords.has(label.trim()) || accountWords.some(says) || names.some(says))
    );
  });
}

/** Makes an entry in the look of the place's model. */
export function makeEntry({ model }: MenuPlace, text: string): MenuEntry {
  const holder = textHolder(model.control);
  // A form around an item belongs to what the item does, not to how it looks.
  const made = copyPath(model.item, holder, (element) => element.localName === 'form');
  const control = made.copies.get(model.control) ?? made.root;
  made.target.textContent = text;
  if (control instanceof HTMLButtonElement) control.type = 'button';
  else if (!(control instanceof HTMLAnchorElement)) {
    control.tabIndex = 0;
    if (!control.hasAttribute('role')) control.setAttribute('role', 'button');
  }
  const tabIndex = model.control.getAttribute('tabindex');
  if (tabIndex !== null) control.setAttribute('tabindex', tabIndex);
  return { item: made.root, control };
}

/** The things in a menu that can be chosen, in order. */
export function controlsIn(menu: Element): HTMLElement[] {
  const all = [...menu.querySelectorAll<HTMLElement>(controls)];
  return all.filter(
    (control) => !all.some((other) => other !== control && other.contains(control)),
  );
}

function isLogout(control: HTMLElement): boolean {
  const label = labelOf(control);
  return label.length <= 60 && logoutWords.has(plain(label));
}

function placeBefore(logout: HTMLElement): MenuPlace | null {
  const menu = menuAround(logout);
  if (!menu || evidence(menu, logout) < 2) return null;
  const item = itemOf(logout, menu);
  const model = modelFor(logout, menu);
  return {
    menu,
    model,
    insert: (entry) => {
      // In menus of groups, Logout may have a group of its own: stay with the other items then.
      const apart = model.item.parentElement !== item.parentElement;
      if (apart && precedes(model.item, item)) model.item.after(entry);
      else item.before(entry);
    },
  };
}

function menuAround(logout: HTMLElement): HTMLElement | null {
  const real = logout.closest<HTMLElement>('[role=menu], [role=menubar]');
  if (real) return real;
  let listed = logout.parentElement?.closest<HTMLElement>(menus) ?? null;
  // A list of one is a row of a larger menu.
  while (listed && controlsIn(listed).length < 2) {
    const wider: HTMLElement | null = listed.parentElement?.closest<HTMLElement>(menus) ?? null;
    if (!wider) break;
    listed = wider;
  }
  return listed ?? groupAround(logout);
}

/** Menus of plain `div`s: the nearest element with more than one thing to choose. */
function groupAround(logout: HTMLElement): HTMLElement | null {
  let up = logout.parentElement;
  for (let level = 0; up && up.localName !== 'body' && level < 4; level++) {
    if (controlsIn(up).length > 1) return up;
    up = up.parentElement;
  }
  return null;
}

function evidence(menu: HTMLElement, logout: HTMLElement): number {
  const address = logout.getAttribute('href') ?? logout.closest('form')?.getAttribute('action');
  return (
    (menu.matches('[role=menu], [role=menubar]') ? 2 : 0) +
    (menu.matches(menus) ? 1 : 0) +
    (controlsIn(menu).length > 1 ? 1 : 0) +
    (/(log|sign)-?(out|off)|sair|salir/i.test(address ?? '') ? 1 : 0)
  );
}

/** The largest element around a control that holds nothing else to choose: its item. */
function itemOf(control: HTMLElement, menu: HTMLElement): HTMLElement {
  let item = control;
  for (let up = item.parentElement; up && up !== menu; up = up.parentElement) {
    if (controlsIn(up).some((other) => other !== control && !other.contains(control))) break;
    item = up;
  }
  return item;
}

/** The nearest ordinary neighbour: Logout itself may look like a warning, the chosen one like chosen. */
function modelFor(logout: HTMLElement, menu: HTMLElement): MenuPlace['model'] {
  const all = controlsIn(menu);
  const at = all.indexOf(logout);
  const nearest = [...all.slice(0, Math.max(at, 0)).reverse(), ...all.slice(at + 1)];
  // A bare list item beside links is a heading rather than an item.
  const alike = (other: HTMLElement) => (other.localName === 'li') === (logout.localName === 'li');
  const control = nearest.find((other) => alike(other) && isOrdinary(other)) ?? logout;
  return { item: itemOf(control, menu), control };
}

function isOrdinary(control: HTMLElement): boolean {
  const chosen = '[aria-current], [aria-checked], [aria-selected=true]';
  const special = `${chosen}, input, [aria-haspopup], [aria-disabled=true], :disabled`;
  // Node-RED has the user's own name on top, in a list item that is switched off by its class alone.
  const off = control.matches('.disabled, .disabled > *');
  return !off && !control.matches(special) && plain(control.textContent ?? '') !== '';
}

/** The element that holds the item's words and nothing else, so that icons are left behind. */
function textHolder(control: HTMLElement): HTMLElement {
  const words = wordsOf(control);
  const inner = [...control.children].find(
    (child): child is HTMLElement => child instanceof HTMLElement && wordsOf(child) === words,
  );
  return words && inner ? textHolder(inner) : control;
}

function placeBySelector(root: Document, selectors: MenuSelectors): MenuPlace | null {
  const menu = find(root, selectors.userMenu);
  const before = menu && find(menu, selectors.userMenuBefore);
  const control = menu && (controlsIn(before ?? menu).at(-1) ?? before);
  if (!menu || !control) return null;
  const model = { item: itemOf(control, menu), control };
  return {
    menu,
    model,
    insert: (entry) => {
      if (before) before.before(entry);
      else menu.append(entry);
    },
  };
}

function find(root: ParentNode, selector: string | undefined): HTMLElement | null {
  return bySelector(selector, (known) => root.querySelector<HTMLElement>(known));
}

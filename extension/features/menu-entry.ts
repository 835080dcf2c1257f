import { joinArrowKeys } from '../platform/menu-keys.ts';
import { keepMenuInView } from '../platform/menu-room.ts';
import { onPageChange } from '../platform/page-changes.ts';
import {
  findUserMenus,
  type MenuEntry,
  type MenuSelectors,
  makeEntry,
} from '../platform/user-menu.ts';
import type { PageTexts } from '../texts/page-texts.ts';

type Options = {
  /** In the language that the page speaks at that moment. */
  texts: () => PageTexts;
  /** Where the entry leads if it is opened as a link (a middle click): the hosted page. */
  href: string;
  /** The profile's selectors, where meaning is not enough. */
  selectors: MenuSelectors;
  open: () => void;
  /** Called when an entry has been put into a menu. */
  onFound: () => void;
  signal: AbortSignal;
};

/** Keeps an entry in every user menu of the page, until the signal ends. */
export function addMenuEntry({ texts, href, selectors, open, onFound, signal }: Options): void {
  /** Each entry with its menu, which may outlive it. */
  const placed = new Map<MenuEntry, HTMLElement>();

  onPageChange(() => {
    const { menuEntry, lang } = texts();
    for (const entry of placed.keys()) {
      if (entry.control.isConnected && entry.item.lang === lang) continue;
      entry.item.remove();
      placed.delete(entry);
    }
    for (const place of findUserMenus(document, selectors)) {
      if ([...placed.keys()].some(({ item }) => place.menu.contains(item))) continue;
      const entry = makeEntry(place, menuEntry);
      entry.item.lang = lang;
      placed.set(entry, place.menu);
      if (entry.control instanceof HTMLAnchorElement) entry.control.href = href;
      openOnPress(entry.control, open);
      place.insert(entry.item);
      keepMenuInView(place.menu);
      onFound();
    }
  }, signal);

  // Here and not on the menu, which would get one more with each entry.
  document.addEventListener(
    'keydown',
    (event) => {
      for (const [{ control }, menu] of placed) joinArrowKeys(menu, control, event);
    },
    { capture: true, signal },
  );
  signal.addEventListener('abort', () => {
    for (const { item } of placed.keys()) item.remove();
  });
}

function openOnPress(control: HTMLElement, open: () => void): void {
  const press = (event: Event) => {
    event.preventDefault();
    closeMenu(control);
    open();
  };
  control.addEventListener('click', press);
  control.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    // The menu's own handler would look the entry up in a list that does not have it.
    event.stopPropagation();
    press(event);
  });
}

/**
 * Asks the menu to close as a user would. A menu that holds on to the focus would otherwise fight the
 * panel for it.
 */
function closeMenu(control: HTMLElement): void {
  control.dispatchEvent(
    new KeyboardEvent('keydown', {
      key: 'Escape',
      code: 'Escape',
      bubbles: true,
      cancelable: true,
    }),
  );
}

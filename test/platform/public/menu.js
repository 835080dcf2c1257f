/** The items of a menu at this moment: whatever was added to it since takes part. */
function itemsOf(menu) {
  return [...menu.querySelectorAll('[role="menuitem"]')];
}

/**
 * Opens and closes a menu by its button, with the keys that WAI-ARIA asks of a menu button.
 * `draw` is called at each opening and answers the menu; `closed` when it is shut again.
 */
export function wireMenu(button, draw, closed) {
  let menu = null;

  function open() {
    menu = draw();
    button.setAttribute('aria-expanded', 'true');
    menu.addEventListener('keydown', onKey);
    itemsOf(menu)[0]?.focus();
  }

  function close(giveFocusBack) {
    if (!menu) return;
    menu.removeEventListener('keydown', onKey);
    menu = null;
    button.setAttribute('aria-expanded', 'false');
    closed();
    if (giveFocusBack) button.focus();
  }

  function onKey(event) {
    const items = itemsOf(menu);
    const here = items.indexOf(document.activeElement);
    const next = {
      ArrowDown: (here + 1) % items.length,
      ArrowUp: (here - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (event.key === 'Escape') close(true);
    else if (next !== undefined) items[next].focus();
    else return;
    event.preventDefault();
  }

  button.addEventListener('click', () => (menu ? close(true) : open()));
  document.addEventListener('pointerdown', (event) => {
    if (menu && !menu.contains(event.target) && !button.contains(event.target)) close(false);
  });
}

/** The menu of the pages that the server draws: always in the document, hidden while shut. */
export function wireUserMenu() {
  const menu = document.getElementById('user-menu');
  const button = document.querySelector('[aria-controls="user-menu"]');
  const show = () => {
    menu.hidden = false;
    return menu;
  };
  const hide = () => {
    menu.hidden = true;
  };
  wireMenu(button, show, hide);
}

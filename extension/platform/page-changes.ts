/** Attributes by which pages show and hide what is already there. */
const visibilityAttributes = ['class', 'style', 'hidden', 'open', 'type'];

const settleTime = 120;

/**
 * Calls back now and, a moment after each change of the page, again, until the signal ends. Menus live
 * in portals and logins come late, so the whole document is watched; bursts are answered once.
 */
export function onPageChange(tryToLook: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  /** A page with a field named like what one asks of a form can end one look, and nothing else. */
  const look = () => {
    try {
      tryToLook();
    } catch (error) {
      reportError(error);
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look();
    }, settleTime);
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: visibilityAttributes,
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  look();
}

/** Attributes by which pages show and hide what is already there, or change their language. */
const telling = ['class', 'style', 'hidden', 'open', 'type', 'lang'];

const settleTime = 120;

/** How many times as long as a look took the page is left alone after it: large pages are never still. */
const rest = 20;

/**
 * Calls back now and, a moment after each change of the page, again, until the signal ends. Menus live
 * in portals and logins come late, so the whole document is watched; bursts are answered once.
 */
export function onPageChange(tryToLook: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rested = 0;

  function look(): void {
    timer = undefined;
    const from = performance.now();
    try {
      tryToLook();
    } catch (error) {
      // A page with a field named like what one asks of a form can end one look, and nothing else.
      reportError(error);
    }
    const now = performance.now();
    rested = now + rest * (now - from);
  }

  const observer = new MutationObserver(() => {
    timer ??= setTimeout(look, Math.max(settleTime, rested - performance.now()));
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: telling,
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  look();
}

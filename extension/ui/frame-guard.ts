/** Longer than it takes to press what one has just seen coming. */
const settleTime = 500;

/** What the browsers know and their common types do not yet. */
type Options = IntersectionObserverInit & { trackVisibility: boolean; delay: number };
type Entry = IntersectionObserverEntry & { isVisible?: boolean };
type Place = { mozInnerScreenX?: number; mozInnerScreenY?: number };

/** What a user's hand does. Whatever a script makes of the same kind never gets to our own listeners. */
const byHand = ['click', 'keydown', 'input', 'submit'];

/**
 * Says whether this page of ours, framed in one that may be hostile, is what its user sees and means:
 * whole, with nothing over it and no effect upon it, where it was half a second ago, and with the focus.
 * Chromium knows what covers a frame (IntersectionObserver v2); Firefox knows where on the screen it is.
 */
export function watchOwnFrame(): () => boolean {
  let visible = false;
  let place = '';
  let changed = 0;

  function isSteady(): boolean {
    const now = performance.now();
    const { mozInnerScreenX, mozInnerScreenY } = window as Place;
    const is = [mozInnerScreenX, mozInnerScreenY, screenX, screenY, innerWidth, innerHeight].join();
    if (is !== place || !visible || document.hidden || !document.hasFocus()) changed = now;
    place = is;
    return now - changed >= settleTime;
  }

  const options: Options = { trackVisibility: true, delay: 100 };
  new IntersectionObserver((entries: Entry[]) => {
    // Whatever happened in between counts, and not only how it ended.
    if (entries.some(({ isVisible }) => isVisible === false)) changed = performance.now();
    const last = entries.at(-1);
    visible = last?.isVisible ?? last?.isIntersecting ?? false;
  }, options).observe(document.documentElement);

  for (const type of byHand) addEventListener(type, dropMadeUp, { capture: true });
  (function watch() {
    isSteady();
    requestAnimationFrame(watch);
  })();
  return isSteady;
}

function dropMadeUp(event: Event): void {
  if (event.isTrusted) return;
  event.stopImmediatePropagation();
  event.preventDefault();
}

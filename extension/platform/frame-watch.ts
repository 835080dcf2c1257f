/** The parts of a dialog of ours in the page. A hostile page may lay hands on all of them. */
type Parts = { host: HTMLElement; dialog: HTMLDialogElement; frame: HTMLIFrameElement };

/** Longer than it takes to press what one has just seen coming. */
const settleTime = 500;

/** How long the search of a whole page for what covers ours is good for. */
const searchTime = 100;

/**
 * Watches over a frame of ours as long as its dialog is modal, and says whether what its user does in
 * there is meant for it: the frame looks as it was made, holds the focus, has nothing of the page above
 * it, and has stood so for half a second. In Chromium the frame itself knows better what covers it, so
 * that the page is searched in Firefox only. A dialog that was taken apart is `lost`.
 */
export function watchFrame({ host, dialog, frame }: Parts, lost: () => void): () => boolean {
  const made = look();
  let seen = '';
  let changed = 0;
  let searched = 0;
  let covered = false;

  function isSteady(): boolean {
    const now = performance.now();
    if (!dialog.matches(':modal')) {
      lost();
      return false;
    }
    // Keys that are typed in there are nobody else's. Whoever is out of the page altogether stays there.
    const focused = (frame.getRootNode() as ShadowRoot).activeElement === frame;
    if (!focused && document.hasFocus()) frame.focus();
    if (import.meta.env.FIREFOX && now - searched > searchTime) {
      searched = now;
      covered = isUnderSomething(document, dialog);
    }
    const is = look();
    const sight = is + JSON.stringify(frame.getBoundingClientRect());
    if (!focused || covered || is !== made || sight !== seen) changed = now;
    seen = sight;
    return now - changed >= settleTime;
  }

  /** How the parts are dressed, and how large the page draws them. Their sheets cannot say otherwise. */
  function look(): string {
    return host.style.cssText + dialog.outerHTML + frame.currentCSSZoom;
  }

  // The page can take the focus from a frame that goes on being its focused element.
  addEventListener('focus', takeBack);
  function takeBack(): void {
    frame.contentWindow?.focus();
  }
  (function watch() {
    isSteady();
    if (host.isConnected) requestAnimationFrame(watch);
    else removeEventListener('focus', takeBack);
  })();
  return isSteady;
}

/** What is drawn above the page as our dialog is, or may be. Unknown names inside do no harm. */
const above = ':is(:popover-open, :modal, :fullscreen, :active-view-transition)';

/** Whether anything but ours is drawn above the page, in whatever shadow it stands. */
function isUnderSomething(root: Document | ShadowRoot, ours: Element): boolean {
  if ([...root.querySelectorAll(above)].some((each) => each !== ours)) return true;
  return [...root.querySelectorAll<WithAnyRoot>('*')].some(
    ({ openOrClosedShadowRoot: inside }) => inside && isUnderSomething(inside, ours),
  );
}

/** Firefox shows closed roots to extensions. */
type WithAnyRoot = Element & { openOrClosedShadowRoot?: ShadowRoot | null };

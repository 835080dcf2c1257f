import { browser } from 'wxt/browser';

/** What our content scripts in one page share, and no page can reach. */
const world = globalThis as { doorcode?: AbortController };

/**
 * What a content script is handed, all of it that ours takes; wxt.config.ts puts it in the place of
 * WXT's own, which is three times as long. There, besides, any script of the page could end ours by an
 * event. Here it ends soon after the extension that it belongs to was removed or updated, and when it
 * is put into the same page again.
 */
export function scriptLife() {
  const end = new AbortController();
  const { signal } = end;
  world.doorcode?.abort();
  world.doorcode = end;
  return {
    signal,
    abort: () => end.abort(),
    setInterval(look: () => void, milliseconds: number) {
      const timer = setInterval(() => {
        if (browser.runtime?.id) look();
        else end.abort();
      }, milliseconds);
      signal.addEventListener('abort', () => clearInterval(timer));
    },
  };
}

import { browser } from 'wxt/browser';

/** Its address is known where we may run, and for as long as the popup was opened over it. */
export type Front = { id: number; url: string };

/**
 * The tab that the popup speaks about: the one in front. When the popup itself is open as a tab, it is
 * the one that was last in front before it, or the one that `?tab=` names.
 */
export async function tabInFront(query: string): Promise<Front> {
  const named = new URLSearchParams(query).get('tab') ?? '';
  if (/^\d+$/.test(named)) {
    const id = Number(named);
    const tab = await browser.tabs.get(id).catch(() => null);
    return { id, url: tab?.url ?? '' };
  }
  const own = await browser.tabs.getCurrent();
  const tabs = await browser.tabs.query({ currentWindow: true });
  const others = tabs.filter((tab) => tab.id !== own?.id);
  const front =
    others.find((tab) => tab.active) ??
    others.sort((one, other) => (other.lastAccessed ?? 0) - (one.lastAccessed ?? 0))[0];
  if (front?.id === undefined) throw new Error('there is no tab to speak about');
  return { id: front.id, url: front.url ?? '' };
}

import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import { type Answer, isPage, type Refused } from '../messages.ts';
import { siteOrigin } from './origin.ts';

/** A site that the user wants protected or forgotten, and the tab that shows it. */
export type Wish = { origin: string; tab: number };

/** What the popup may ask of the background; nothing else is answered. */
export type Order = { order: 'protect' | 'forget'; wish: Wish };

/** Reads what came in as an order of our popup; null for anything and anybody else. */
export function readOrder(raw: unknown, sender: Browser.runtime.MessageSender): Order | null {
  if (!isPage(sender, '/popup.html')) return null;
  const { order, wish } = (raw ?? {}) as { order?: unknown; wish?: unknown };
  const { origin, tab } = (wish ?? {}) as Partial<Record<keyof Wish, unknown>>;
  if (order !== 'protect' && order !== 'forget') return null;
  if (typeof origin !== 'string' || siteOrigin(origin) !== origin) return null;
  return Number.isInteger(tab) ? { order, wish: { origin, tab: tab as number } } : null;
}

/** Gives the background an order. */
export async function give(order: Order): Promise<Answer<null>> {
  try {
    const answer: Answer<null> | null = await browser.runtime.sendMessage(order);
    if (answer) return answer;
  } catch {
    // The background went away in the middle of it.
  }
  return { ok: false, reason: 'unreachable' };
}

/** A wish is noted, because the browser's own question may close the popup that made it. */
type Note = Wish & { refused?: Refused };

export async function noteWish(wish: Note): Promise<void> {
  await browser.storage.session.set({ wish });
}

export async function notedWish(): Promise<Note | null> {
  const { wish } = await browser.storage.session.get<{ wish?: Note }>('wish');
  return wish ?? null;
}

export async function forgetWish(): Promise<void> {
  await browser.storage.session.remove('wish');
}

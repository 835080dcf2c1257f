import { browser } from 'wxt/browser';
import type { Answer } from '../messages.ts';
import { patternOf } from './origin.ts';
import { forget, protect, serve } from './sites.ts';
import { forgetWish, notedWish, noteWish, type Order, type Wish } from './wish.ts';

/** What changes the sites is done one after the other. */
let last: Promise<unknown> = Promise.resolve();

/** Wishes under way: the popup and the browser's answer may both bring the same one. */
const underWay = new Map<string, Promise<Answer<null>>>();

/** Keeps the content script where it should be, whatever the user, browser or administrator changes. */
export function keepSites(): void {
  const again = () => void inTurn(() => serve());
  // An update of the extension takes the scripts that were registered, hence at each start.
  browser.runtime.onInstalled.addListener(again);
  browser.runtime.onStartup.addListener(again);
  browser.permissions.onRemoved.addListener(again);
  browser.permissions.onAdded.addListener(({ origins = [] }) => {
    again();
    void notedWish().then((wish) => {
      if (wish && !wish.refused && origins.includes(patternOf(wish.origin))) void carryOut(wish);
    });
  });
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') again();
  });
}

/** Does what the popup orders. */
export function obey({ order, wish }: Order): Promise<Answer<null>> {
  return order === 'forget' ? inTurn(() => forget(wish)) : carryOut(wish);
}

function carryOut(wish: Wish): Promise<Answer<null>> {
  const known = underWay.get(wish.origin);
  if (known) return known;
  const outcome = inTurn(() => protect(wish))
    .then(async (answer) => {
      // Told when the popup opens again, in case that it is closed by now.
      await (answer.ok ? forgetWish() : noteWish({ ...wish, refused: answer.reason }));
      return answer;
    })
    .finally(() => underWay.delete(wish.origin));
  underWay.set(wish.origin, outcome);
  return outcome;
}

function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const turn = last.then(act, act);
  last = turn.catch(() => {});
  return turn;
}

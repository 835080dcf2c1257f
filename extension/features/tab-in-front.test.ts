import { expect, test } from 'vitest';
import { browser } from 'wxt/browser';
import { tabInFront } from './tab-in-front.ts';

test('a popup that is a tab itself speaks about the one that was named, else the last one in front', async () => {
  Object.assign(browser.tabs, {
    get: async (id: number) => ({ id, url: 'https://named.example/' }),
    getCurrent: async () => ({ id: 9 }),
    query: async () => [
      { id: 9, active: true },
      { id: 3, lastAccessed: 1, url: 'https://old.example/' },
      { id: 4, lastAccessed: 2, url: 'https://last.example/' },
    ],
  });
  expect(await tabInFront('?tab=7')).toEqual({ id: 7, url: 'https://named.example/' });
  for (const query of ['', '?tab=', '?tab=%20', '?tab=-1', '?tab=1e1', '?tab=x']) {
    expect(await tabInFront(query), query).toEqual({ id: 4, url: 'https://last.example/' });
  }
});

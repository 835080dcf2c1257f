import { afterEach, expect, test, vi } from 'vitest';
import { pageLanguage } from './page.ts';

afterEach(() => {
  vi.restoreAllMocks();
  document.documentElement.lang = '';
});

test.each([
  ['es-AR', ['pt-BR'], 'es'],
  ['', ['de', 'pt-PT', 'es'], 'pt-BR'],
  // A language that Doorcode does not speak is no reason to take the user's own away.
  ['de', ['pt-BR', 'en'], 'pt-BR'],
  ['de', ['fr'], 'en'],
])('in a page in %o, with %o in the browser, Doorcode speaks %s', (page, browser, spoken) => {
  document.documentElement.lang = page;
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(browser);
  expect(pageLanguage()).toBe(spoken);
});

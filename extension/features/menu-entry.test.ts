import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pageTexts } from '../texts/page-texts.ts';
import { addMenuEntry } from './menu-entry.ts';

let opened: number;
let stop: AbortController;

beforeEach(() => {
  opened = 0;
  stop = new AbortController();
  // A look takes no time: this DOM is slow, and how long a slow page rests is told elsewhere.
  vi.spyOn(performance, 'now').mockReturnValue(0);
});

afterEach(() => {
  stop.abort();
  speaks = 'en';
  vi.restoreAllMocks();
  document.body.innerHTML = '';
});

const menu = `
  <ul role="menu"><li role="none"><a role="menuitem" tabindex="-1" href="/pw">Change password</a></li>
  <li role="none"><a role="menuitem" tabindex="-1" href="/logout">Logout</a></li></ul>`;
const divMenu = menu.replaceAll('<a', '<div').replaceAll('</a', '</div');

let speaks: keyof typeof pageTexts = 'en';

function start(): void {
  addMenuEntry({
    texts: () => pageTexts[speaks],
    href: '/.two-factor/',
    selectors: {},
    open: () => {
      opened += 1;
    },
    onFound: () => {},
    signal: stop.signal,
  });
}

const items = () => [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
const entry = () => items().find((item) => item.textContent === 'Two-factor authentication');
const settled = () => new Promise((resolve) => setTimeout(resolve, 200));
const press = (target: HTMLElement | undefined, key: string) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  target?.dispatchEvent(event);
  return event;
};

test('the entry comes with a menu that exists only while it is open, each time it opens', async () => {
  start();
  for (let opening = 0; opening < 2; opening++) {
    document.body.innerHTML = menu;
    await settled();
    expect(items()).toHaveLength(3);
    document.body.innerHTML = '';
    await settled();
  }
});

test('the entry speaks the page’s language anew when that changes', async () => {
  document.body.innerHTML = menu;
  start();
  expect(entry()?.closest('[lang]')?.getAttribute('lang')).toBe('en');
  speaks = 'es';
  document.body.lang = 'es';
  await settled();
  expect(items().map((item) => item.textContent)).toEqual([
    'Change password',
    pageTexts.es.menuEntry,
    'Logout',
  ]);
  document.body.removeAttribute('lang');
});

test('the entry is there once, however often the page changes', async () => {
  document.body.innerHTML = menu;
  start();
  document.body.append(document.createElement('p'));
  await settled();
  expect(items()).toHaveLength(3);
});

test('a menu that outlives its entries gets no listeners', async () => {
  document.body.innerHTML = menu;
  const list = document.querySelector('ul');
  if (!list) throw new Error('there is no menu');
  const onMenu = vi.spyOn(list, 'addEventListener');
  const onPage = vi.spyOn(document, 'addEventListener');
  start();
  for (let opening = 0; opening < 2; opening++) {
    list.remove();
    await settled();
    document.body.append(list);
    await settled();
    expect(items()).toHaveLength(3);
  }
  expect(onMenu).not.toHaveBeenCalled();
  expect(onPage).toHaveBeenCalledTimes(1);
});

test('a press opens the panel and follows no link', () => {
  document.body.innerHTML = menu;
  start();
  const click = new MouseEvent('click', { bubbles: true, cancelable: true });
  entry()?.dispatchEvent(click);
  expect(opened).toBe(1);
  expect(click.defaultPrevented).toBe(true);
});

test.each(['Enter', ' '])(
  'the key %j opens the panel, and the menu’s own handler does not',
  (key) => {
    document.body.innerHTML = divMenu;
    start();
    const seen: string[] = [];
    document.body.addEventListener('keydown', (event) => seen.push(event.key), {
      signal: stop.signal,
    });
    press(entry(), key);
    expect(opened).toBe(1);
    // Only the request to close reaches the menu.
    expect(seen).toEqual(['Escape']);
  },
);

test('arrow keys reach the entry in a menu that keeps a list of its own, and leave it again', async () => {
  document.body.innerHTML = menu;
  const known = items();
  document.querySelector('ul')?.addEventListener('keydown', (event) => {
    const at = known.indexOf(document.activeElement as HTMLElement);
    if (at === -1) return;
    known[at + ((event as KeyboardEvent).key === 'ArrowDown' ? 1 : -1)]?.focus();
  });
  start();
  const [first, added, logout] = items();
  first?.focus();
  press(first, 'ArrowDown');
  await settled();
  expect(document.activeElement).toBe(added);
  press(added, 'ArrowDown');
  await settled();
  expect(document.activeElement).toBe(logout);
  press(logout, 'ArrowUp');
  await settled();
  expect(document.activeElement).toBe(added);
  press(added, 'ArrowUp');
  await settled();
  expect(document.activeElement).toBe(first);
});

test('the entry is gone without a trace when the extension goes', () => {
  document.body.innerHTML = menu;
  const before = document.body.innerHTML;
  start();
  expect(document.body.innerHTML).not.toBe(before);
  stop.abort();
  speaks = 'en';
  expect(document.body.innerHTML).toBe(before);
});

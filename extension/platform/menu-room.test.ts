// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepMenuInView } from './menu-room.ts';

let resizes: number;
const count = () => {
  resizes += 1;
};

beforeEach(() => {
  vi.useFakeTimers();
  resizes = 0;
  window.addEventListener('resize', count);
});

afterEach(() => {
  window.removeEventListener('resize', count);
  vi.useRealTimers();
});

function menuAt(left: number, width: number, top = 0): HTMLElement {
  const menu = document.createElement('ul');
  menu.getBoundingClientRect = () => new DOMRect(left, top, width, 100);
  return menu;
}

test.each([
  ['right', menuAt(window.innerWidth - 50, 100)],
  ['left', menuAt(-20, 100)],
  ['bottom', menuAt(0, 100, window.innerHeight - 50)],
])('a menu that reaches out at the %s is placed anew, also when it has come to rest', (_, menu) => {
  keepMenuInView(menu);
  vi.advanceTimersByTime(1);
  expect(resizes).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(resizes).toBe(2);
});

test('a menu that fits, or is not shown, is left alone', () => {
  keepMenuInView(menuAt(10, 100));
  keepMenuInView(menuAt(0, 0));
  vi.advanceTimersByTime(1000);
  expect(resizes).toBe(0);
});

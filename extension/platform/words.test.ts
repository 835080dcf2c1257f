import { expect, test } from 'vitest';
import { labelOf } from './words.ts';

function elementIn(html: string): Element {
  document.body.innerHTML = html;
  const [element] = document.body.children;
  if (!element) throw new Error('there is no element');
  return element;
}

test.each([
  ['<input type="submit" value="Log in">', 'Log in'],
  ['<input type="button" value="Next" title="Go on">', 'Next'],
  ['<button title="Account"><img alt="Ada"></button>', 'Account'],
  ['<a><img alt="Ada"></a>', 'Ada'],
])('%s is called %s', (html, label) => {
  expect(labelOf(elementIn(html))).toBe(label);
});

test.each([
  '<input aria-haspopup="listbox">',
  '<input type="password" aria-haspopup="dialog">',
  '<textarea aria-haspopup="listbox"></textarea>',
])('what somebody types into %s is no label of it', (html) => {
  const field = elementIn(html);
  (field as HTMLInputElement).value = 'hunter2';
  expect(labelOf(field)).toBe('');
});

// @vitest-environment happy-dom

import { afterEach, describe, expect, test } from 'vitest';
import { matchLabel } from './field-look.ts';
import { insertLoginField } from './login-field.ts';
import { findLoginForms } from './login-form.ts';

const text = 'Two-factor authentication';

afterEach(() => {
  document.body.innerHTML = '';
});

describe('what is drawn over the password field', () => {
  const row = (decoration: string) => `<form><input type="email">
    <div class="row"><label for="pw">Password</label>
      <div class="box"><input type="password" id="pw">${decoration}</div></div>
    <button>Login</button></form>`;

  function copyOf(decoration: string): Element {
    document.body.innerHTML = row(decoration);
    const [form] = findLoginForms(document);
    if (!form) throw new TypeError('the page has no login form');
    const { input } = insertLoginField(form, text, 'en');
    return input.parentElement as Element;
  }

  test('is drawn over ours, with a notch for our words', () => {
    const box = copyOf(
      '<fieldset aria-hidden="true" class="outline" style="position: absolute; pointer-events: none"><legend class="open"><span>Password *</span></legend></fieldset>',
    );
    const outline = box.querySelector('fieldset.outline');
    expect(outline?.getAttribute('aria-hidden')).toBe('true');
    expect(outline?.querySelector('legend.open span')?.textContent).toBe(text);
  });

  test.each([
    [
      'a button that shows the password',
      '<button type="button" style="position: absolute">👁</button>',
    ],
    ['a message', '<p style="position: absolute; pointer-events: none">Caps lock is on</p>'],
    ['what takes room beside it', '<i aria-hidden="true" style="pointer-events: none"></i>'],
    ['what can be pressed', '<i aria-hidden="true" style="position: absolute"></i>'],
  ])('%s is not copied', (_what, decoration) => {
    expect(copyOf(decoration).children).toHaveLength(1);
  });
});

describe('a label', () => {
  const at = (tag: string, top: number, height: number) => {
    const element = document.createElement(tag);
    element.getBoundingClientRect = () => new DOMRect(0, top, 100, height);
    document.body.append(element);
    return element;
  };
  const input = (top: number) => at('input', top, 40) as HTMLInputElement;

  test('above its field that breaks into two lines, or stands beside it, gets a line of its own', () => {
    for (const [top, height] of [
      [100, 40],
      [120, 20],
    ] as const) {
      const label = at('label', top, height);
      matchLabel(at('label', 0, 20), input(20), label, input(height === 40 ? 140 : 120));
      expect(label.style.display).toBe('block');
    }
  });

  test('that stands as the neighbour’s is left alone', () => {
    const above = at('label', 100, 20);
    matchLabel(at('label', 0, 20), input(20), above, input(120));
    const beside = at('label', 120, 20);
    matchLabel(at('label', 20, 20), input(20), beside, input(120));
    expect([above.style.cssText, beside.style.cssText]).toEqual(['', '']);
  });

  test('that a script would lift makes room for what is typed, and comes back', () => {
    const label = at('label', 110, 20);
    label.style.position = 'absolute';
    const field = input(100);
    matchLabel(at('label', 10, 20), input(0), label, field);
    const type = (value: string) => {
      field.value = value;
      field.dispatchEvent(new Event('input'));
      return label.style.opacity;
    };
    expect([type('1'), type('')]).toEqual(['0', '']);
  });

  test('that has been lifted, or that styles lift, stays', () => {
    for (const [top, placeholder] of [
      [92, ''],
      [110, ' '],
    ] as const) {
      const label = at('label', top, 20);
      label.style.position = 'absolute';
      const field = input(100);
      field.placeholder = placeholder;
      matchLabel(at('label', top - 100, 20), input(0), label, field);
      field.value = '1';
      field.dispatchEvent(new Event('input'));
      expect(label.style.opacity).toBe('');
    }
  });
});

import type { ElementHandle, Frame, Page } from 'puppeteer-core';
import { expect } from 'vitest';

/** A page, or the extension's frame in it. */
export type Scope = Page | Frame;

const timeout = 10_000;

/** Asserts about what will be so in a moment. */
export function soon<T>(look: () => T | Promise<T>, message?: string) {
  return expect.poll(look, { timeout, interval: 50, ...(message ? { message } : {}) });
}

/** The control or text of this role and exactly this name, as the browser tells a screen reader. */
export async function byRole(scope: Scope, role: string, name: string): Promise<ElementHandle> {
  return the(
    scope,
    `::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`,
    `${role} “${name}”`,
  );
}

/** The first of what a selector finds, once it is there. */
export async function the(scope: Scope, selector: string, name = selector): Promise<ElementHandle> {
  const found = await scope.waitForSelector(selector, { timeout }).catch(() => null);
  if (found) return found;
  throw new Error(`There is no ${name}. What is there:\n${await textOf(scope)}`);
}

export async function press(
  scope: Scope,
  role: 'button' | 'checkbox' | 'menuitem' | 'link',
  name: string,
) {
  await (await byRole(scope, role, name)).click();
}

/** Types with the keyboard, after what stands in the field is selected. */
export async function type(field: ElementHandle, text: string): Promise<void> {
  await field.click({ count: 3 });
  await field.type(text);
}

/** All the words that can be read; nothing of a page that is going away. */
export async function textOf(scope: Scope): Promise<string> {
  return String(await scope.evaluate('document.body?.innerText ?? ""').catch(() => ''));
}

export async function expectText(scope: Scope, text: string): Promise<void> {
  await soon(() => textOf(scope)).toContain(text);
}

export async function expectNoText(scope: Scope, text: string): Promise<void> {
  await soon(() => textOf(scope)).not.toContain(text);
}

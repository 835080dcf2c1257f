import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { Door } from '../harness/door.ts';
import { press, type Scope, soon, the } from './controls.ts';
import { expectInside } from './home-page.ts';
import { logIn, type User } from './login-page.ts';
import { expectTitle, openPanel } from './panel.ts';

/** Longer than the frame wants to have stood before it acts. */
const steady = 700;
export const wait = (milliseconds = steady) =>
  new Promise((over) => setTimeout(over, milliseconds));

export async function openPanelOf(page: Page, door: Door, user: User): Promise<Scope> {
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, 'Configure authentication');
  return panel;
}

export async function run(page: Page, script: string): Promise<unknown> {
  return page.evaluate(`(async () => { ${script} })()`);
}

/** The requests that would change something. */
export function changesOf(page: Page): string[] {
  const changes: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') changes.push(request.url());
  });
  return changes;
}

/** Presses the button where it is drawn: the page may draw the whole frame larger or smaller. */
export async function pressWhereDrawn(page: Page, panel: Scope): Promise<void> {
  const box = `{
    const box = document.querySelector('.button.primary').getBoundingClientRect();
    [box.x + box.width / 2, box.y + box.height / 2, innerWidth];
  }`;
  const [x = 0, y = 0, width = 1] = (await panel.evaluate(box)) as number[];
  const scale = (page.viewport()?.width ?? width) / width;
  await page.mouse.click(x * scale, y * scale);
}

/** Presses until it helps, as people do, and starts over. */
export async function expectActs(page: Page, panel: Scope, changes: string[]): Promise<void> {
  await soon(async () => {
    await pressWhereDrawn(page, panel);
    await wait(200);
    return changes.length;
  }).toBeGreaterThan(0);
  await the(panel, '[role=img]');
  expect(new Set(changes.splice(0)).size).toBe(1);
  await startOver(panel);
}

/** From the QR code back to the button that asks for one. */
export async function startOver(panel: Scope): Promise<void> {
  await press(panel, 'button', 'Start over');
}

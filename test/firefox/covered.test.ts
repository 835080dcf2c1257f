import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { coverings, decoys, madeUpEvents, ownFrame, removeOwnFrame } from '../e2e/coverings.ts';
import type { Door } from '../harness/door.ts';
import { press, type Scope, soon, textOf, the } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside, openUserMenu } from './home-page.ts';
import { logIn, type User } from './login-page.ts';
import { closePanel, expectNoFrameOver, expectTitle, frameOver, openPanel } from './panel.ts';

/** Longer than the frame wants to have stood before it acts. */
const steady = 700;
const wait = (milliseconds = steady) => new Promise((over) => setTimeout(over, milliseconds));

async function openPanelOf(page: Page, door: Door, user: User) {
  await logIn(page, `${door.origin}/login`, user);
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, 'Configure authentication');
  return panel;
}

async function run(page: Page, script: string): Promise<void> {
  await page.evaluate(`(async () => { ${script} })()`);
}

/** The requests that would change something. */
function changesOf(page: Page): string[] {
  const changes: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') changes.push(request.url());
  });
  return changes;
}

/** Presses the button where it is drawn: the page may draw the whole frame larger or smaller. */
async function pressWhereDrawn(page: Page, panel: Scope): Promise<void> {
  const box = `{
    const box = document.querySelector('.button.primary').getBoundingClientRect();
    [box.x + box.width / 2, box.y + box.height / 2, innerWidth];
  }`;
  const [x = 0, y = 0, width = 1] = (await panel.evaluate(box)) as number[];
  const scale = (page.viewport()?.width ?? width) / width;
  await page.mouse.click(x * scale, y * scale);
}

/** Presses until it helps, as people do, and starts over. */
async function expectActs(page: Page, panel: Scope, changes: string[]): Promise<void> {
  await soon(async () => {
    await pressWhereDrawn(page, panel);
    await wait(200);
    return changes.length;
  }).toBeGreaterThan(0);
  await the(panel, '[role=img]');
  expect(new Set(changes.splice(0)).size).toBe(1);
  await press(panel, 'button', 'Start over');
}

test('A55 a frame that the page covers, dims, moves or scales does nothing, and the same press acts once it is free', async ({
  page,
  door,
  user,
}) => {
  const panel = await openPanelOf(page, door, user);
  const changes = changesOf(page);
  for (const { name, cover, uncover } of coverings) {
    await run(page, cover);
    await wait();
    await pressWhereDrawn(page, panel);
    await wait();
    expect(changes, name).toEqual([]);
    await run(page, uncover);
    await expectActs(page, panel, changes);
  }
});

test('A55 a frame that was covered until just before the press does nothing', async ({
  page,
  door,
  user,
}) => {
  const panel = await openPanelOf(page, door, user);
  const changes = changesOf(page);
  for (const { name, cover, uncover } of decoys) {
    await run(page, cover);
    await wait();
    await run(page, uncover);
    await pressWhereDrawn(page, panel);
    await wait();
    expect(changes, name).toEqual([]);
    await expectActs(page, panel, changes);
  }
});

test('A55 events that the page makes up do nothing, nor do those made up inside of the frame', async ({
  page,
  door,
  user,
}) => {
  const panel = await openPanelOf(page, door, user);
  const changes = changesOf(page);
  await run(page, madeUpEvents);
  await panel.evaluate(`[...document.querySelectorAll('button')].at(-1).click()`);
  await wait();
  expect(changes).toEqual([]);
  await expectTitle(panel, 'Configure authentication');
  await expectActs(page, panel, changes);
});

test('A55 a page that shows the panel in a frame of its own gets nothing done with it', async ({
  page,
  door,
  user,
  firefox,
}) => {
  await openPanelOf(page, door, user);
  await closePanel(page);
  const changes = changesOf(page);
  await run(page, ownFrame(firefox.address('panel.html')));
  const framed = await frameOver(page);
  await pressWhereDrawn(page, framed);
  await soon(() => textOf(framed)).toContain('Something lies over this panel');
  expect(changes).toEqual([]);
  await run(page, removeOwnFrame);
  await expectActs(page, await openPanel(page), changes);
});

test('A55 a dialog that is put somewhere else is no dialog any more', async ({
  page,
  door,
  user,
}) => {
  await openPanelOf(page, door, user);
  const changes = changesOf(page);
  await run(
    page,
    `const shade = document.createElement('div');
    shade.append(document.documentElement.lastElementChild);
    document.body.append(shade);`,
  );
  await expectNoFrameOver(page);
  await openUserMenu(page);
  await press(page, 'menuitem', 'Two-factor authentication');
  await expectActs(page, await frameOver(page), changes);
});

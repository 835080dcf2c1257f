import { expect } from 'vitest';
import { madeUpEvents, ownFrame, removeOwnFrame } from '../e2e/coverings.ts';
import { press, soon, textOf } from './controls.ts';
import { changesOf, expectActs, openPanelOf, pressWhereDrawn, run, wait } from './cover.ts';
import { test } from './fixtures.ts';
import { openUserMenu } from './home-page.ts';
import { closePanel, expectNoFrameOver, expectTitle, frameOver, openPanel } from './panel.ts';

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

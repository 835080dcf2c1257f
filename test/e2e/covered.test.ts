import type { Frame, Page } from 'playwright/test';
import { openBrowser } from '../harness/browser.ts';
import { watchForComplaints } from './complaints.ts';
import {
  coverings,
  decoys,
  harmless,
  madeUpEvents,
  ownFrame,
  removeOwnFrame,
  stealFocus,
  stopStealing,
} from './coverings.ts';
import { test as base, expect, type User } from './fixtures.ts';
import { expectInside, openUserMenu } from './home-page.ts';
import {
  closePanel,
  expectNoFrameOver,
  expectTitle,
  frameOver,
  newFrameOver,
  openPanel,
} from './panel.ts';
import { comeIn } from './set-up.ts';
import { noteWhenPressed, pressHere, soonEnough } from './soon-press.ts';

/*
 * The act is the first one that asks the server for anything: the button that makes a secret. The press
 * is a real one, wherever the button is at that moment, and what lies over it is not asked.
 */

/** A panel over a page, without a question to the server so far; each test leaves it as it was. */
type Opened = { page: Page; panel: Frame; changes: string[] };

const test = base.extend<object, { opened: Opened }>({
  opened: [
    async ({ door }, use) => {
      const complaints: string[] = [];
      const context = await openBrowser({ baseURL: door.origin });
      watchForComplaints(context, complaints);
      const page = await context.newPage();
      const panel = await openPanelOf(page, { realm: 'acme', email: 'user200@acme.example' });
      await use({ page, panel, changes: changesOf(page) });
      await context.close();
      expect(complaints, 'what the pages wrote to the console').toEqual([]);
    },
    { scope: 'worker' },
  ],
});

/** Longer than the frame wants to have stood before it acts. */
const steady = 1200;

async function openPanelOf(page: Page, user: User): Promise<Frame> {
  await comeIn(page, user);
  return openPanelAtHome(page);
}

async function openPanelAtHome(page: Page): Promise<Frame> {
  await page.goto('/home');
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, 'Configure authentication');
  return panel;
}

/** The requests that would change something. */
function changesOf(page: Page): string[] {
  const changes: string[] = [];
  page.context().on('request', (request) => {
    if (request.method() === 'POST') changes.push(request.url());
  });
  return changes;
}

function run<T>(page: Page, script: string): Promise<T> {
  return page.evaluate<T>(`(async () => { ${script} })()`);
}

type Spot = { x: number; y: number };

/** Where the button is drawn: the page may draw the whole frame larger or smaller. */
async function buttonOf(page: Page, panel: Frame): Promise<Spot> {
  const { x, y, width } = await panel.evaluate<{ x: number; y: number; width: number }>(`{
    const box = document.querySelector('.button.primary').getBoundingClientRect();
    ({ x: box.x + box.width / 2, y: box.y + box.height / 2, width: innerWidth });
  }`);
  const scale = (page.viewportSize()?.width ?? width) / width;
  return { x: x * scale, y: y * scale };
}

async function press(page: Page, panel: Frame): Promise<void> {
  const { x, y } = await buttonOf(page, panel);
  await page.mouse.click(x, y);
}

async function expectActs(page: Page, panel: Frame, changes: string[]): Promise<void> {
  await page.waitForTimeout(steady);
  await press(page, panel);
  await expect(panel.getByRole('img', { name: 'QR code' })).toBeVisible();
  expect(changes).toEqual([expect.stringMatching(/\/\.two-factor\/v1\/activate$/)]);
}

async function startOver({ panel, changes }: Opened): Promise<void> {
  changes.length = 0;
  await panel.getByRole('button', { name: 'Start over' }).click();
  await expect(panel.getByRole('button', { name: 'Show the QR code' })).toBeVisible();
}

async function expectRefused(panel: Frame, reached: boolean): Promise<void> {
  const alert = panel.getByRole('alert');
  if (reached) await expect(alert).toContainText('Something lies over this panel');
  await panel.page().waitForTimeout(steady);
}

for (const { name, cover, uncover, reached } of coverings) {
  test(`A55 a frame ${name} does nothing, and the same press acts once it is free`, async ({
    opened,
  }) => {
    const { page, panel, changes } = opened;
    await run(page, cover);
    await page.waitForTimeout(steady);
    await press(page, panel);
    await expectRefused(panel, reached);
    expect(changes).toEqual([]);
    await run(page, uncover);
    await expectActs(page, panel, changes);
    await startOver(opened);
  });
}

for (const { name, cover, uncover } of decoys) {
  test(`A55 a frame that was ${name} until just before the press does nothing`, async ({
    page,
    user,
  }) => {
    await comeIn(page, user);
    const { panel, changes } = await soonEnough(async () => {
      const panel = await openPanelAtHome(page);
      const changes = changesOf(page);
      const { x, y } = await buttonOf(page, panel);
      const width = await panel.evaluate<number>('innerWidth');
      await noteWhenPressed(panel);
      await run(page, cover);
      await page.mouse.move(x, y);
      await page.waitForTimeout(steady);
      const free = await run<number>(page, `const now = Date.now(); ${uncover} return now;`);
      // The frame hears later than the page how large it is drawn.
      await panel.waitForFunction(`innerWidth === ${width}`);
      const pressed = await pressHere(page, panel);
      return { panel, changes, milliseconds: pressed - free };
    });
    await expectRefused(panel, true);
    expect(changes).toEqual([]);
    await expectActs(page, panel, changes);
  });
}

for (const { name, cover, uncover } of harmless) {
  test(`a frame is left as it is by ${name}, and acts`, async ({ opened }) => {
    const { page, panel, changes } = opened;
    const title = panel.getByRole('heading', { level: 1 });
    const before = await title.screenshot();
    await run(page, cover);
    expect(before.equals(await title.screenshot()), 'the same picture').toBe(true);
    await expectActs(page, panel, changes);
    await run(page, uncover);
    await startOver(opened);
  });
}

test('A55 a frame that the page opens under a pointer about to press does nothing', async ({
  page,
  user,
}) => {
  const known = await openPanelOf(page, user);
  const { x, y } = await buttonOf(page, known);
  const { panel, changes } = await soonEnough(async () => {
    await page.goto('/home');
    await expectInside(page);
    const changes = changesOf(page);
    const menu = await openUserMenu(page);
    await menu.getByRole('menuitem', { name: 'Two-factor authentication' }).waitFor();
    await page.mouse.move(x, y);
    await run(
      page,
      `[...document.querySelectorAll('[role=menuitem]')]
        .find((item) => item.textContent.includes('Two-factor')).click();`,
    );
    const panel = await newFrameOver(page);
    await panel.getByRole('button', { name: 'Show the QR code' }).waitFor();
    await noteWhenPressed(panel);
    const pressed = await pressHere(page, panel);
    // No script of the frame has run before this.
    const born = await panel.evaluate<number>(
      "performance.timeOrigin + performance.getEntriesByType('navigation')[0].domInteractive",
    );
    return { panel, changes, milliseconds: pressed - born };
  });
  await expectRefused(panel, true);
  expect(changes).toEqual([]);
  await expectActs(page, panel, changes);
});

test('A55 events that the page makes up do nothing', async ({ page, user }) => {
  const panel = await openPanelOf(page, user);
  const changes = changesOf(page);
  await run(page, madeUpEvents);
  await page.waitForTimeout(steady);
  expect(changes).toEqual([]);
  await expectTitle(panel, 'Configure authentication');
  await expectActs(page, panel, changes);
});

test('A55 events that are made up inside of the frame do nothing either', async ({
  page,
  user,
}) => {
  const panel = await openPanelOf(page, user);
  const changes = changesOf(page);
  await panel.evaluate(`[...document.querySelectorAll('button')].at(-1).click()`);
  await page.waitForTimeout(steady);
  expect(changes).toEqual([]);
  await expect(panel.getByText('Something lies over this panel')).toBeHidden();
  await expectActs(page, panel, changes);
});

test('A55 a page that shows the panel in a frame of its own gets nothing done with it', async ({
  page,
  user,
}) => {
  const panel = await openPanelOf(page, user);
  const address = panel.url();
  await closePanel(page);
  const changes = changesOf(page);
  await run(page, ownFrame(address));
  const framed = await frameOver(page);
  await press(page, framed);
  await expectRefused(framed, true);
  expect(changes).toEqual([]);

  // The page's own frame is as good as ours to the eye: only who has opened it tells them apart.
  await run(page, removeOwnFrame);
  await expectActs(page, await openPanel(page), changes);
});

test('A55 a dialog that is put somewhere else is no dialog any more', async ({ page, user }) => {
  await openPanelOf(page, user);
  const changes = changesOf(page);
  await run(
    page,
    `const shade = document.createElement('div');
    shade.style.opacity = '0.01';
    shade.append(document.documentElement.lastElementChild);
    document.body.append(shade);`,
  );
  await expectNoFrameOver(page);
  await expectActs(page, await openPanel(page), changes);
});

test('A55 a page that takes the focus away gets nothing sent, and the focus comes back', async ({
  page,
  user,
}) => {
  const panel = await openPanelOf(page, user);
  const changes = changesOf(page);
  await panel.getByRole('button', { name: 'Show the QR code' }).focus();
  await run(page, stealFocus);
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Enter');
    await page.waitForTimeout(50);
  }
  expect(changes).toEqual([]);
  await run(page, stopStealing);
  await page.waitForTimeout(steady);
  await panel.getByRole('button', { name: 'Show the QR code' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('img', { name: 'QR code' })).toBeVisible();
  expect(changes).toHaveLength(1);
});

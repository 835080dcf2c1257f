import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { type Face, faces, type Place } from '../faces/faces.ts';
import { openFace } from '../faces/scripted-page.ts';
import { barriersIn } from '../harness/axe.ts';
import { openBrowser } from '../harness/browser.ts';

/*
 * Every face of panel and popup, before everybody: WCAG 2.2 AA as far as a machine can tell, the keyboard
 * alone, 200 % zoom, forced colours, reduced motion.
 */

type ForEachWorker = { browserOfFaces: BrowserContext };

const test = base.extend<object, ForEachWorker>({
  browserOfFaces: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const context = await openBrowser({ viewport: { width: 360, height: 760 } });
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],
});

for (const face of faces) {
  for (const place of face.places ?? (['panel', 'popup'] as const)) {
    test(`${place}, ${face.name}: open to everybody`, async ({ browserOfFaces }) => {
      const page = await open(browserOfFaces, face, place);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await barriersIn(page), colorScheme).toEqual([]);
      }
      expect(await page.evaluate('document.getAnimations().length'), 'movement').toBe(0);
      expect(await missedByTab(page), 'what the Tab key does not reach').toEqual([]);

      // 320 px are a window of 640 px at 200 %, and what WCAG 1.4.10 asks for.
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await overflow(page), 'px wider than the window').toBeLessThanOrEqual(0);

      await page.emulateMedia({ forcedColors: 'active' });
      expect(await withoutEdge(page), 'no edge where colours are forced').toEqual([]);
      await page.close();
    });
  }
}

test('barriers that were planted are seen', async ({ browserOfFaces }) => {
  const face = faces.find(({ name }) => name === 'owing a code') ?? faces[0];
  if (!face) throw new Error('There is no face.');
  const page = await open(browserOfFaces, face, 'popup');
  await page.evaluate(`
    document.querySelector('label').remove();
    const button = document.querySelector('.button');
    button.tabIndex = -1;
    button.style.border = '0';
    document.querySelector('h1').style.width = '60rem';
  `);
  expect(await barriersIn(page)).toContainEqual(expect.stringContaining('label'));
  expect(await missedByTab(page)).toHaveLength(1);
  expect(await overflow(page)).toBeGreaterThan(100);
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await withoutEdge(page)).toHaveLength(1);
  await page.close();
});

async function open(context: BrowserContext, face: Face, place: Place): Promise<Page> {
  const page = await openFace(context, face, place, 'en');
  await page.setViewportSize({ width: 360, height: 760 });
  return page;
}

/** The controls that are there to be used, and that no number of Tabs leads to. */
async function missedByTab(page: Page): Promise<string[]> {
  const all = await page.evaluate<number>(`{
    const able = 'a[href], button:not(:disabled), input:not(:disabled), summary';
    const seen = (element) => element.checkVisibility();
    globalThis.toReach = [...document.querySelectorAll(able)].filter(seen);
    document.activeElement?.blur();
    toReach.length;
  }`);
  for (let presses = 0; presses <= all + 1; presses++) {
    await page.keyboard.press('Tab');
    await page.evaluate(`{
      const at = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      // Of radio buttons with one name, Tab reaches one, and the arrow keys the others.
      const isIt = (other) => other === at || (other.type === 'radio' && other.name === at.name);
      if (isSeen) toReach = toReach.filter((other) => !isIt(other));
    }`);
  }
  return page.evaluate('toReach.map((element) => element.outerHTML)');
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/** Buttons and fields that would be mere words, since backgrounds are gone where colours are forced. */
function withoutEdge(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('.button, .code-form input')]
    .filter((element) => getComputedStyle(element).borderTopStyle === 'none')
    .map((element) => element.outerHTML)`);
}

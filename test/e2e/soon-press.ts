import { expect, type Frame, type Page } from 'playwright/test';

/*
 * A press that comes before the frame has stood for half a second. How soon it comes depends on the
 * machine, so that is measured by the machine's clock, and what came too late is no proof.
 */

/** A press, and how long after the frame was free it had been dealt with. */
export type SoonPress = { panel: Frame; changes: string[]; milliseconds: number };

/** Not quite as long as the frame has to stand before it acts: what it does later than this is right. */
const tooSoon = 490;
const patience = 10;

/** Has the frame note when it has dealt with a press. */
export async function noteWhenPressed(panel: Frame): Promise<void> {
  await panel.evaluate(
    "addEventListener('click', () => { globalThis.pressed = Date.now(); }, { once: true })",
  );
}

/** Presses where the pointer is, and answers what the frame notes. */
export async function pressHere(page: Page, panel: Frame): Promise<number> {
  await page.mouse.down();
  await page.mouse.up();
  const noted = () => panel.evaluate<number>('globalThis.pressed ?? 0');
  await expect.poll(noted, 'the press comes to the frame').toBeGreaterThan(0);
  return noted();
}

/** Makes attempts, each with a panel of its own, until one of them came soon enough to prove anything. */
export async function soonEnough(attempt: () => Promise<SoonPress>): Promise<SoonPress> {
  const late: number[] = [];
  while (late.length < patience) {
    const made = await attempt();
    if (made.milliseconds < tooSoon) return made;
    late.push(made.milliseconds);
  }
  throw new Error(`No press came within ${tooSoon} ms: they came after ${late.join(', ')} ms.`);
}

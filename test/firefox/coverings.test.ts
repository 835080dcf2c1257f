import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { coverings, decoys } from '../e2e/coverings.ts';
import type { Scope } from './controls.ts';
import {
  changesOf,
  expectActs,
  openPanelOf,
  pressWhereDrawn,
  run,
  startOver,
  wait,
} from './cover.ts';
import { test as base } from './fixtures.ts';

/** A panel that lies over the page; each test leaves it as it was. */
type Opened = { page: Page; panel: Scope; changes: string[] };

const test = base.extend<{ opened: Opened }>({
  opened: [
    async ({ firefox, door }, use) => {
      const page = await firefox.newPage();
      const user = { realm: 'acme', email: 'user200@acme.example' };
      const panel = await openPanelOf(page, door, user);
      await use({ page, panel, changes: changesOf(page) });
    },
    { scope: 'file' },
  ],
});

for (const { name, cover, uncover } of coverings) {
  test(`A55 a frame ${name} does nothing, and the same press acts once it is free`, async ({
    opened: { page, panel, changes },
  }) => {
    await run(page, cover);
    await wait();
    await pressWhereDrawn(page, panel);
    await wait();
    expect(changes).toEqual([]);
    await run(page, uncover);
    await expectActs(page, panel, changes);
  });
}

/** Not quite as long as the frame has to stand before it acts: what it does later than this is right. */
const tooSoon = 490;
const patience = 10;

/** Uncovers and presses; answers how long the frame had been free when it had dealt with the press. */
async function pressJustAfter({ page, panel }: Opened, uncover: string): Promise<number> {
  await panel.evaluate(
    "addEventListener('click', () => { globalThis.pressed = Date.now(); }, { once: true })",
  );
  const free = (await run(page, `const now = Date.now(); ${uncover} return now;`)) as number;
  await pressWhereDrawn(page, panel);
  await wait();
  return ((await panel.evaluate('globalThis.pressed')) as number) - free;
}

for (const { name, cover, uncover } of decoys) {
  test(`A55 a frame that was ${name} until just before the press does nothing`, async ({
    opened,
  }) => {
    const { page, panel, changes } = opened;
    const late: number[] = [];
    for (;;) {
      await run(page, cover);
      await wait();
      const milliseconds = await pressJustAfter(opened, uncover);
      if (milliseconds < tooSoon) break;
      // That was no proof: by then the frame may act.
      late.push(milliseconds);
      if (late.length === patience) throw new Error(`Each press came late: ${late.join(', ')} ms.`);
      if (changes.splice(0).length > 0) await startOver(panel);
    }
    expect(changes).toEqual([]);
    await expectActs(page, panel, changes);
  });
}

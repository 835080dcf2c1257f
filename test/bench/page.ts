import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { openBrowser } from '../harness/browser.ts';
import { startDoor } from '../harness/door.ts';
import { buildExtension, builtExtension } from '../harness/extension-build.ts';
import { PASSWORD } from '../platform/accounts.ts';
import { machine } from './machine.ts';
import { compare, type Findings, type Rounds, type Side, sidesOf, table } from './report.ts';

/*
 * What the extension costs a page of the platform: the same two pages, behind the same door, in Chromium
 * without and with it, load by load in turns.
 */

const rounds = 6;
const loads = 30;
/** Caches fill and code is compiled before anything counts. */
const warmUps = 5;

/** The login page, into whose form the code field comes, and the home page with its user menu. */
const pages = ['login', 'home'] as const;
type PageName = (typeof pages)[number];

/** Milliseconds from the start of the navigation to the end of its load event; in scripts, a while on. */
type Load = { readonly load: number; readonly script: number };
type Round = Readonly<Record<PageName, Readonly<Record<Side, Load[]>>>>;
/** A page in a browser of its own, and where to ask that browser. */
type Tab = { readonly side: Side; readonly page: Page; readonly session: CDPSession };

export async function benchPage(): Promise<Findings> {
  await buildExtension();
  const door = await startDoor();
  const measured: Round[] = [];
  let chromium = '';
  try {
    for (let round = 0; round < rounds; round += 1) {
      const tabs: Tab[] = [];
      try {
        for (const side of sidesOf(round)) tabs.push(await openTab(side, door.origin));
        const { product = '' } = (await tabs[0]?.session.send('Browser.getVersion')) ?? {};
        chromium = product;
        const login = await loadOften(tabs, '/login');
        for (const { page } of tabs) await logIn(page);
        measured.push({ login, home: await loadOften(tabs, '/home') });
      } finally {
        for (const { page } of tabs) await page.context().close();
      }
      console.log(`round ${round + 1} of ${rounds}`);
    }
  } finally {
    await door.stop();
  }
  return report(measured, { ...machine(), chromium });
}

async function openTab(side: Side, baseURL: string): Promise<Tab> {
  const extension = side === 'with' ? builtExtension('chrome') : false;
  const context = await openBrowser({ baseURL, extension });
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return { side, page, session };
}

/** Loads a page in one browser, then in the other, and so on: what else the machine does hits both. */
async function loadOften(tabs: readonly Tab[], path: string): Promise<Record<Side, Load[]>> {
  const found: Record<Side, Load[]> = { without: [], with: [] };
  for (let times = 0; times < warmUps + loads; times += 1) {
    for (const { side, page, session } of tabs) {
      await page.goto(path);
      const load = await page.evaluate<number>(loadTime);
      // What page and extension do afterwards must not slow the next load.
      await pause(100);
      if (times >= warmUps) found[side].push({ load, script: await scriptTime(session) });
    }
  }
  return found;
}

/** In the page; the load event has begun, and may still be going on. */
const loadTime = `(async () => {
  const [navigation] = performance.getEntriesByType('navigation');
  while (!navigation.loadEventEnd) await new Promise((resolve) => setTimeout(resolve));
  return navigation.loadEventEnd - navigation.startTime;
})()`;

/** How long scripts have run since the navigation, the content script's among them. */
async function scriptTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Realm').fill('acme');
  await page.getByLabel('Email').fill('ada@acme.example');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'LOGIN' }).click();
  await page.waitForURL('**/home');
}

function report(measured: readonly Round[], versions: Findings['versions']): Findings {
  const roundsOf = (name: PageName, number: keyof Load): Rounds =>
    measured.map((round) => ({
      without: round[name].without.map((each) => each[number]),
      with: round[name].with.map((each) => each[number]),
    }));
  const rows = pages.flatMap((name) => [
    { name, what: 'load event', ...compare(roundsOf(name, 'load')) },
    { name, what: 'scripts', ...compare(roundsOf(name, 'script')) },
  ]);
  console.log(
    [
      '',
      `${rounds} rounds of ${loads} loads of each page, without and with the extension in turns.`,
      'Milliseconds; the difference is the median one of the rounds, with the lowest and the highest.',
      '',
      table(
        ['page', 'what', 'without', 'with', 'difference', 'lowest', 'highest'],
        rows.map(({ name, what, ...found }) => [
          name,
          what,
          ...[found.without, found.with, found.difference, found.lowest, found.highest].map((ms) =>
            ms.toFixed(1),
          ),
        ]),
      ),
      '',
      Object.values(versions).join(' · '),
      '',
    ].join('\n'),
  );
  const slower = rows
    .filter(({ what }) => what === 'load event')
    .map(({ name, difference }) => [name, Number(difference.toFixed(2))] as const);
  return {
    ratios: {
      // Of the two pages the one that the extension costs more.
      page_load_ms: Math.max(...slower.map(([, difference]) => difference)),
      ...Object.fromEntries(slower.map(([name, ms]) => [`page_load_ms_${name}`, ms])),
    },
    versions,
  };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Worker } from 'playwright/test';
import { builtExtension } from '../harness/extension-build.ts';
import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { imitateFromPage, messages, otherExtension } from './imitations.ts';
import { logIn } from './login-page.ts';
import { expectTitle, openPanel } from './panel.ts';

const isOurs = (worker: Worker) => worker.url().endsWith('/background.js');

async function ourId(context: BrowserContext): Promise<string> {
  const worker =
    context.serviceWorkers().find(isOurs) ??
    (await context.waitForEvent('serviceworker', { predicate: isOurs }));
  return new URL(worker.url()).host;
}

test('A57 the page and another extension say all that ours say, and nobody listens', async ({
  door,
  openAnother,
  user,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-another-'));
  const files = otherExtension({ service_worker: 'another.js' });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const context = await openAnother({ extension: `${builtExtension('chrome')},${folder}` });
  const requests: string[] = [];
  context.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  const page = context.pages()[0] ?? (await context.newPage());
  const id = await ourId(context);
  await logIn(page, user);
  await expectInside(page);
  const panel = await openPanel(page);
  await expectTitle(panel, 'Configure authentication');

  const before = requests.length;
  expect(await page.evaluate(imitateFromPage('chrome-extension:', id))).toBe('undefined');
  const asked = JSON.stringify(JSON.stringify({ to: id, messages }));
  await page.evaluate(`dispatchEvent(new CustomEvent('another', { detail: ${asked} }))`);
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-answers', /.+/);
  const answers = JSON.parse((await root.getAttribute('data-answers')) ?? '[]') as unknown[];
  expect(answers).toHaveLength(2 * messages.length);
  for (const answer of answers) expect(answer).toContain('Receiving end does not exist');
  await expectTitle(panel, 'Configure authentication');
  expect(requests.slice(before), 'what the imitations led to').toEqual([]);

  // The same words from our own page are heard.
  const own = JSON.stringify({ name: 'state', input: null });
  const answer = await panel.evaluate(`chrome.runtime.sendMessage(${own})`);
  expect(answer).toMatchObject({ ok: true });
  expect(requests.slice(before)).toEqual([`GET ${door.origin}/.two-factor/v1/state`]);

  // And of all that the browser asked for, nothing was anybody's but the platform's.
  const elsewhere = () =>
    requests.filter((each) => !each.includes(` ${door.origin}/`) && / https?:/.test(each));
  expect(elsewhere()).toEqual([]);
  await page.goto(`${door.platform.url}/login`);
  expect(elsewhere()).not.toEqual([]);
  await rm(folder, { recursive: true });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page, Worker } from 'playwright/test';
import { builtExtension } from '../harness/extension-build.ts';
import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { logIn } from './login-page.ts';
import { expectTitle, openPanel } from './panel.ts';

/** Everything that our own pages may say, and what travels between content script and background. */
const messages = [
  { name: 'site', input: null },
  { name: 'state', input: null },
  { name: 'activate', input: { account: 'a1' } },
  { name: 'sign-out', input: null },
  { name: 'close', input: null },
  { name: 'reload', input: null },
  { detour: { call: 'sign-out', body: '{}' } },
  { detour: { call: 'state' } },
];

/** Another extension, with a background and a script in the same pages. */
const files = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Another',
    version: '1',
    background: { service_worker: 'another.js' },
    content_scripts: [{ matches: ['http://localhost/*'], js: ['in-page.js'] }],
  }),
  'another.js': `chrome.runtime.onMessage.addListener((asked, _sender, respond) => {
    (async () => {
      const answers = [];
      for (const message of asked.messages) {
        const answer = chrome.runtime.sendMessage(asked.to, message);
        answers.push(await answer.catch((error) => String(error)));
      }
      respond(answers);
    })();
    return true;
  });`,
  // What the background says to our extension, its content script says too; both on the page's word.
  'in-page.js': `addEventListener('another', async ({ detail }) => {
    const asked = JSON.parse(detail);
    const answers = await chrome.runtime.sendMessage(asked);
    for (const message of asked.messages) {
      answers.push(await new Promise((resolve) => {
        try {
          chrome.runtime.sendMessage(asked.to, message, (answer) =>
            resolve(chrome.runtime.lastError?.message ?? answer));
        } catch (error) { resolve(String(error)); }
      }));
    }
    document.documentElement.dataset.answers = JSON.stringify(answers);
  });`,
};

const isOurs = (worker: Worker) => worker.url().endsWith('/background.js');

async function ourId(context: BrowserContext): Promise<string> {
  const worker =
    context.serviceWorkers().find(isOurs) ??
    (await context.waitForEvent('serviceworker', { predicate: isOurs }));
  return new URL(worker.url()).host;
}

/** All that a page itself can do to be taken for one of ours. */
async function imitateFromPage(page: Page, id: string): Promise<unknown> {
  return page.evaluate(`(async () => {
    const messages = ${JSON.stringify(messages)};
    const host = document.documentElement.lastElementChild;
    for (const message of messages) {
      for (const data of [message, JSON.stringify(message), { ...message, id: '${id}' }]) {
        window.postMessage(data, '*');
        new BroadcastChannel('${id}').postMessage(data);
        for (const target of [window, document, host]) {
          target.dispatchEvent(new MessageEvent('message', { data, origin: 'chrome-extension://${id}' }));
          target.dispatchEvent(new CustomEvent(message.name ?? 'detour', { detail: data, bubbles: true }));
        }
      }
    }
    return typeof chrome?.runtime?.sendMessage;
  })()`);
}

test('A57 the page and another extension say all that ours say, and nobody listens', async ({
  door,
  openAnother,
  user,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-another-'));
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
  expect(await imitateFromPage(page, id)).toBe('undefined');
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

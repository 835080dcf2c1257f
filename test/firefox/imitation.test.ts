import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { imitateFromPage, messages, otherExtension } from '../e2e/imitations.ts';
import { openFirefox } from '../harness/firefox.ts';
import { startOutside } from '../harness/outside.ts';
import { soon } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { logIn } from './login-page.ts';
import { expectTitle, openPanel } from './panel.ts';

const id = 'doorcode@doorcode.example';

test('A57 the page and another extension say all that ours say, and nobody listens', async ({
  door,
  user,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-another-'));
  const files = otherExtension({ scripts: ['another.js'] });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const outside = await startOutside();
  const firefox = await openFirefox({ proxyPort: outside.port });
  try {
    await firefox.browser.installExtension(folder);
    const page = await firefox.newPage();
    await logIn(page, `${door.origin}/login`, user);
    await expectInside(page);
    const panel = await openPanel(page);
    await expectTitle(panel, 'Configure authentication');

    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
    const { protocol, host } = new URL(firefox.address(''));
    expect(await page.evaluate(imitateFromPage(protocol, host))).toBe('undefined');
    const asked = JSON.stringify(JSON.stringify({ to: id, messages }));
    await page.evaluate(`dispatchEvent(new CustomEvent('another', { detail: ${asked} }))`);
    const answered = 'document.documentElement.dataset.answers';
    await soon(() => page.evaluate(answered)).toBeTruthy();
    const answers = JSON.parse(String(await page.evaluate(answered))) as unknown[];
    expect(answers).toHaveLength(2 * messages.length);
    for (const answer of answers) expect(answer).toContain('Receiving end does not exist');
    await expectTitle(panel, 'Configure authentication');
    expect(requests, 'what the imitations led to').toEqual([]);

    // The same words from our own page are heard.
    const own = JSON.stringify({ name: 'state', input: null });
    expect(await panel.evaluate(`browser.runtime.sendMessage(${own})`)).toMatchObject({ ok: true });
    expect(requests).toEqual([`GET ${door.origin}/.two-factor/v1/state`]);
  } finally {
    await firefox.close();
    await outside.close();
    await rm(folder, { recursive: true });
  }
});

/** Words that are nearly ours, drawn by lot in the page that says them. */
const tenThousand = `(async () => {
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  const scalar = () => pick([null, true, 0, -1, '', 'x', 'state', 'http://qr.example/', '../../x', [], {}]);
  const calls = ['state', 'profile', 'verify', 'sign-out', 'http://qr.example/', '../x', '//qr.example'];
  const body = () => pick([undefined, '{}', 'x', {}, null, 'http://qr.example/']);
  const token = () => pick([undefined, ['host', 'qr.example'], ['origin', 'http://qr.example'], 'x', []]);
  const make = () => pick([
    scalar,
    () => ({ detour: scalar() }),
    () => ({ detour: { call: pick(calls), body: body(), token: token(), origin: 'http://qr.example' } }),
    () => ({ name: pick(['site', 'state', 'verify', 'close', '__proto__', 'toString']), input: scalar() }),
    () => ({ name: scalar(), input: scalar(), url: 'http://qr.example/' }),
  ])();
  for (let hundreds = 0; hundreds < 100; hundreds++) {
    const said = Array.from({ length: 100 }, () =>
      browser.runtime.sendMessage(make()).catch(() => null));
    await Promise.all(said);
  }
  return 'said';
})()`;

test('A57 ten thousand random messages to the background lead to no request at all', async ({
  door,
  user,
}) => {
  const outside = await startOutside();
  const firefox = await openFirefox({ proxyPort: outside.port });
  try {
    const page = await firefox.newPage();
    await logIn(page, `${door.origin}/login`, user);
    await expectInside(page);
    const own = await firefox.browser.newPage();
    void own.goto(firefox.address('popup.html')).catch(() => {});
    await soon(() => own.evaluate('typeof browser')).toBe('object');
    await expectTitle(own, 'Configure authentication');

    const before = door.platform.received.length;
    expect(await own.evaluate(tenThousand)).toBe('said');
    expect(outside.asked).toEqual([]);
    expect(door.platform.received.slice(before)).toEqual([]);
    await page.goto('http://qr.example/').catch(() => {});
    expect(outside.asked).toContain('qr.example');
  } finally {
    await firefox.close();
    await outside.close();
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../harness/folders.ts';

/** The script of a page that looks everywhere; it wants to run before the page's own. */
export const probesScript = readFileSync(
  join(folders.root, 'test', 'e2e', 'probes-in-page.js'),
  'utf8',
);

/** Runs a script in the page's own world; both browsers' drivers have such a function. */
export type Run = (script: string) => Promise<unknown>;

/** What each probe has seen so far in this tab, by its name. */
export type Seen = Readonly<Record<string, readonly string[]>>;

/** Looks now, and answers all that was seen until now. */
export async function look(run: Run, wanted: readonly string[]): Promise<Seen> {
  const script = `(async () => {
    probes.lookAtSelection();
    await probes.look(${JSON.stringify(wanted)});
    return probes.seen();
  })()`;
  return (await run(script)) as Seen;
}

/** In which probes something of what is wanted is found, as sentences. */
export function findings(seen: Seen, wanted: readonly string[]): string[] {
  return Object.entries(seen).flatMap(([probe, texts]) =>
    wanted
      .filter((each) => texts.some((text) => text.includes(each)))
      .map((each) => `The page has read ${each} by its ${probe}.`),
  );
}

/** Lets something leak to each probe in turn, and answers those that did not see it. */
export async function missed(run: Run, planted: typeof leaks): Promise<string[]> {
  const blind: string[] = [];
  for (const [probe, script] of Object.entries(planted)) {
    const leak = `LEAK${probe.replace(/\W/g, '').toUpperCase()}`;
    await run(`(async () => { const leak = '${leak}'; ${script} })()`);
    const seen = await look(run, [leak]);
    if (!seen[probe]?.some((text) => text.includes(leak))) blind.push(probe);
  }
  return blind;
}

/**
 * What nobody but the user may know of a secret: itself, its groups of four as the panel shows them, its
 * bytes in hexadecimal, and the address in the QR code.
 */
export function piecesOfSecret(base32: string): string[] {
  const groups = base32.match(/.{4}/g) ?? [];
  const hex = hexOf(base32);
  return [base32, base32.toLowerCase(), ...groups, hex, hex.toUpperCase(), `secret=${base32}`];
}

/** A recovery code as it is shown, without its hyphens, and its groups. */
export function piecesOfRecoveryCode(code: string): string[] {
  return [code, code.replaceAll('-', ''), ...code.split('-')];
}

/** RFC 4648 §6: five bits a letter. */
function hexOf(base32: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...base32].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return bytes.map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}

/** For each probe, a leak of the kind that it is there for: a script that lets `leak` out that way. */
export const leaks: Readonly<Record<string, string>> = {
  document: `document.body.append(Object.assign(document.createElement('input'), { value: leak }))`,
  'open roots': `{
    const host = document.createElement('div');
    document.body.append(host);
    host.attachShadow({ mode: 'open' }).append(leak);
  }`,
  roots: `{
    const host = document.createElement('div');
    host.attachShadow({ mode: 'closed' }).append(leak);
    document.body.append(host);
  }`,
  storage: `localStorage.setItem('leak', leak)`,
  databases: `return new Promise((done) => {
    const opening = indexedDB.open('leak');
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept').add({ leak }, 1);
    opening.onsuccess = () => { opening.result.close(); done(); };
  })`,
  search: `document.body.append(Object.assign(document.createElement('p'), { textContent: leak }))`,
  'event targets': `{
    const host = document.createElement('div');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });
    const button = document.createElement('button');
    button.title = leak;
    root.append(button);
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    host.remove();
  }`,
  keys: `for (const key of leak) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  }`,
  clipboard: `{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', leak);
    // Firefox makes the data itself, of these two.
    const also = { data: leak, dataType: 'text/plain' };
    document.body.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, ...also, bubbles: true }),
    );
  }`,
  messages: `return new Promise((done) => {
    addEventListener('message', done, { once: true });
    window.postMessage({ leak }, '*');
  })`,
  changes: `{
    const passing = document.createElement('p');
    document.body.append(passing);
    passing.title = leak;
    passing.remove();
  }`,
  functions: `JSON.stringify({ leak })`,
  addresses: `performance.mark(leak)`,
  frames: `{
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument.body.textContent = leak;
  }`,
  selection: `{
    const text = document.createElement('p');
    text.textContent = leak;
    document.body.append(text);
    getSelection().selectAllChildren(text);
  }`,
  points: `{
    const text = document.createElement('p');
    text.style = 'position: fixed; inset: 0; z-index: 9; font-size: 60px';
    text.textContent = leak;
    document.body.append(text);
  }`,
  animations: `{
    const moving = document.createElement('p');
    moving.title = leak;
    document.body.append(moving);
    moving.animate({ opacity: [0, 1] }, 60_000);
  }`,
};

/** Leaks that only Firefox lets out: it names the inside of a closed root to whoever gets the event. */
export const leaksInFirefox: typeof leaks = {
  'event targets': `{
    const host = document.createElement('div');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'closed' });
    const button = document.createElement('button');
    root.append(button, leak);
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    host.remove();
  }`,
};

/*
 * What others say to be taken for one of our own pages or scripts. Firefox and Chromium share it.
 */

/** Everything that our own pages may say, and what travels between content script and background. */
export const messages = [
  { name: 'site', input: null },
  { name: 'state', input: null },
  { name: 'activate', input: { account: 'a1' } },
  { name: 'sign-out', input: null },
  { name: 'close', input: null },
  { name: 'reload', input: null },
  { detour: { call: 'sign-out', body: '{}' } },
  { detour: { call: 'state' } },
];

/** Another extension, with a background and a script in the same pages; its files by name. */
export const otherExtension = (background: object) => ({
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Another',
    version: '1',
    background,
    browser_specific_settings: { gecko: { id: 'another@another.example' } },
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
});

/** All that a page itself can do; `protocol` and `id` are those of our pages' addresses. */
export const imitateFromPage = (protocol: string, id: string) => `(async () => {
  const messages = ${JSON.stringify(messages)};
  const host = document.documentElement.lastElementChild;
  for (const message of messages) {
    for (const data of [message, JSON.stringify(message), { ...message, id: '${id}' }]) {
      window.postMessage(data, '*');
      new BroadcastChannel('${id}').postMessage(data);
      for (const target of [window, document, host]) {
        target.dispatchEvent(new MessageEvent('message', { data, origin: '${protocol}//${id}' }));
        target.dispatchEvent(new CustomEvent(message.name ?? 'detour', { detail: data, bubbles: true }));
      }
    }
  }
  return typeof globalThis.chrome?.runtime?.sendMessage;
})()`;

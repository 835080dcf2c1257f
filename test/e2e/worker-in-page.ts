/*
 * A platform may have a service worker, and whoever gets a script into one reads what its pages send and
 * are sent. Each is a script for the page's own world. Firefox and Chromium share them.
 */

/** Ends once the worker hears the page's calls. */
export const hearCalls = `(async () => {
  globalThis.heard = [];
  navigator.serviceWorker.addEventListener('message', ({ data }) => heard.push(data));
  const controlled = new Promise((done) => {
    navigator.serviceWorker.addEventListener('controllerchange', done, { once: true });
  });
  await navigator.serviceWorker.register('/assets/worker.js', { scope: '/' });
  await controlled;
})()`;

/** Makes a call of the page's own, which the worker hears, and answers all that it has heard by then. */
export const heardUntilNow = `(async () => {
  await fetch('/api/me?last');
  while (!heard.some((call) => call.includes('/api/me?last'))) {
    await new Promise((later) => setTimeout(later, 50));
  }
  return heard;
})()`;

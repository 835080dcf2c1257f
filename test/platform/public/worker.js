/* A service worker that every page of the platform may have: it is in the middle of its pages' calls. */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  event.respondWith(inTheMiddle(event.request));
});

async function inTheMiddle(request) {
  const sent = await request.clone().text();
  const response = await fetch(request);
  const got = await response.clone().text();
  const heard = `${request.method} ${request.url}\n${sent}\n${got}`;
  for (const page of await self.clients.matchAll()) page.postMessage(heard);
  return response;
}

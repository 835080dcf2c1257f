import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pipelines } from './pipelines.ts';
import { accountOf, type Handler, type Routes, sendJson } from './visit.ts';

/** The calls that the pages make, all of them for somebody only. */
export const apiRoutes: Routes = {
  ...Object.fromEntries(pipelines.map((_, index) => [`GET /api/tile/${index + 1}`, tile(index)])),

  'GET /api/export': onlyFor((visit) => {
    const lines = pipelines.map(({ name, trigger, runs }) => `${name},${trigger},${runs}`);
    const zipped = /\bgzip\b/.test(String(visit.request.headers['accept-encoding']));
    const csv = Buffer.from(`${lines.join('\n')}\n`);
    visit.response.writeHead(200, {
      'Content-Type': 'text/csv',
      Vary: 'Accept-Encoding',
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
    });
    visit.response.end(zipped ? gzipSync(csv) : csv);
  }),

  'GET /api/events': onlyFor((visit) => {
    visit.response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
    });
    let count = 0;
    const send = () => visit.response.write(`event: tick\ndata: ${++count}\n\n`);
    send();
    const timer = setInterval(send, 1000);
    visit.response.once('close', () => clearInterval(timer));
  }),

  'POST /api/upload': async (visit) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of visit.request) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    // Judged when the body has ended, as many platforms do: the session may have become somebody
    // since the headers came.
    const account = accountOf(visit.world, visit.session);
    visit.entry.account = account?.id ?? null;
    if (!account) return sendJson(visit, 401, { error: 'not logged in' });
    sendJson(visit, 200, { bytes, sha256: hash.digest('hex') });
  },
};

function tile(index: number): Handler {
  return onlyFor((visit) => sendJson(visit, 200, { number: index + 1, ...pipelines[index] }));
}

function onlyFor(handler: Handler): Handler {
  return (visit) =>
    visit.account ? handler(visit) : sendJson(visit, 401, { error: 'not logged in' });
}

import { request } from 'node:http';
import { navigation, type Request, send } from '../harness/request.ts';

/** A header of our own, by which the platform's log tells these requests from the gate's. */
export const byHand = 'x-by-hand';

const json = { 'Content-Type': 'application/json' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** What somebody with a session, a shell and patience would try; all of it leads to the platform. */
export function requestsToThePlatform(origin: string): Request[] {
  const addresses = [
    ...['/', '/home', '//home', '/./home', '/%68ome', '/HOME', '/home/', '/home;x=1', '/home?a=b'],
    ...['/home/../home', '/home/%2e%2e/home', '/%2e/home', '/\\home', '/home%00', '///home//'],
    ...['/assets/../home', '/assets/%2e%2e/home', '/assets/..;/home', '/login/../home'],
    ...['/home?/.two-factor/v1/state', '/home;/.two-factor/', '/x/.two-factor/v1/state'],
    ...['/api/me', '/API/ME', '/api//me', '/api/tile/1', '/api/tile/%31', '/api/export', '/spa'],
    ...['/pipelines', '/change-password', '/support', '/no-such-page', '/favicon.ico'],
    `${origin}/home`,
    'http://elsewhere.example/home',
  ];
  return [
    ...addresses.map((path) => ({ path })),
    ...addresses.map((path) => ({ path, headers: navigation })),
    ...['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path: '/home' })),
    { method: 'POST', path: '/api/upload', headers: json, body: '{}' },
    { method: 'POST', path: '/change-password', headers: form, body: 'current=a&new=b&repeat=b' },
    { method: 'POST', path: '/home', headers: { 'X-HTTP-Method-Override': 'GET' }, body: '' },
    { path: '/home', headers: { 'X-Original-URL': '/login', 'X-Forwarded-Uri': '/login' } },
    { path: '/home', headers: { 'X-Two-Factor': '1', 'Sec-Fetch-Site': 'same-origin' } },
  ];
}

/** Addresses that begin in Doorcode's own room and try to lead out of it. */
export const requestsThroughOurRoom: Request[] = [
  ...['/.two-factor/../home', '/.two-factor/%2e%2e/home', '/.two-factor/..%2fhome'],
  ...['/.two-factor/v1/../../home', '/.two-factor//home', '/.two-factor/v1/state/../../../home'],
  ...['/.two-factor;/../home', '/.TWO-FACTOR/../home', '/.two-factor/\\..\\home'],
].map((path) => ({ path }));

/** Sends it with this Cookie header and answers the status. */
export async function sendByHand(
  origin: string,
  cookie: string,
  wanted: Request,
): Promise<{ wanted: string; status: number }> {
  const headers = { Cookie: cookie, [byHand]: '1', ...wanted.headers };
  const { status } = await send(origin, { ...wanted, headers });
  return { wanted: `${wanted.method ?? 'GET'} ${wanted.path}`, status };
}

/** Tries to open a WebSocket; 101 means that it is open. */
export function upgradeByHand(origin: string, cookie: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const asking = request({
      host: hostname,
      port,
      path,
      agent: false,
      headers: {
        Cookie: cookie,
        [byHand]: '1',
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': Buffer.from('sixteen bytes...').toString('base64'),
      },
    });
    asking.once('upgrade', (_answer, socket) => {
      socket.destroy();
      resolve(101);
    });
    asking.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.once('error', reject);
    asking.end();
  });
}

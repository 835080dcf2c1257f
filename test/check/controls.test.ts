import { createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../harness/ports.ts';
import { check, startWideDoor } from './owing-session.ts';
import { wideProfile } from './wide-platform.ts';

/** A front that asks the door about one request only, the one that everybody thinks of. */
async function startNaiveFront(
  door: string,
  platform: string,
  isAsked: (from: IncomingMessage) => boolean,
) {
  const front = createServer((from, to) => {
    const { hostname, port } = new URL(isAsked(from) ? door : platform);
    const { method, url: path, rawHeaders: headers } = from;
    const onward = request({ hostname, port, method, path, headers, setHost: false }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  });
  front.on('upgrade', ({ url, rawHeaders }, socket) => {
    const { hostname, port } = new URL(platform);
    const onward = connect(Number(port), hostname, () => {
      const lines = rawHeaders.map((each, i) => (i % 2 === 0 ? `${each}: ` : `${each}\r\n`));
      onward.write(`GET ${url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  const port = await freePort();
  await new Promise<void>((listening) => front.listen(port, '127.0.0.1', listening));
  onTestFinished(() => {
    front.closeAllConnections();
    front.close();
  });
  return new URL(`http://127.0.0.1:${port}`);
}

/** Shut by the platform's profile, or by there being nothing: other tests find them open. */
const shut = [
  'the browser without what the profile names',
  'the session as another cookie',
  'the session as another header',
  'the session in the address',
  'the session in a body',
];

it('A85 where the door is asked about one request only, every kind of way is found open', async () => {
  const quirks = ['path-parameter', 'login-knows', 'believes-claims'] as const;
  const { door, upstream, enrolled } = await startWideDoor(wideProfile, quirks);
  const { login } = await enrolled();
  login.jar.set('theme', 'dark');
  const cookies = login.visitor.cookieHeader();
  const isAsked = ({ method, url = '', headers, httpVersion, rawHeaders }: IncomingMessage) =>
    url.startsWith('/.two-factor/v1/') ||
    (method === 'GET' &&
      url === '/api/me' &&
      httpVersion === '1.1' &&
      headers.cookie === cookies &&
      rawHeaders.length === 8);
  const gate = await startNaiveFront(door.origin, upstream.origin, isAsked);
  const report = await check(door, login, { gate, paths: ['/home'], sockets: ['/live', '/ws'] });
  if (report.kind !== 'checked') throw new Error(report.why);
  const closed = report.rows.filter(({ open, note }) => open === 0 && note === undefined);
  expect(closed.map(({ way }) => way)).toEqual(shut);
});

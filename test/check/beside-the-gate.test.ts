import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodeOf, reportText } from '../../server/check/report.ts';
import { check, holesOf, startWideDoor } from './owing-session.ts';
import { wideProfile } from './wide-platform.ts';

/** A front with a rule for one address that leads past the gate; answers where it listens. */
async function startForgetfulFront(gate: string, platform: string, past: string): Promise<string> {
  const server = createServer((from, to) => {
    const { method, headers, url: path = '/' } = from;
    const onwards = request(new URL(path === past ? platform : gate), { method, path, headers });
    onwards.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onwards.on('error', () => to.destroy());
    from.pipe(onwards);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const { message, ...quiet } = wideProfile.credential;
const past = '/api/tile/1';

it('an address with a rule of its own in the front is found, once and with the right remedy', async () => {
  const { door, upstream, enrolled } = await startWideDoor({ ...wideProfile, credential: quiet });
  const { login } = await enrolled();
  const front = new URL(await startForgetfulFront(door.origin, upstream.origin, past));
  const report = await check(door, login, { gate: front, paths: [past] });
  const text = reportText(report, front);
  expect(holesOf(report)).toEqual([`the session as the browser sends it: GET ${past}`]);
  expect(text).toContain('This address does not lead through the gate');
  expect(text).toContain(`    GET ${past} HTTP/1.1`);
  expect(text).not.toContain('No --path was given');
  expect(exitCodeOf(report)).toBe(1);
}, 60_000);

it('without an address behind the login the report says what it cannot see', async () => {
  const { door, enrolled } = await startWideDoor({ ...wideProfile, credential: quiet });
  const { login } = await enrolled();
  const report = await check(door, login);
  expect(reportText(report, new URL(door.origin))).toMatch(
    /note +addresses behind the login: No --path was given/,
  );
  expect(exitCodeOf(report)).toBe(0);
}, 60_000);

it('a login or logout that the platform does not know is a note', async () => {
  const login = [...wideProfile.login, { method: 'POST', path: '/log-in' }];
  const profile = { ...wideProfile, credential: quiet, login };
  const { door, enrolled } = await startWideDoor(profile);
  const person = await enrolled();
  const text = reportText(await check(door, person.login), new URL(door.origin));
  expect(text.match(/the profile's log.*/g)).toEqual([
    "the profile's login: POST /log-in is answered 404, as if the platform did not know it: is it spelled right?",
  ]);
}, 60_000);

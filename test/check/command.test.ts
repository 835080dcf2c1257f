import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextCode } from '../harness/authenticator.ts';
import { runCommand } from '../harness/command-line.ts';
import { type Door, startDoor } from '../harness/door.ts';

/*
 * `npm run doorcode -- check`, as an operator runs it beside the stand-in: the headers of a request are
 * in a file, copied from a window in which the code is still owed.
 */

let door: Door;
let session: string;
let file: string;

beforeAll(async () => {
  door = await startDoor();
  const owner = door.visitor();
  await owner.logIn('ada@acme.example');
  const call = async (path: string, body: Record<string, unknown>) => {
    const headers = {
      'Content-Type': 'application/json',
      'X-Two-Factor': '1',
      'Sec-Fetch-Site': 'same-origin',
      Origin: door.origin,
    };
    const post = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await owner.send(`/.two-factor/v1/${path}`, post)).json() as Promise<{
      pendingId: string;
      uri: string;
    }>;
  };
  const state = await owner.send('/.two-factor/v1/state');
  const { id: account } = ((await state.json()) as { account: { id: string } }).account;
  const { pendingId, uri } = await call('activate', { account });
  await call('confirm', { account, pendingId, code: await nextCode(uri, { clockMayBeOff: true }) });

  const login = door.visitor();
  await login.logIn('ada@acme.example');
  session = login.jar.get('session') ?? '';
  file = join(door.folder, 'session.txt');
  await writeFile(file, `GET /home HTTP/1.1\nCookie: theme=dark; ${login.cookieHeader()}\n`);
}, 60_000);

afterAll(() => door.stop());

const run = (...words: string[]) => runCommand(['check', ...words], door.folder);
const given = () => [
  ...['--gate', door.origin, '--credential-file', file],
  ...['--account', 'Ada Nunes', '--path', '/api/tile/1'],
];

it('A85 passes on the stand-in, and says what it tried', async () => {
  const { code, out, said } = await run(
    '--profile',
    'stand-in',
    ...given(),
    '--upstream',
    door.platform.url,
  );
  expect(out).toMatch(
    /^The door at http:\/\/localhost:\d+, with a session of ada@acme\.example, acme/,
  );
  expect(out).toMatch(/^ {2}pass +\d+ {2}odd paths$/m);
  expect(out).toMatch(/^ {2}note +the platform directly, past the gate: 127\.0\.0\.1/m);
  expect(out).toMatch(
    /^The door holds: \d{3,} requests with the session, and none of them got in\.$/m,
  );
  expect(out + said).not.toContain(session);
  expect(code).toBe(0);
}, 60_000);

it('fails where an address past the gate answers, and shows the request without the session', async () => {
  const { code, out, said } = await run(
    '--profile',
    'stand-in',
    ...given(),
    '--unreachable',
    door.platform.url,
  );
  expect(code).toBe(1);
  expect(out).toMatch(/^ {2}FAIL +1 {2}the platform directly, past the gate: 1 got in$/m);
  expect(out).toContain(`OPEN: the platform directly, past the gate: ${door.platform.url}`);
  expect(out).toContain('cookie: theme=SESSION; session=SESSION');
  expect(out).toMatch(/^The door does not hold: 1 way in is open\./m);
  expect(out + said).not.toContain(session);
}, 60_000);

it('--verbose names every request and what came of it', async () => {
  const { code, out, said } = await run('--profile', 'stand-in', ...given(), '--verbose');
  expect(code).toBe(0);
  const [, tried] = /^The door holds: (\d+) requests/m.exec(out) ?? [];
  const lines = said.split('\n').filter((line) => line.includes(' → '));
  expect(lines).toHaveLength(Number(tried));
  for (const way of [
    'the session as Basic: Authorization: Basic, as the password → what anybody gets',
    'the session in the address: parameter "access_token" → what anybody gets',
    'its cookie twice, or hidden in another: ',
    'odd paths: ',
    'an upgrade to a WebSocket: ',
    'the browser without what the profile names: ',
    'each way in that the profile names: cookie "session" → refused by the gate (code-required)',
  ]) {
    expect(said).toContain(way);
  }
  expect(said).not.toContain(session);
}, 60_000);

it('ends with 2 where nothing can be proven', async () => {
  const { code, out } = await run(
    '--profile',
    'stand-in',
    '--gate',
    door.platform.url,
    '--credential-file',
    file,
  );
  expect(code).toBe(2);
  expect(out).toMatch(/^Nothing can be proven\. No Doorcode answers at /);
});

it.each([
  [[], 'check needs --profile, --gate and --credential-file'],
  [
    ['--profile', 'stand-in', '--gate', 'flows.example', '--credential-file', 'x'],
    '--gate takes scheme, host and port',
  ],
  [
    ['--profile', 'stand-in', '--gate', 'http://a/b', '--credential-file', 'x'],
    '--gate takes scheme, host and port',
  ],
  [
    ['--profile', 'stand-in', '--gate', 'http://a', '--credential-file', 'x', '--path', 'home'],
    '"home" is no path',
  ],
  [
    ['--profile', 'stand-in', '--gate', 'http://a', '--credential-file', 'Cookie: a=secret'],
    'cannot be read (ENOENT)',
  ],
  [
    ['--profile', 'none', '--gate', 'http://a', '--credential-file', 'x'],
    'none.json cannot be read',
  ],
  [['--cookie', 'session=secret'], "Unknown option '--cookie'"],
])('after %j says what is wrong', async (words, says) => {
  const { code, out, said } = await run(...words);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(says);
  expect(said).not.toContain('secret');
});

it('an empty file is no session', async () => {
  const empty = join(door.folder, 'empty.txt');
  await writeFile(empty, 'hello\n');
  const { code, said } = await run(
    '--profile',
    'stand-in',
    '--gate',
    door.origin,
    '--credential-file',
    empty,
  );
  expect(code).toBe(2);
  expect(said).toContain('holds no session: it takes what the browser');
});

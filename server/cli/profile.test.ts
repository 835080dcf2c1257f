import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import digibee from '../../profiles/digibee.json' with { type: 'json' };
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { runCommand } from '../../test/harness/command-line.ts';
import { type Platform, startPlatform } from '../../test/platform/platform.ts';
import { newVisitor } from '../../test/platform/visitor.ts';

let folder: string;
let platform: Platform;
let session: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-try-'));
  platform = await startPlatform();
  const ada = newVisitor(platform.url);
  await ada.logIn('ada@acme.example');
  session = ada.jar.get('session') ?? '';
  await writeFile(
    join(folder, 'session.txt'),
    `Cookie: theme=dark; session=${session}\nAccept: */*\n`,
  );
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true });
});

const run = (...words: string[]) => runCommand(['profile', ...words], folder);

async function file(name: string, profile: unknown): Promise<string> {
  await writeFile(join(folder, name), JSON.stringify(profile));
  return join(folder, name);
}

/** A platform of which only the identity endpoint matters. */
async function startWhoami(
  answer: (from: IncomingMessage) => [status: number, type: string, body: string],
) {
  const server = createServer((from, to) => {
    const [status, type, body] = answer(from);
    to.writeHead(status, { 'Content-Type': type }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('profile check', () => {
  it('says that a profile is valid, and which of its rules want a second look', async () => {
    const { code, out } = await run('check', 'stand-in');
    expect(code).toBe(0);
    expect(out).toContain('Northwind Flows: the profile is valid.');
    expect(out).toContain('Cookie session travels while the platform says nobody');
    expect(out).toContain('Logins by saml need no code');
    expect(out).not.toContain('whoami.accountId');
  });

  it('warns of what is unverified, and of doors without a code', async () => {
    const profile = {
      ...standIn,
      unverified: 'never tried',
      nonBrowser: { forward: ['x-api-key'] },
      whoami: { ...standIn.whoami, accountId: 'email', companionHeaders: ['x-browser'] },
    };
    const { code, out } = await run('check', await file('unverified.json', profile));
    expect(code).toBe(0);
    expect(out).toContain('Unverified: never tried');
    expect(out).toContain('Header x-api-key passes unasked');
    expect(out).toContain('it says so without x-browser');
    expect(out).toContain('whoami.accountId is email: does it never change');
  });

  it('says every mistake with its place, and every blank of a template', async () => {
    const broken = await run(
      'check',
      await file('broken.json', { ...standIn, issuer: 'a:b', login: [] }),
    );
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(
      /broken\.json is not valid:\n {2}at issuer: must not.*\n {2}at login: /,
    );
    const template = await run('check', 'digibee');
    expect(template.code).toBe(1);
    expect(template.out).toContain('at whoami.path: the address that answers whose session it is');
  });

  it('ends with 2 where there is no such file', async () => {
    const { code, said } = await run('check', 'none');
    expect([code, said]).toEqual([2, expect.stringContaining('none.json cannot be read')]);
  });
});

describe('profile try', () => {
  const ask = (profile: string, upstream: string, ...more: string[]) =>
    run('try', profile, '--upstream', upstream, ...more);
  const withFile = ['--credential-file', 'session.txt'];

  it('shows whom the gate would see, by which credential, and never the session', async () => {
    const { code, out, said } = await ask('stand-in', platform.url, ...withFile);
    expect(out).toMatch(
      /^ {2}cookie "session" \(24 characters, hash \S{8}…\): 200: account id u-7f3a91d2, realm acme, name Ada Nunes, e-mail ada@acme\.example, opened by "password"; not exempt/m,
    );
    expect(out).toContain('Without a session: nobody (401), as whoami.nobody says.');
    expect(out + said).not.toContain(session);
    expect(code).toBe(0);
  });

  it('says exempt where the profile makes it so', async () => {
    const loginMethod = { at: 'realm', scope: 'session', exempt: ['acme'] };
    const profile = { ...standIn, whoami: { ...standIn.whoami, loginMethod } };
    const { out } = await ask(await file('exempt.json', profile), platform.url, ...withFile);
    expect(out).toContain('opened by "acme"; exempt: needs no code');
  });

  it('says what is not named, and what must fit', async () => {
    const credential = { cookies: [{ name: 'theme' }] };
    const nobody = { status: [403] };
    const profile = { ...standIn, credential, whoami: { ...standIn.whoami, nobody } };
    const { code, out } = await ask(await file('wrong.json', profile), platform.url, ...withFile);
    expect(out).toContain('cookie "theme" (4 characters');
    expect(out).toContain('All that the browser sends together is account id u-7f3a91d2');
    expect(out).toContain('whoami.nobody must fit this answer');
    expect(code).toBe(1);
  });

  it('fills the blanks of a template from the answer, and writes it to a new file', async () => {
    const more = ['--path', '/api/me', '--write', 'filled.json'];
    const { code, out, said } = await ask('digibee', platform.url, ...withFile, ...more);
    expect(code).toBe(0);
    expect(out).toContain('/api/me answers 200 with the session, 401 without it.');
    expect(out).toContain('session.method: string "password"');
    expect(out).toContain('whoami.accountId = "id"  (is "u-7f3a91d2")');
    expect(out).toContain('login.0.path: where the login form is sent to');
    expect(out + said).not.toContain(session);
    const filled: unknown = JSON.parse(await readFile(join(folder, 'filled.json'), 'utf8'));
    expect(filled).toEqual({
      ...digibee,
      credential: { cookies: [{ name: 'session' }], headers: [] },
      whoami: {
        path: '/api/me',
        nobody: { status: [401] },
        accountId: 'id',
        realm: 'realm',
        name: 'name',
        email: 'email',
      },
    });
    const again = await ask('digibee', platform.url, ...withFile, ...more);
    expect(again.said).toContain('filled.json exists, and is left as it is');
    expect(again.code).toBe(2);
  });

  it('finds a bearer token, and nobody by an empty answer', async () => {
    const url = await startWhoami(({ headers }) =>
      headers.authorization === 'Bearer tok.en'
        ? [200, 'application/json', '{"username":"ada","realm":null}']
        : [200, 'application/json', '{}'],
    );
    await writeFile(join(folder, 'bearer.txt'), 'authorization: Bearer tok.en\n');
    const { out } = await ask(
      'digibee',
      url,
      '--credential-file',
      'bearer.txt',
      '--path',
      '/whoami',
    );
    expect(out).toContain('credential.headers.0 = [{"name":"authorization","scheme":"Bearer"}]');
    expect(out).toContain('Nobody gets 200, too. "nobody": { "empty": true } says it instead.');
    expect(out).toContain('whoami.name = "username"  (is "ada")');
    expect(out).not.toContain('tok.en');
  });

  it('finds nobody by an id of 0', async () => {
    const url = await startWhoami(({ headers }) => [
      200,
      'application/json',
      JSON.stringify({
        query: { userinfo: headers.cookie ? { id: 7, name: 'Ada' } : { id: 0, name: '::1' } },
      }),
    ]);
    const { out } = await ask('digibee', url, ...withFile, '--path', '/api.php?action=query');
    expect(out).toContain('"nobody": {"value":{"at":"query.userinfo.id","is":0}} says it instead');
    expect(out).toContain('whoami.accountId = "query.userinfo.id"  (is 7)');
  });

  it('finds places in a page', async () => {
    const url = await startWhoami(({ headers }) => [
      200,
      'text/html',
      headers.cookie?.includes('session=')
        ? '<body data-user-id="42"><p id="username">Ada</p><meta name="mail" content="a@b.example"></body>'
        : '<body><a href="/login">Log in</a></body>',
    ]);
    const whoami = { ...digibee.whoami, answer: 'html', path: '/' };
    const template = await file('html.json', { ...digibee, whoami });
    const { out } = await ask(template, url, ...withFile);
    expect(out).toContain('"nobody": { "missing": true } says it instead');
    expect(out).toContain('whoami.accountId = {"selector":"body","attribute":"data-user-id"}');
    expect(out).toContain('whoami.name = {"selector":"#username"}');
    expect(out).toContain(
      'whoami.email = {"selector":"meta[name=\\"mail\\"]","attribute":"content"}',
    );
  });

  it('says that an answer tells nothing', async () => {
    const url = await startWhoami(() => [200, 'application/json', '{"version":1}']);
    const { code, out } = await ask('digibee', url, ...withFile, '--path', '/version');
    expect(out).toContain('Nothing in the answer (application/json) says whose session it is');
    expect(out).not.toContain('credential.cookies.0 =');
    expect(code).toBe(1);
  });

  it('says that a session has ended, and that nothing answers', async () => {
    await writeFile(join(folder, 'ended.txt'), 'Cookie: session=ended\n');
    const ended = await ask('stand-in', platform.url, '--credential-file', 'ended.txt');
    expect(ended.out).toContain('The platform recognises none of it: the session has ended');
    expect(ended.code).toBe(1);
    const gone = await ask('stand-in', 'http://127.0.0.1:9', ...withFile);
    expect([gone.code, gone.out]).toEqual([1, 'Nothing answers at http://127.0.0.1:9.\n']);
  });

  it.each([
    [
      ['try', 'digibee', '--upstream', 'http://127.0.0.1:9', ...withFile],
      'give --path, such as /api/me',
    ],
    [
      ['try', 'stand-in', '--upstream', 'http://127.0.0.1:9'],
      'Give a session: --credential-file FILE',
    ],
    [['try', 'stand-in', ...withFile], 'Say "profile try FILE --upstream URL"'],
    [
      ['try', 'stand-in', '--upstream', 'http://127.0.0.1:9', '--cookie', 'a=b'],
      "Unknown option '--cookie'",
    ],
    [
      ['try', 'stand-in', '--upstream', 'http://127.0.0.1:9', ...withFile, '--write', 'x'],
      'has no blanks',
    ],
    [['tried'], 'Say "profile check" or "profile try"'],
  ])('after %j says what is wrong', async (words, says) => {
    const { code, out, said } = await run(...words);
    expect([code, out]).toEqual([2, '']);
    expect(said).toContain(says);
  });
});

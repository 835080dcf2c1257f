import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';
import { type Answer, send } from '../harness/request.ts';

let door: InnerDoor;
let owner: Person;
let next = 1;

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

/** For each test somebody with a factor whose next code is good for switching it off. */
beforeEach(async () => {
  owner = door.person();
  await owner.logIn(`user${next++}@acme.example`);
  await owner.activate();
});

const deactivate = '/.two-factor/v1/deactivate';

type Change = {
  headers?: Record<string, string | undefined>;
  method?: string;
  body?: string;
  path?: string;
};

/** The extension's own request to switch off, with what a test changes of it. */
function attempt({
  headers = {},
  method = 'POST',
  body,
  path = deactivate,
}: Change): Promise<Answer> {
  const all = { ...owner.pageHeaders(), ...headers };
  const given = Object.entries(all).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return send(door.origin, {
    method,
    path,
    headers: Object.fromEntries(given),
    body: body ?? JSON.stringify({ account: owner.accountId, code: owner.code() }),
  });
}

async function expectUnchanged(): Promise<void> {
  expect((await owner.state()).factor).toBe('active');
  // The control: the same request as the extension sends it does switch off.
  expect((await attempt({})).status).toBe(204);
  expect((await owner.state()).factor).toBe('none');
}

describe('foreign pages', () => {
  const form = 'application/x-www-form-urlencoded';
  const foreign = 'https://evil.example';
  const changes: [string, Change][] = [
    [
      'a cross-site form',
      {
        headers: {
          'Content-Type': form,
          Origin: foreign,
          'Sec-Fetch-Site': 'cross-site',
          'X-Two-Factor': undefined,
        },
      },
    ],
    [
      'a same-site form',
      {
        headers: { 'Content-Type': form, 'Sec-Fetch-Site': 'same-site', 'X-Two-Factor': undefined },
      },
    ],
    [
      'text/plain',
      {
        headers: {
          'Content-Type': 'text/plain',
          Origin: foreign,
          'Sec-Fetch-Site': 'cross-site',
          'X-Two-Factor': undefined,
        },
      },
    ],
    [
      'a beacon',
      {
        headers: {
          Origin: foreign,
          'Sec-Fetch-Site': 'cross-site',
          'Sec-Fetch-Mode': 'no-cors',
          'X-Two-Factor': undefined,
        },
      },
    ],
    ['a foreign origin with every header of ours', { headers: { Origin: foreign } }],
    ['Origin null', { headers: { Origin: 'null' } }],
    [
      'an origin that begins like ours',
      { headers: { Origin: 'http://localhost:4000.evil.example' } },
    ],
    [
      'a foreign extension of Chromium',
      { headers: { Origin: 'chrome-extension://abcdefghijklmnop' } },
    ],
    ['Sec-Fetch-Site none', { headers: { 'Sec-Fetch-Site': 'none' } }],
  ];

  it.each(changes)('A50 %s changes nothing', async (_, change) => {
    const answer = await attempt(change);
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'not-same-origin']);
    await expectUnchanged();
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])(
    'A50 the method %s changes nothing',
    async (method) => {
      const answer = await attempt({ method });
      expect(answer.status).toBe(404);
      await expectUnchanged();
    },
  );

  it('A50 _method and X-HTTP-Method-Override change nothing', async () => {
    const body = JSON.stringify({ account: owner.accountId, code: owner.code(), _method: 'POST' });
    const headers = { 'X-HTTP-Method-Override': 'POST' };
    const path = `${deactivate}?_method=POST`;
    expect((await attempt({ method: 'GET', path, body, headers })).status).toBe(404);
    await expectUnchanged();
  });

  it('A50 the hosted page’s form from a foreign page changes nothing', async () => {
    const page = await owner.navigate('/.two-factor/');
    const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const fields = new URLSearchParams({ token, account: owner.accountId, code: owner.code() });
    const foreignForm = { 'Content-Type': form, Origin: foreign, 'Sec-Fetch-Site': 'cross-site' };
    const path = '/.two-factor/deactivate';
    const answer = await attempt({ path, headers: foreignForm, body: fields.toString() });
    expect(answer.status).toBe(403);
    await expectUnchanged();
  });

  it('A50 the hosted page’s form with another session’s token changes nothing', async () => {
    const page = await owner.navigate('/.two-factor/');
    const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const foreignToken = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    const fields = { account: owner.accountId, code: owner.code() };
    const answer = await owner.postForm('/.two-factor/deactivate', {
      ...fields,
      token: foreignToken,
    });
    expect(answer.status).toBe(409);
    expect((await owner.state()).factor).toBe('active');
    const own = await owner.postForm('/.two-factor/deactivate', { ...fields, token });
    expect(own.status).toBe(303);
  });
});

describe('headers that only our callers send', () => {
  it.each<[string, Change]>([
    [
      'without Origin and Sec-Fetch-Site',
      { headers: { Origin: undefined, 'Sec-Fetch-Site': undefined } },
    ],
    ['without Sec-Fetch-Site', { headers: { 'Sec-Fetch-Site': undefined } }],
    ['without Origin', { headers: { Origin: undefined } }],
    ['without X-Two-Factor', { headers: { 'X-Two-Factor': undefined } }],
    ['with another value of X-Two-Factor', { headers: { 'X-Two-Factor': 'true' } }],
  ])('A51 a change %s is refused', async (_, change) => {
    const answer = await attempt(change);
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'not-same-origin']);
    await expectUnchanged();
  });

  it.each(['login-code', 'activate', 'confirm', 'verify', 'recovery-codes', 'sign-out'])(
    'A51 %s is refused without them too',
    async (call) => {
      const headers = { Origin: undefined, 'Sec-Fetch-Site': undefined, 'X-Two-Factor': undefined };
      const answer = await attempt({ path: `/.two-factor/v1/${call}`, headers });
      expect([answer.status, reasonOf(answer)]).toEqual([403, 'not-same-origin']);
      await expectUnchanged();
    },
  );

  it('A51 Firefox’s background, with an origin of its own install, is let in', async () => {
    const headers = { Origin: 'moz-extension://2f6a5d1c-9f0b-4b7e-8a3e-5d7f6f1c2b3a' };
    expect((await attempt({ headers })).status).toBe(204);
  });

  it.each([
    ['missing', undefined],
    ['multipart', 'multipart/form-data; boundary=x'],
    ['JSON with a parameter of no meaning', 'application/json;x'],
    ['another JSON', 'application/problem+json'],
    ['a form', 'application/x-www-form-urlencoded'],
  ])('A52 a content type that is %s is refused', async (_, type) => {
    const answer = await attempt({ headers: { 'Content-Type': type } });
    expect([answer.status, reasonOf(answer)]).toEqual([415, 'unsupported-media-type']);
    await expectUnchanged();
  });

  it.each(['', '{', 'code=123456', '\0'])(
    'A52 the body %j is no JSON: a clear error, and no alarm',
    async (body) => {
      const before = door.log.length;
      const answer = await attempt({ body });
      expect([answer.status, reasonOf(answer)]).toEqual([400, 'bad-request']);
      expect(door.log.slice(before).filter((line) => line.includes('"alarm"'))).toEqual([]);
      await expectUnchanged();
    },
  );

  it('A52 JSON in UTF-8 is taken', async () => {
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    expect((await attempt({ headers })).status).toBe(204);
  });
});

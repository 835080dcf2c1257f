import { beforeEach, describe, expect, test } from 'vitest';
import { createApi } from './api-client.ts';

const place = { area: 'localStorage', key: 'login', header: 'authorization', scheme: 'Bearer' };

let sent: { url: string; headers: Headers }[];
let inProfile: typeof place | null;
let token: string | null;

beforeEach(() => {
  sent = [];
  inProfile = place;
  token = 't-1';
});

function api() {
  return createApi(
    'https://flows.example',
    ({ header, scheme }) => (token === null ? null : { name: header, value: `${scheme} ${token}` }),
    async (input, init) => {
      sent.push({ url: String(input), headers: new Headers(init?.headers) });
      const body = { name: 'Flows', issuer: 'Flows', support: {}, page: {}, token: inProfile };
      return Response.json(body);
    },
  );
}

const shown = () => sent.map(({ headers }) => headers.get('authorization'));

describe('where the login is a token', () => {
  test('every call after the profile shows the one that is there now', async () => {
    const { profile, state, verify } = api();
    await profile();
    await state();
    token = 't-2';
    await verify({ account: 'a1', code: '123456' });
    token = null;
    await state();
    expect(shown()).toEqual([null, 'Bearer t-1', 'Bearer t-2', null]);
    expect(sent.every(({ headers }) => headers.get('x-two-factor') === '1')).toBe(true);
  });

  test('no call goes anywhere but to the API of the page’s origin', async () => {
    const { profile, ...calls } = api();
    await profile();
    const input = { account: 'a1', code: '123456', pendingId: 'p1', caseId: 'c1' };
    for (const call of Object.values(calls)) await call(input);
    expect(sent).toHaveLength(10);
    for (const { url } of sent)
      expect(url).toMatch(/^https:\/\/flows\.example\/\.two-factor\/v1\//);
  });
});

test('where it is not, no token is looked for', async () => {
  inProfile = null;
  const { profile, state } = api();
  await profile();
  await state();
  expect(shown()).toEqual([null, null]);
});

test('a problem that is none of ours is no answer', async () => {
  const headers = { 'content-type': 'application/problem+json' };
  const problem = new Response('{"title":"Service Unavailable"}', { status: 503, headers });
  const { state } = createApi(
    'https://flows.example',
    () => null,
    async () => problem,
  );
  expect(await state()).toEqual({ ok: false, reason: 'unreachable' });
});

describe('a site without Doorcode', () => {
  const ask = (answer: Response) =>
    createApi(
      'https://notes.example',
      () => null,
      async () => answer,
    ).profile();

  test.each([
    ['knows no such address', new Response('', { status: 404 })],
    [
      'has a page for any address',
      new Response('<p>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['has JSON for any address', Response.json({})],
    ['has nothing but null for any address', Response.json(null)],
  ])('that %s is told from one that did not answer', async (_how, answer) => {
    expect(await ask(answer)).toEqual({ ok: false, reason: 'not-here' });
    const broken = new Response('', { status: 502 });
    expect(await ask(broken)).toEqual({ ok: false, reason: 'unreachable' });
  });

  test('is not followed to where it leads', async () => {
    let followed: RequestRedirect | undefined;
    const { profile } = createApi(
      'https://notes.example',
      () => null,
      async (_input, init) => {
        followed = init?.redirect;
        return { ok: false, status: 0, headers: new Headers() } as Response;
      },
    );
    expect(await profile()).toEqual({ ok: false, reason: 'not-here' });
    expect(followed).toBe('manual');
  });
});

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
    const input = { account: 'a1', code: '123456', pendingId: 'p1' };
    for (const call of Object.values(calls)) await call(input);
    expect(sent).toHaveLength(9);
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

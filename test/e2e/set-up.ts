import { expect, type Page } from 'playwright/test';
import { PASSWORD } from '../platform/accounts.ts';
import type { User } from './fixtures.ts';
import type { Factor } from './panel.ts';
import { phoneWith } from './phone.ts';

/** Somebody has logged in with this browser, by the call alone that the login page makes. */
export async function comeIn({ request }: Page, user: User): Promise<void> {
  const login = await (await request.get('/login')).text();
  const token = /name="token" value="([^"]+)"/.exec(login)?.[1] ?? '';
  await request.post('/login', { form: { ...user, password: PASSWORD, token } });
}

/**
 * Somebody has logged in, activated and logged out: what many journeys begin with. By calls alone, too;
 * main-journey.test.ts does it by hand.
 */
export async function setUp(page: Page, user: User): Promise<Factor> {
  const { request } = page;
  await comeIn(page, user);
  const state = await request.get('/.two-factor/v1/state');
  const headers = {
    Origin: new URL(state.url()).origin,
    'Sec-Fetch-Site': 'same-origin',
    'X-Two-Factor': '1',
  };
  const account: string = (await state.json()).account.id;
  async function call<T>(name: string, given: object): Promise<T> {
    const data = { account, ...given };
    const answer = await request.post(`/.two-factor/v1/${name}`, { headers, data });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  }
  const { pendingId, uri } = await call<{ pendingId: string; uri: string }>('activate', {});
  const phone = phoneWith(uri);
  const confirmation = { pendingId, code: await phone.code() };
  const shown = await call<{ recoveryCodes: string[] }>('confirm', confirmation);
  await request.post('/logout');
  return { ...phone, ...shown };
}

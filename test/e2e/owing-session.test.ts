import type { BrowserContext } from 'playwright/test';
import type { Received } from '../platform/received.ts';
import {
  byHand,
  requestsThroughOurRoom,
  requestsToThePlatform,
  sendByHand,
  upgradeByHand,
} from './by-hand.ts';
import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { enterCodeOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { logIn } from './login-page.ts';
import { setUp } from './set-up.ts';

/** The browser's cookies as somebody copies them out of it. */
async function cookiesOf(context: BrowserContext, origin: string): Promise<string> {
  const cookies = await context.cookies(origin);
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

const asSomebody = ({ account }: Received) => account !== null;
const isByHand = ({ headers }: Received) => headers.some(([name]) => name === byHand);
const nameOf = ({ method, url }: Received) => `${method} ${url}`;

test('with a session that owes its code requests by hand reach nothing, and after the code they do', async ({
  page,
  context,
  door,
  user,
}) => {
  const { origin, platform } = door;
  const phone = await setUp(page, user);
  const before = platform.received.length;
  await logIn(page, user);
  await expectAskedForCode(page);
  const cookie = await cookiesOf(context, origin);
  expect(cookie).toContain('session=');

  const wanted = requestsToThePlatform(origin);
  for (const each of [...wanted, ...requestsThroughOurRoom]) {
    const answer = await sendByHand(origin, cookie, each);
    expect(answer.status, answer.wanted).toBeGreaterThanOrEqual(400);
  }
  for (const path of ['/ws', '//ws', '/WS', '/home', '/.two-factor/../ws']) {
    expect(await upgradeByHand(origin, cookie, path), path).toBeGreaterThanOrEqual(400);
  }

  const reached = platform.received.slice(before).filter(asSomebody);
  expect(new Set(reached.map(nameOf))).toEqual(new Set(['GET /api/me']));
  expect(reached.filter(isByHand)).toEqual([]);

  // The same requests with the same session once it has shown its code: nothing else held them up.
  await enterCodeOnHostedPage(page, await phone.code());
  await expectInside(page);
  const cleared = platform.received.length;
  for (const each of wanted) await sendByHand(origin, await cookiesOf(context, origin), each);
  expect(await upgradeByHand(origin, await cookiesOf(context, origin), '/ws')).toBe(101);
  const now = platform.received.slice(cleared).filter(asSomebody).filter(isByHand);
  expect(now.length).toBe(wanted.length + 1);
});

import type { Page } from 'playwright/test';
import type { User } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { logIn } from './login-page.ts';
import { activate, closePanel, type Factor, openPanel } from './panel.ts';

/** Somebody logs in, activates in the panel, and logs out: what many journeys begin with. */
export async function setUp(page: Page, user: User): Promise<Factor> {
  await logIn(page, user);
  await expectInside(page);
  const factor = await activate(await openPanel(page));
  await closePanel(page);
  await logOut(page);
  return factor;
}

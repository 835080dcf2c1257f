import type { Page } from 'playwright/test';
import type { User } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { logIn } from './login-page.ts';
import { activate, closePanel, openPanel } from './panel.ts';
import type { Phone } from './phone.ts';

/** Somebody logs in, activates in the panel, and logs out: what many journeys begin with. */
export async function setUp(page: Page, user: User): Promise<Phone> {
  await logIn(page, user);
  await expectInside(page);
  const phone = await activate(await openPanel(page));
  await closePanel(page);
  await logOut(page);
  return phone;
}

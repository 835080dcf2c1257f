import { expect, type Page } from 'playwright/test';

/** What the extension says in a corner of the page after a login. */
export async function expectNotice(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('status')).toContainText(text);
}

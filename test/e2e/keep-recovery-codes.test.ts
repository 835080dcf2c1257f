import { readFile } from 'node:fs/promises';
import type { Frame, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { logIn } from './login-page.ts';
import { enterCode, expectTitle, openPanel, type Panel } from './panel.ts';
import { scan } from './phone.ts';
import { openPopup } from './popup.ts';

test('recovery codes are kept as a file and on paper, out of the frame over the page', async ({
  page,
  user,
}) => {
  await logIn(page, user);
  await expectInside(page);
  const panel = await openPanel(page);
  const codes = await showRecoveryCodes(panel);
  await expectFile(page, panel, codes, user.email);
  await expectPrinted(panel);

  await page.emulateMedia({ media: 'print' });
  await expect(panel.getByRole('heading', { name: 'Recovery codes for' })).toBeVisible();
  await expect(panel.getByRole('listitem')).toHaveCount(10);
  await expect(panel.getByRole('heading', { level: 1 })).toBeHidden();
  await expect(panel.getByRole('button')).toHaveCount(0);
});

test('recovery codes are kept as a file out of the popup', async ({ page, context, user }) => {
  await logIn(page, user);
  await expectInside(page);
  const popup = await openPopup(context);
  const codes = await showRecoveryCodes(popup);
  await expectFile(popup, popup, codes, user.email);
  await expectPrinted(popup);
});

async function showRecoveryCodes(panel: Panel): Promise<readonly string[]> {
  await expectTitle(panel, 'Configure authentication');
  await panel.getByRole('button', { name: 'Show the QR code' }).click();
  const phone = await scan(panel.getByRole('img', { name: 'QR code' }));
  await enterCode(panel, await phone.code(), 'Activate');
  await expectTitle(panel, 'Your recovery codes');
  return panel.getByRole('listitem').allTextContents();
}

async function expectFile(
  page: Page,
  panel: Panel,
  codes: readonly string[],
  email: string,
): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Recovery codes for .+\.txt$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain(email);
  for (const code of codes) expect(text).toContain(code);
}

/** The frame itself is what the browser prints, not the page around it. */
async function expectPrinted(panel: Frame | Page): Promise<void> {
  await panel.evaluate(
    'addEventListener("beforeprint", () => { document.body.dataset.printed = "yes"; })',
  );
  await panel.getByRole('button', { name: 'Print' }).click();
  await expect(panel.locator('body')).toHaveAttribute('data-printed', 'yes');
}

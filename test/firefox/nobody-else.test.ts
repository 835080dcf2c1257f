import { expect } from 'vitest';
import { openFirefox } from '../harness/firefox.ts';
import { startOutside } from '../harness/outside.ts';
import { press, the } from './controls.ts';
import { test } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { logIn } from './login-page.ts';
import { openPanel, scanAndActivate } from './panel.ts';
import { openPopup } from './popup.ts';

test('A61 while the QR code is on the screen nobody else is asked for anything', async ({
  door,
  user,
}) => {
  const outside = await startOutside();
  const firefox = await openFirefox({ proxyPort: outside.port });
  try {
    const page = await firefox.newPage();
    await logIn(page, `${door.origin}/login`, user);
    await expectInside(page);
    const popup = await openPopup(firefox);
    await press(popup, 'button', 'Show the QR code');
    await the(popup, '[role=img]');
    await popup.close();
    await page.bringToFront();
    await scanAndActivate(await openPanel(page));
    expect(outside.asked).toEqual([]);

    // What is asked for is seen.
    await page.goto('http://qr.example/make').catch(() => {});
    await page.goto('https://qr.example/make').catch(() => {});
    expect(outside.asked.filter((host) => host === 'qr.example').length).toBeGreaterThan(1);
  } finally {
    await firefox.close();
    await outside.close();
  }
});

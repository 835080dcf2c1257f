import type { Locator } from 'playwright/test';
import { type Phone, scanPicture } from '../harness/phone.ts';

export { type Phone, phoneWith } from '../harness/phone.ts';

/** Points a phone's camera at a QR code, see `scanPicture`. */
export function scan(qr: Locator, insteadOf?: Phone): Promise<Phone> {
  return scanPicture((path) => qr.screenshot({ path }), insteadOf);
}

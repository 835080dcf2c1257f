import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator } from 'playwright/test';
import { nextCode, readQr, wrongCodeFor } from '../harness/authenticator.ts';

/** A phone with an authenticator app: it has seen the QR code and shows codes from then on. */
export type Phone = {
  /** What the QR code said. */
  readonly uri: string;
  /** A code that this phone has not shown before: a time step counts only once. */
  code(): Promise<string>;
  /** Six digits that the phone does not show. */
  wrongCode(): Promise<string>;
};

/**
 * Points a phone's camera at a QR code: takes a screenshot of it and reads that. A phone that comes
 * instead of another of the same account shows only codes later than the other's: time steps that are
 * spent stay spent.
 */
export async function scan(qr: Locator, insteadOf?: Phone): Promise<Phone> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-qr-'));
  let uri = '';
  // The picture may still be being drawn, as a phone's user would see.
  await expect(async () => {
    const picture = join(folder, 'qr.png');
    await qr.screenshot({ path: picture });
    uri = await readQr(picture);
  }).toPass({ timeout: 10_000 });
  await rm(folder, { recursive: true });
  const options = { clockMayBeOff: true, ...(insteadOf ? { insteadOf: insteadOf.uri } : {}) };
  return {
    uri,
    code: () => nextCode(uri, options),
    wrongCode: () => wrongCodeFor(uri),
  };
}

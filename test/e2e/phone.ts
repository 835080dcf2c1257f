import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Locator } from 'playwright/test';
import { codeFor, nextCode, readQr, wrongCodeFor } from '../harness/authenticator.ts';

/** A phone with an authenticator app: it has seen the QR code and shows codes from then on. */
export type Phone = {
  /** What the QR code said. */
  readonly uri: string;
  /** A code that this phone has not shown before: a time step counts only once. */
  code(): Promise<string>;
  /** Six digits that the phone does not show. */
  wrongCode(): Promise<string>;
  /** A code as the phone would show it with its clock so many seconds ahead, each time another one. */
  codeAhead(seconds: number): Promise<string>;
};

const stepMs = 30_000;
/** So that the code is still of the same step, as the server sees it, when it has been typed. */
const timeToType = 5000;

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
  let lastShown = 0;
  return {
    uri,
    code: () => nextCode(uri, options),
    wrongCode: () => wrongCodeFor(uri),
    async codeAhead(seconds) {
      for (;;) {
        const now = Date.now();
        const step = Math.floor(now / stepMs);
        const left = stepMs - (now % stepMs);
        if (step > lastShown && left > timeToType) {
          lastShown = step;
          return codeFor(uri, now + seconds * 1000);
        }
        await sleep(left + 50);
      }
    },
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeFor, nextCode, readQr, wrongCodeFor } from './authenticator.ts';

/** A phone with an authenticator app: it has seen the QR code and shows codes from then on. */
export type Phone = {
  /** What the QR code said. */
  readonly uri: string;
  /** A code that this phone has not shown before: a time step counts only once. */
  code(): Promise<string>;
  /** Six digits that the phone does not show, and none of those `before`. */
  wrongCode(before?: readonly string[]): Promise<string>;
  /** A code as the phone would show it with its clock so many seconds ahead, each time another one. */
  codeAhead(seconds: number): Promise<string>;
};

const stepMs = 30_000;
/** So that the code is still of the same step, as the server sees it, when it has been typed. */
const timeToType = 5000;
/** How long the picture may still be being drawn. */
const patience = 10_000;

/**
 * Points a phone's camera at a QR code: `takePicture` writes a screenshot of it to a file, and that is
 * read. A phone that comes instead of another of the same account shows only codes later than the
 * other's: time steps that are spent stay spent.
 */
export async function scanPicture(
  takePicture: (file: string) => Promise<unknown>,
  insteadOf?: Phone,
): Promise<Phone> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-qr-'));
  const picture = join(folder, 'qr.png');
  const until = Date.now() + patience;
  try {
    for (;;) {
      try {
        await takePicture(picture);
        return phoneWith(await readQr(picture), insteadOf);
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(100);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A phone that has read this `otpauth://` address. */
export function phoneWith(uri: string, insteadOf?: Phone): Phone {
  const options = { clockMayBeOff: true, ...(insteadOf ? { insteadOf: insteadOf.uri } : {}) };
  let lastShown = 0;
  return {
    uri,
    code: () => nextCode(uri, options),
    wrongCode: (before) => wrongCodeFor(uri, before),
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

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const STEP_MS = 30_000;

/** So that a code is not stale by the time it has been typed and sent. */
const LEAST_LEFT_MS = 6_000;

/** Reads the one QR code in a picture, as a phone's camera would. */
export async function readQr(picture: string): Promise<string> {
  const { stdout } = await run('zbarimg', ['--raw', '-q', picture]);
  const found = stdout.split('\n').filter((line) => line !== '');
  if (found.length !== 1) throw new Error(`${found.length} codes instead of one in ${picture}`);
  return found[0] ?? '';
}

/** The base32 secret in an `otpauth://` address; a bare secret is answered without its spaces. */
export function secretOf(secretOrUri: string): string {
  if (!secretOrUri.startsWith('otpauth:')) return secretOrUri.replaceAll(/\s/g, '');
  const secret = new URL(secretOrUri).searchParams.get('secret');
  if (!secret) throw new TypeError('This otpauth address has no secret.');
  return secret;
}

/** The code that an app with this secret shows at `at` (epoch milliseconds). */
export async function codeFor(secretOrUri: string, at: number = Date.now()): Promise<string> {
  const now = `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const { stdout } = await run('oathtool', ['--totp', '-b', secretOf(secretOrUri), '--now', now]);
  return stdout.trim();
}

/** A code that is wrong now and in the steps around, for tests that mistype; none of those `before`. */
export async function wrongCodeFor(
  secretOrUri: string,
  before: readonly string[] = [],
): Promise<string> {
  const now = Date.now();
  const steps = [-2, -1, 0, 1, 2].map((step) => codeFor(secretOrUri, now + step * STEP_MS));
  const right = await Promise.all(steps);
  const wrong = ['111111', '222222', '333333', '444444', '555555', '666666'];
  return wrong.find((code) => ![...right, ...before].includes(code)) ?? '777777';
}

const lastStep = new Map<string, number>();

/**
 * A code that this process has not handed out before, since a time step is accepted only once an
 * account: waits for the next step when it must. With `clockMayBeOff` it also takes the step before
 * and the step after, like a phone whose clock is 30 s off, and so waits less. A secret that came
 * `insteadOf` another of the same account begins after the steps of that one.
 */
export async function nextCode(
  secretOrUri: string,
  {
    clockMayBeOff = false,
    insteadOf,
  }: { clockMayBeOff?: boolean; insteadOf?: string | undefined } = {},
): Promise<string> {
  const secret = secretOf(secretOrUri);
  for (;;) {
    const now = Date.now();
    const left = STEP_MS - (now % STEP_MS);
    const here = Math.floor(now / STEP_MS);
    const before = insteadOf === undefined ? 0 : (lastStep.get(secretOf(insteadOf)) ?? 0);
    const last = Math.max(lastStep.get(secret) ?? 0, before);
    const candidates = clockMayBeOff ? [here - 1, here, here + 1] : [here];
    // A clock that may be off gives its steps a whole one more before they are too old.
    const soonTooOld = clockMayBeOff ? here - 1 : here;
    const usable = candidates.filter((step) => step > soonTooOld || left > LEAST_LEFT_MS);
    const step = usable.find((candidate) => candidate > last);
    if (step !== undefined) {
      lastStep.set(secret, step);
      return codeFor(secret, step * STEP_MS);
    }
    await sleep(left + 50);
  }
}

import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** Seconds a code lives. */
export const period = 30;
export const digits = 6;
/** Bytes: RFC 4226 §4 asks for 128 bits at least and recommends 160. */
const secretBytes = 20;

export type Algorithm = 'sha1' | 'sha256' | 'sha512';

/** The HMAC-based one-time password of RFC 4226 §5.3; `counter` may exceed 2³². */
export function hotp(
  key: KeyObject,
  counter: number,
  length = digits,
  algorithm: Algorithm = 'sha1',
) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(algorithm, key).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** length).padStart(length, '0');
}

/** The time step of RFC 6238 §4.2 at `now` (epoch ms). */
export function stepAt(now: number): number {
  return Math.floor(now / 1000 / period);
}

/**
 * The newest step of the window around `now` that `code` belongs to and that is later than `lastStep`,
 * or null. Every step of the window is computed and compared in constant time, whatever matched before.
 *
 * @param code exactly six digits.
 * @param window steps accepted on either side (RFC 6238 §5.2 recommends at most one).
 */
export function matchStep(
  secret: Buffer,
  code: string,
  now: number,
  window: 0 | 1,
  lastStep: number,
): number | null {
  const key = createSecretKey(secret);
  const given = Buffer.from(code);
  let matched: number | null = null;
  for (let step = stepAt(now) - window; step <= stepAt(now) + window; step++) {
    const right = timingSafeEqual(Buffer.from(hotp(key, step)), given);
    if (right && step > lastStep) matched = step;
  }
  return matched;
}

/** Steps by which a phone's clock may be off for the coach to see it; nearer ones the window takes. */
const nearest = 2;
const farthest = 10;

/**
 * By how many steps (2 to 10, below 0: behind) the clock that made this refused code is off, or null.
 * Steps that were accepted already tell nothing. Only for a code that was judged and counted: unlike
 * `matchStep` it is not asked of every code.
 */
export function findOffset(
  secret: Buffer,
  code: string,
  now: number,
  lastStep: number,
): number | null {
  const key = createSecretKey(secret);
  const given = Buffer.from(code);
  let found: number | null = null;
  for (let offset = -farthest; offset <= farthest; offset++) {
    const step = stepAt(now) + offset;
    const right = timingSafeEqual(Buffer.from(hotp(key, step)), given);
    if (right && Math.abs(offset) >= nearest && step > lastStep) found = offset;
  }
  return found;
}

/** A fresh secret: what is stored, what is typed by hand, and the address that the QR shows. */
export function newSecret(
  random: (bytes: number) => Buffer,
  issuer: string,
  label: string,
): { bytes: Buffer; base32: string; uri: string } {
  const bytes = random(secretBytes);
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
  const totp = new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits, period });
  return { bytes, base32: secret.base32, uri: totp.toString() };
}

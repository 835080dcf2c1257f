import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toFile } from 'qrcode';
import { afterEach, expect, test, vi } from 'vitest';
import { codeFor, nextCode, readQr, secretOf, wrongCodeFor } from './authenticator.ts';

/** RFC 6238 appendix B: the ASCII secret 12345678901234567890, here in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const STEP = 30_000;

afterEach(() => {
  vi.useRealTimers();
});

test('codes are those of RFC 6238, appendix B', async () => {
  // The appendix prints eight digits; six are its last six.
  expect(await codeFor(RFC_SECRET, 59_000)).toBe('287082');
  expect(await codeFor(RFC_SECRET, 1_111_111_109_000)).toBe('081804');
  expect(await codeFor(RFC_SECRET, 20_000_000_000_000)).toBe('353130');
});

test('a secret is taken from its address, or from groups as they are shown', () => {
  const uri = `otpauth://totp/Northwind:ada?issuer=Northwind&secret=${RFC_SECRET}`;
  expect(secretOf(uri)).toBe(RFC_SECRET);
  expect(secretOf('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')).toBe(RFC_SECRET);
  expect(() => secretOf('otpauth://totp/x')).toThrow(TypeError);
});

test('a QR code is read from a picture', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-qr-'));
  const uri = `otpauth://totp/Northwind:ada?secret=${RFC_SECRET}`;
  await toFile(join(folder, 'qr.png'), uri);
  expect(await readQr(join(folder, 'qr.png'))).toBe(uri);
  await rm(folder, { recursive: true });
});

test('the next code is never the same time step again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 * STEP + 1_000 });
  const secret = 'JBSWY3DPEHPK3PXP';
  expect(await nextCode(secret)).toBe(await codeFor(secret, 1_000_000 * STEP));
  vi.setSystemTime(1_000_000 * STEP + 2 * STEP - 100);
  // The step of now is too near its end, so that of a moment later is taken.
  const waiting = nextCode(secret);
  vi.setSystemTime(1_000_000 * STEP + 2 * STEP + 100);
  expect(await waiting).toBe(await codeFor(secret, 1_000_002 * STEP));
});

test('a phone whose clock may be off has three codes at once', async () => {
  const now = 2_000_000 * STEP + 1_000;
  vi.useFakeTimers({ toFake: ['Date'], now });
  const secret = 'KRSXG5CTMVRXEZLU';
  const off = { clockMayBeOff: true };
  const codes = [
    await nextCode(secret, off),
    await nextCode(secret, off),
    await nextCode(secret, off),
  ];
  const expected = [-STEP, 0, STEP].map((shift) => codeFor(secret, now + shift));
  expect(codes).toEqual(await Promise.all(expected));
});

test('a secret that came instead of another begins after the steps of that one', async () => {
  const now = 3_000_000 * STEP + 1_000;
  vi.useFakeTimers({ toFake: ['Date'], now });
  const [lost, found] = ['MFRGGZDFMZTWQ2LK', 'NNWG23TPOBYXE43U'];
  const off = { clockMayBeOff: true };
  await nextCode(lost, off);
  expect(await nextCode(lost, off)).toBe(await codeFor(lost, now));
  const instead = await nextCode(found, { ...off, insteadOf: lost });
  expect(instead).toBe(await codeFor(found, now + STEP));
});

test('a wrong code is wrong in all the steps around', async () => {
  const wrong = await wrongCodeFor(RFC_SECRET);
  for (const shift of [-1, 0, 1]) {
    expect(await codeFor(RFC_SECRET, Date.now() + shift * STEP)).not.toBe(wrong);
  }
});

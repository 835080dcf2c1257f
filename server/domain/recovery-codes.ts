import { createHmac } from 'node:crypto';
import type { Deps } from '../deps.ts';
import * as recoveryCodes from '../store/recovery-codes.ts';
import { newReadableCode, parseReadableCode, readableLetters } from './readable-code.ts';

const howMany = 10;
/** Groups of five letters: 67 bits a code (NIST SP 800-63B (2017) §5.1.2.2 wants a limit of guesses below 64). */
const groups = 3;

/** Fresh recovery codes, and what is stored of each. */
export function newRecoveryCodes(
  random: (bytes: number) => Buffer,
  secret: Buffer,
): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: howMany }, () => newReadableCode(random, groups));
  return { codes, hashes: codes.map((code) => hashRecoveryCode(secret, readableLetters(code))) };
}

/** The letters of a recovery code that somebody typed, or null for what can be none. */
export function parseRecoveryCode(typed: string): string | null {
  return parseReadableCode(typed, groups);
}

/**
 * What is stored of a recovery code: an HMAC under the secret of the factor that it stands in for. So
 * it is good for that factor alone, and who has the database without the keys cannot try codes at home.
 */
export function hashRecoveryCode(secret: Buffer, letters: string): string {
  return createHmac('sha256', secret).update(`recovery-code\n${letters}`).digest('base64url');
}

/** How many recovery codes the account has left. */
export function countRecoveryCodes({ store }: Deps, accountId: string): Promise<number> {
  return recoveryCodes.countRecoveryCodes(store, accountId);
}

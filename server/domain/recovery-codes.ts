import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import * as recoveryCodes from '../store/recovery-codes.ts';
import { newReadableCode, parseReadableCode } from './readable-code.ts';

const howMany = 10;
/** Groups of five letters: 67 bits a code. */
const groups = 3;

/** Fresh recovery codes of an account, and what is stored of each. */
export function newRecoveryCodes(
  random: (bytes: number) => Buffer,
  accountId: string,
): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: howMany }, () => newReadableCode(random, groups));
  return { codes, hashes: codes.map((code) => hashOf(accountId, code.replaceAll('-', ''))) };
}

/** The stored form of a recovery code that somebody typed, or null for what can be none. */
export function hashRecoveryCode(accountId: string, typed: string): string | null {
  const letters = parseReadableCode(typed, groups);
  return letters === null ? null : hashOf(accountId, letters);
}

function hashOf(accountId: string, letters: string): string {
  return createHash('sha256').update(`${accountId}\n${letters}`).digest('base64url');
}

/** How many recovery codes the account has left. */
export function countRecoveryCodes({ store }: Deps, accountId: string): Promise<number> {
  return recoveryCodes.countRecoveryCodes(store, accountId);
}

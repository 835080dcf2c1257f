import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { newReadableCode, readableLetters } from './readable-code.ts';

/** A one-time set-up code such as `KQ7MA-…`: 20 letters of 23, over 90 bits (decision 8). */
export function newSetupCode(random: (bytes: number) => Buffer): string {
  return newReadableCode(random, 4);
}

/**
 * The set-up code of a reset case, under every key, the current one first: nothing of it is stored, and
 * the same case has the same code.
 */
export function setupCodesOf({ seal }: Pick<Deps, 'seal'>, caseId: string): string[] {
  return seal.keyIds.map((_, key) => {
    let drawn = 0;
    return newSetupCode(() => {
      drawn += 1;
      return Buffer.from(seal.macs('setup-codes', `${caseId}/${drawn}`)[key] ?? '', 'base64url');
    });
  });
}

/** What is stored of a set-up code; spaces, hyphens and letter case do not matter. */
export function hashSetupCode(typed: string): string {
  return createHash('sha256').update(readableLetters(typed)).digest('base64url');
}

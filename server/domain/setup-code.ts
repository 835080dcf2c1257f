import { createHash } from 'node:crypto';
import { newReadableCode, readableLetters } from './readable-code.ts';

/** A one-time set-up code such as `KQ7MA-…`: 20 letters of 23, over 90 bits (decision 8). */
export function newSetupCode(random: (bytes: number) => Buffer): string {
  return newReadableCode(random, 4);
}

/** What is stored of a set-up code; spaces, hyphens and letter case do not matter. */
export function hashSetupCode(typed: string): string {
  return createHash('sha256').update(readableLetters(typed)).digest('base64url');
}

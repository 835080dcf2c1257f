import { spellingsOf } from '../../server/check/spellings.ts';

/** Spellings of the stand-in's addresses behind its login; the same seed makes the same ones. */
export function randomSpellings(seed: number, count: number): string[] {
  return spellingsOf(seed, count, targets, ['/login', '/assets']);
}

const targets = ['/home', '/api/tile/7', '/api/export', '/pipelines', '/change-password'] as const;

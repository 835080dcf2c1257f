import { appendFileSync } from 'node:fs';
import { environment } from '../harness/environment.ts';

/**
 * Says that something cannot be shown on this machine, and counts it: `npm test` adds up what was noted
 * and prints it before its last line.
 */
export function noteSkipped(what: string, why: string): void {
  console.warn(`SKIPPED: ${what}: ${why}.`);
  if (environment.skipNotes) appendFileSync(environment.skipNotes, `${what}: ${why}\n`);
}

import { randomBytes } from 'node:crypto';
import { readSupportPolicy } from '../../server/config/support-policy.ts';
import type { Deps } from '../../server/deps.ts';
import { createLog } from '../../server/log.ts';
import { readProfile } from '../../server/profile/profile.ts';
import { createSeal } from '../../server/store/seal.ts';
import type { Clock } from './inner-door.ts';
import { scratchStore } from './scratch-store.ts';

const someDay = Date.UTC(2026, 0, 5, 9, 0, 0);

/** A clock that stands still until a test turns it; a time step begins at its first moment. */
export function newClock(start = someDay): Clock {
  let time = start;
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
}

/** All that the server's rules take from outside, real: a database file, a key, randomness. */
export async function scratchDeps(
  clock: Clock,
  change: Partial<Deps> = {},
): Promise<Deps & { readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const keys = { current: '1', roots: new Map([['1', randomBytes(32)]]) };
  return {
    store: change.store ?? (await scratchStore()),
    seal: createSeal(keys, randomBytes),
    now: clock.now,
    random: randomBytes,
    log: createLog((line) => lines.push(line), clock.now),
    profile: readProfile('stand-in'),
    origin: 'http://localhost:4000',
    trustedFronts: [],
    window: 1,
    freshLogin: 60 * 60_000,
    policyOf: readSupportPolicy(undefined),
    lines,
    ...change,
  };
}

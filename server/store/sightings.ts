import type { Statement, Value } from './database.ts';

const day = 24 * 60 * 60 * 1000;

/** A credential that nobody used for so long may be forgotten: its session has ended, or is stale. */
const keptFor = 90 * day;

/** `last_seen` is exact to the day, so that it costs a write a day. */
export function isSeenToday(lastSeen: Value | undefined, now: number): boolean {
  return typeof lastSeen === 'number' && lastSeen > now - day;
}

/** Notes a credential (hash); the time of its first sight stays. */
export function see(credential: string, now: number): Statement {
  return {
    sql: `INSERT INTO sighting (credential, first_seen, last_seen) VALUES (:credential, :now, :now)
      ON CONFLICT (credential) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)`,
    args: { credential, now },
  };
}

/** A credential that the platform renewed is as old as the one before it. */
export function carrySighting(before: string, after: string): Statement {
  return {
    sql: `INSERT INTO sighting (credential, first_seen, last_seen)
      SELECT :after, first_seen, last_seen FROM sighting WHERE credential = :before
      ON CONFLICT (credential) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen)`,
    args: { before, after },
  };
}

export function removeOldSightings(now: number): Statement {
  return {
    sql: 'DELETE FROM sighting WHERE last_seen < :before',
    args: { before: now - keptFor },
  };
}

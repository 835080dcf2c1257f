import type { Statement } from './database.ts';
import { removeOldSightings } from './sightings.ts';

/** A sealed login code lives a minute; its attempt is kept longer than any clock may be off. */
const attemptsKept = 24 * 60 * 60 * 1000;

/** For whoever asks whether somebody was told. */
const messagesKept = 30 * 24 * 60 * 60 * 1000;

/** Statements that remove what time has ended; nothing that is still judged by depends on these rows. */
export function removeExpired(now: number): Statement[] {
  return [
    { sql: 'DELETE FROM clearance WHERE expires_at <= :now', args: { now } },
    { sql: 'DELETE FROM pending_setup WHERE expires_at <= :now', args: { now } },
    { sql: 'DELETE FROM bypass_code WHERE expires_at <= :now', args: { now } },
    { sql: 'DELETE FROM attempt WHERE at < :before', args: { before: now - attemptsKept } },
    {
      sql: `DELETE FROM outbox WHERE state <> 'waiting' AND next_at < :before`,
      args: { before: now - messagesKept },
    },
    removeOldSightings(now),
  ];
}

import { createHash } from 'node:crypto';
import * as bypassCodes from '../store/bypass-codes.ts';
import { type Reason, type Result, refuse, type SupportReason } from './failure.ts';
import { newReadableCode, parseReadableCode, readableLetters } from './readable-code.ts';
import { type ActDeps, type Actor, actLimit, policyFor, refuseUnacted } from './support-acts.ts';

const minute = 60_000;

/** Groups of five letters: 90 bits, and never mistaken for a recovery code, which has three (decision 25). */
const groups = 4;

/** Milliseconds for which a bypass code is good at most. */
const bypassLife = 60 * minute;

/** Milliseconds for which it clears a session at most: the phone is at home today. */
export const bypassClearance = 12 * 60 * minute;

/** The letters of a bypass code that somebody typed, or null for what can be none. */
export function parseBypassCode(typed: string): string | null {
  return parseReadableCode(typed, groups);
}

/** What is stored of a bypass code. */
export function hashBypassCode(letters: string): string {
  return createHash('sha256').update(`bypass-code\n${letters}`).digest('base64url');
}

/**
 * Makes a code that lets the account's owner in once without the phone: it is used like a code of the app,
 * once, within an hour, and clears that session for the day. Shown here and never again. For an account
 * that has no active factor it opens nothing, and only the audit says so (A44).
 *
 * @param given `minutes` until it ends, 60 at most.
 * @returns refusals `bypass-forbidden` (the realm's policy), `too-many-acts`, `bad-support-key`.
 */
export async function issueBypassCode(
  deps: ActDeps,
  actor: Actor,
  accountId: string,
  given: { readonly reason: string; readonly ticket: string; readonly minutes: number },
): Promise<Result<{ code: string; expiresAt: number }, Reason | SupportReason>> {
  const policy = await policyFor(deps, accountId);
  if (!policy.bypassCodes) return refuse('bypass-forbidden');
  const now = deps.now();
  const code = newReadableCode(deps.random, groups);
  const hash = hashBypassCode(readableLetters(code));
  const expiresAt = now + Math.min(given.minutes * minute, bypassLife);
  const note = `${given.reason} (ticket ${given.ticket})`;
  const unacted = await bypassCodes.commitBypassCode(
    deps.store,
    { accountId, actor, now, note },
    { hash, expiresAt },
    actLimit(policy, now),
  );
  if (unacted) return refuseUnacted(deps, actor, accountId, unacted);
  deps.log.info('bypass-issued', { accountId, actor });
  return { ok: true, code, expiresAt };
}

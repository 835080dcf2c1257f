import type { Deps } from '../deps.ts';
import type { SupportPolicy } from '../policy.ts';
import { readRealm } from '../store/accounts.ts';
import { commitClearWait } from '../store/bypass-codes.ts';
import type { ActLimit, Unacted } from '../store/support-acts.ts';
import { type Failure, type Reason, type Result, refuse, type SupportReason } from './failure.ts';

/** Whoever acts for support, as the audit has it: `support:KEYNAME`, or `operator` at the command line. */
export type Actor = `support:${string}` | 'operator';

/** What acts of support need: a command has no more. */
export type ActDeps = Pick<Deps, 'store' | 'seal' | 'now' | 'random' | 'log' | 'policyOf'>;

const hour = 60 * 60_000;

/** The policy of the account's realm; for an account that is not there, that of everywhere. */
export async function policyFor(deps: ActDeps, accountId: string): Promise<SupportPolicy> {
  return deps.policyOf((await readRealm(deps.store, accountId)) ?? '');
}

/** How much an hour may bring, as of now (epoch ms). */
export function actLimit({ hourlyPerKey, hourlyPerRealm }: SupportPolicy, now: number): ActLimit {
  return { since: now - hour, perKey: hourlyPerKey, perRealm: hourlyPerRealm };
}

/** The refusal of an act that did not take place, with an alarm where somebody does too much. */
export function refuseUnacted(
  deps: ActDeps,
  actor: Actor,
  accountId: string,
  unacted: Unacted,
): Failure<Reason | SupportReason> {
  if (unacted === 'key-ended') return refuse('bad-support-key');
  deps.log.alarm('too-many-acts', { accountId, actor });
  return refuse('too-many-acts', unacted.limitedSince + hour);
}

/**
 * Ends the account's waits, so that its owner may try a code now. Failures stay counted.
 *
 * @returns refusals `too-many-acts`, `bad-support-key`.
 *
 * Source: decision 43.
 */
export async function clearWait(
  deps: ActDeps,
  actor: Actor,
  accountId: string,
  reason: string,
): Promise<Result<object, Reason | SupportReason>> {
  const now = deps.now();
  const limit = actLimit(await policyFor(deps, accountId), now);
  const act = { accountId, actor, now, note: reason };
  const unacted = await commitClearWait(deps.store, act, limit);
  if (unacted) return refuseUnacted(deps, actor, accountId, unacted);
  deps.log.info('wait-cleared', { accountId, actor });
  return { ok: true };
}

import type { Deps } from '../deps.ts';
import type { Effect, Proof } from '../store/attempts.ts';
import { hashBypassCode } from './bypass-codes.ts';
import { coachClock } from './clock-coach.ts';
import { parseTyped } from './code.ts';
import { type Failure, refuse } from './failure.ts';
import { type Act, judge, newAttempt, resultOf } from './judge.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { openFactorSecret } from './secret.ts';
import type { Session } from './session.ts';
import { matchStep } from './totp.ts';

/**
 * Judges a code of the active factor and, if it is right, does what it was given for, in one commit.
 *
 * @param typed six digits or, where the act allows it, a recovery code or a bypass code.
 * @returns refusals `malformed-code`, `wrong-code`, `wait`, `locked`, `not-active`, `code-required`
 *   (the factor changed meanwhile).
 * @throws with an alarm when the secret cannot be read: never "no secret, so come in".
 *
 * Source: RFC 6238 §5.2 (one use a step), RFC 4226 §7.3 (throttling); I2, I3, I12; decisions 3 and 12.
 */
export async function attemptCode(
  deps: Deps,
  session: Session,
  typed: string,
  act: Act,
): Promise<{ ok: true; bypassed?: true } | Failure> {
  const { recovery = false, bypass = false } = act;
  const given = parseTyped(typed, { recovery, bypass });
  if (!given) return refuse('malformed-code');
  if (given.kind === 'bypass-code') return attemptBypassCode(deps, session, given.letters);
  const attempt = newAttempt(deps, session, act);
  if (session.waitUntil > attempt.now) return refuse('wait', session.waitUntil);
  const secret = openFactorSecret(deps, session);
  const { lastStep } = session;
  const proof: Proof =
    given.kind === 'code'
      ? { kind: 'step', step: matchStep(secret, given.code, attempt.now, deps.window, lastStep) }
      : { kind: 'recovery-code', hash: hashRecoveryCode(secret, given.letters) };
  const outcome = await judge(deps, session, attempt, proof, act);
  const result = resultOf(outcome, attempt.now, 'wrong-code');
  if (result.ok || outcome.verdict !== 'refused' || given.kind !== 'code') return result;
  const clockOff = await coachClock(deps, attempt, outcome, secret, given.code, lastStep);
  return clockOff === null ? result : { ...result, clockOff };
}

/** The same for support's code for a day without the phone: it clears this session, for the day. */
async function attemptBypassCode(
  deps: Deps,
  session: Session,
  letters: string,
): Promise<{ ok: true; bypassed: true } | Failure> {
  const act: Act = { purpose: 'bypass-code', clears: true };
  const attempt = newAttempt(deps, session, act);
  if (session.waitUntil > attempt.now) return refuse('wait', session.waitUntil);
  const proof: Proof = { kind: 'bypass-code', hash: hashBypassCode(letters) };
  const outcome = await judge(deps, session, attempt, proof, act);
  const result = resultOf(outcome, attempt.now, 'wrong-code');
  return result.ok ? { ok: true, bypassed: true } : result;
}

/** The same for the one-time set-up code that support handed over. */
export async function attemptSetupCode(
  deps: Deps,
  session: Session,
  hash: string,
  effects: readonly Effect[],
): Promise<{ ok: true } | Failure> {
  const act: Act = { purpose: 'set-up-after-reset', effects };
  const attempt = newAttempt(deps, session, act);
  if (session.waitUntil > attempt.now) return refuse('wait', session.waitUntil);
  const outcome = await judge(deps, session, attempt, { kind: 'setup-code', hash }, act);
  return resultOf(outcome, attempt.now, 'wrong-setup-code');
}

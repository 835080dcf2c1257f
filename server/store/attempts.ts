import {
  auditFewCodes,
  auditLock,
  auditMilestone,
  auditVerdict,
  clearCount,
  countFailure,
  countWrongConfirmation,
  endSetupAtLimit,
  lockAtLimit,
  markTold,
  outcomeSql,
  phoneBefore,
  spendBypassCode,
  spendRecoveryCode,
  spendStep,
  takeSlotByBypassCode,
  takeSlotByRecoveryCode,
  takeSlotBySetupCode,
  takeSlotByStep,
  takeSlotOfSetup,
} from './attempt-statements.ts';
import { type Clearing, clearIfAccepted, tellIfAccepted } from './clearances.ts';
import type { Row, Statement, Store, Value } from './database.ts';

/*
 * One attempt is one list of statements in one commit. The first takes the slot: it inserts the row of
 * this attempt only while account, generation, state and throttle allow it, and writes the verdict
 * against the last accepted step as it stands in that very moment. All others depend on that row, by
 * this attempt's own id. So however many attempts are evaluated side by side, in one process or in
 * several, each is judged after the ones committed before it, and one without a slot changes nothing.
 */

export type Verdict = 'accepted' | 'refused';

/** Failures of devices that showed a code before are counted apart from those of all others. */
export type Bucket = 'known' | 'new';

export type Attempt = {
  readonly id: string;
  /** The sealed login code that this attempt spends, if it is one. */
  readonly loginCodeId: string | null;
  readonly accountId: string;
  readonly generation: number;
  readonly credential: string;
  readonly bucket: Bucket;
  readonly purpose: string;
  readonly now: number;
};

/** The throttle's numbers, as the statements take them. `waits[n]` (ms) follows the n-th failure. */
export type Limits = {
  readonly waits: readonly number[];
  readonly day: number;
  readonly perDay: number;
  readonly lockAt: number;
  /** Counts that the audit notes. */
  readonly milestones: readonly number[];
};

/** A wrong code that is the one of another step: which, and by how many steps that is off. */
export type PhoneStep = { readonly offset: number; readonly step: number };

export type Outcome = {
  /** Null: this attempt got no slot. */
  readonly verdict: Verdict | null;
  readonly factor: 'none' | 'active' | 'locked';
  readonly generation: number;
  readonly waitUntil: number;
  /** In a row in this bucket, this one with them. */
  readonly failures: number;
  /** What `rememberPhone` kept of the failure right before this one. */
  readonly phoneBefore: PhoneStep | null;
};

/** What makes an attempt right, judged inside the commit. */
export type Proof =
  | { readonly kind: 'step'; readonly step: number | null }
  | { readonly kind: 'recovery-code' | 'bypass-code'; readonly hash: string }
  | { readonly kind: 'setup-code'; readonly hash: string };

/** A further effect of an accepted attempt; its SQL must depend on attempt `:id` being accepted. */
export type Effect = { readonly sql: string; readonly args?: Readonly<Record<string, Value>> };

/**
 * Judges, counts and carries out one attempt of a factor in one commit; durable when it resolves.
 *
 * @param effects what else an accepted attempt changes.
 * @param clearing the session that an accepted attempt clears, if it does.
 */
export async function commitAttempt(
  store: Store,
  attempt: Attempt,
  proof: Proof,
  limits: Limits,
  effects: readonly Effect[],
  clearing: Clearing | null,
): Promise<Outcome> {
  const { day, perDay, lockAt } = limits;
  const waits = JSON.stringify(limits.waits);
  const milestones = JSON.stringify(limits.milestones);
  const args = { ...attempt, waits, day, perDay, lockAt, milestones };
  return outcomeOf(
    await store.commit([
      bind(phoneBefore, args),
      ...slotFor(proof).map((sql) => bind(sql, { ...args, ...proof })),
      bind(countFailure, args),
      bind(lockAtLimit, args),
      bind(auditVerdict, args),
      bind(auditMilestone, args),
      bind(auditLock, args),
      ...[...effects, ...(clearing ? clearIfAccepted(clearing) : [tellIfAccepted])].map((effect) =>
        bind(effect.sql, { ...args, ...effect.args }),
      ),
      bind(clearCount, args),
      bind(markTold, args),
      bind(outcomeSql, args),
    ]),
  );
}

function slotFor(proof: Proof): string[] {
  switch (proof.kind) {
    case 'step':
      return [takeSlotByStep, spendStep];
    case 'recovery-code':
      return [takeSlotByRecoveryCode, spendRecoveryCode, auditFewCodes];
    case 'bypass-code':
      return [takeSlotByBypassCode, spendBypassCode];
    case 'setup-code':
      return [takeSlotBySetupCode];
  }
}

/**
 * Keeps the step that this refused code is right for, for the next failure to be compared with; not
 * when another one was counted since.
 */
export async function rememberPhone(
  store: Store,
  { accountId, bucket }: Attempt,
  { failures }: Outcome,
  { offset, step }: PhoneStep,
): Promise<void> {
  await store.commit([
    {
      sql: `UPDATE throttle SET phone_offset = :offset, phone_step = :step
        WHERE account_id = :accountId AND bucket = :bucket AND failures = :failures`,
      args: { accountId, bucket, failures, offset, step },
    },
  ]);
}

/** The same for a code that should confirm a pending set-up: `wrongCodesAllowed` end it. */
export async function commitConfirmation(
  store: Store,
  attempt: Attempt,
  confirmation: { pendingId: string; step: number | null; wrongCodesAllowed: number },
  effects: readonly Effect[],
): Promise<Outcome> {
  const args = { ...attempt, ...confirmation };
  return outcomeOf(
    await store.commit([
      bind(phoneBefore, args),
      bind(takeSlotOfSetup, args),
      bind(spendStep, args),
      bind(countWrongConfirmation, args),
      bind(endSetupAtLimit, args),
      bind(auditVerdict, args),
      ...effects.map((effect) => bind(effect.sql, { ...args, ...effect.args })),
      bind(outcomeSql, args),
    ]),
  );
}

/** Whether some session, in any process, spent this sealed login code. */
export async function isSpent(store: Store, loginCodeId: string): Promise<boolean> {
  const rows = await store.read({
    sql: 'SELECT 1 AS spent FROM attempt WHERE login_code_id = :loginCodeId',
    args: { loginCodeId },
  });
  return rows.length > 0;
}

const parameter = /:([a-zA-Z]\w*)/g;
const parametersOf = new Map<string, readonly string[]>();

/** Binds exactly the parameters that the SQL names: the driver takes a forgotten one for NULL. */
function bind(sql: string, args: Readonly<Record<string, Value>>): Statement {
  let names = parametersOf.get(sql);
  if (!names) {
    names = [...new Set(Array.from(sql.matchAll(parameter), (match) => match[1] ?? ''))];
    parametersOf.set(sql, names);
  }
  const bound: Record<string, Value> = {};
  for (const name of names) {
    const value = args[name];
    if (value === undefined) throw new TypeError(`The parameter ":${name}" has no value.`);
    bound[name] = value;
  }
  return { sql, args: bound };
}

function outcomeOf(answers: readonly Row[][]): Outcome {
  const row = answers.at(-1)?.[0];
  if (!row) throw new Error('An attempt named an account that is not there.');
  const [before] = answers[0] ?? [];
  return {
    verdict: row.verdict as Verdict | null,
    factor: row.state as Outcome['factor'],
    generation: row.generation as number,
    waitUntil: row.wait_until as number,
    failures: row.failures as number,
    phoneBefore:
      typeof before?.phone_offset === 'number'
        ? { offset: before.phone_offset, step: before.phone_step as number }
        : null,
  };
}

import { type Clearing, clearIfAccepted } from './clearances.ts';
import type { Row, Statement, Store, Value } from './database.ts';

/*
 * One attempt is one list of statements in one commit. The first takes the slot: it inserts the row of
 * this attempt only while account, generation, state and throttle allow it, and writes the verdict
 * against the last accepted step as it stands in that very moment. All others depend on that row, by
 * this attempt's own id. So however many attempts are evaluated side by side, in one process or in
 * several, each is judged after the ones committed before it, and one without a slot changes nothing.
 */

export type Verdict = 'accepted' | 'refused';

export type Attempt = {
  readonly id: string;
  /** The sealed login code that this attempt spends, if it is one. */
  readonly loginCodeId: string | null;
  readonly accountId: string;
  readonly generation: number;
  readonly credential: string;
  readonly purpose: string;
  readonly now: number;
};

/** The throttle's numbers, as the statements take them. `waits[n]` (ms) follows the n-th failure. */
export type Limits = {
  readonly waits: readonly number[];
  readonly day: number;
  readonly perDay: number;
  readonly lockAt: number;
};

export type Outcome = {
  /** Null: this attempt got no slot. */
  readonly verdict: Verdict | null;
  readonly factor: 'none' | 'active' | 'locked';
  readonly generation: number;
  readonly waitUntil: number;
};

/** What makes an attempt right, judged inside the commit. */
export type Proof =
  | { readonly kind: 'step'; readonly step: number | null }
  | { readonly kind: 'setup-code'; readonly hash: string };

const columns = '(id, login_code_id, account_id, credential, bucket, purpose, verdict, at)';

const takeSlot = (right: string, allowed: string) => `
  INSERT INTO attempt ${columns}
  SELECT :id, :loginCodeId, f.account_id, :credential, :bucket, :purpose,
    CASE WHEN ${right} THEN 'accepted' ELSE 'refused' END, :now
  FROM factor f
  LEFT JOIN throttle t ON t.account_id = f.account_id AND t.bucket = :bucket
  WHERE f.account_id = :accountId AND f.generation = :generation AND ${allowed}
    AND coalesce(t.wait_until, 0) <= :now
  ON CONFLICT DO NOTHING`;

/** A step of null compares to null, which is not true: refused. */
const takeSlotByStep = takeSlot(':step > f.last_step', `f.state = 'active'`);

const takeSlotBySetupCode = takeSlot(
  'f.setup_code_hash = :setupCodeHash',
  `f.state = 'none' AND f.must_set_up = 1`,
);

/** Slot of a confirmation: counted by the pending set-up alone, never by the throttle. */
const takeSlotOfSetup = `
  INSERT INTO attempt ${columns}
  SELECT :id, NULL, f.account_id, :credential, :bucket, :purpose,
    CASE WHEN :step > f.last_step THEN 'accepted' ELSE 'refused' END, :now
  FROM factor f
  JOIN pending_setup p ON p.account_id = f.account_id AND p.generation = f.generation
  WHERE f.account_id = :accountId AND f.generation = :generation AND f.state <> 'locked'
    AND p.id = :pendingId AND p.expires_at > :now
  ON CONFLICT DO NOTHING`;

const acceptedHere = `EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`;

const spendStep = `
  UPDATE factor SET last_step = :step WHERE account_id = :accountId AND ${acceptedHere}`;

const countFailure = `
  INSERT INTO throttle (account_id, bucket, failures, day_start, day_failures, wait_until)
  SELECT account_id, bucket, 1, at, 1, at + json_extract(:waits, '$[1]')
  FROM attempt WHERE id = :id AND verdict = 'refused'
  ON CONFLICT (account_id, bucket) DO UPDATE SET
    failures = failures + 1,
    day_start = CASE WHEN day_start > :now - :day THEN day_start ELSE :now END,
    day_failures = CASE WHEN day_start > :now - :day THEN day_failures + 1 ELSE 1 END,
    wait_until = max(
      :now + json_extract(:waits, '$[' || min(failures + 1, json_array_length(:waits) - 1) || ']'),
      CASE WHEN day_start > :now - :day AND day_failures + 1 >= :perDay
        THEN day_start + :day ELSE 0 END)`;

const clearCount = `
  DELETE FROM throttle WHERE (account_id, bucket) IN
    (SELECT account_id, bucket FROM attempt WHERE id = :id AND verdict = 'accepted')`;

const lockAtLimit = `
  UPDATE factor SET state = 'locked', generation = generation + 1, changed_at = :now
  WHERE account_id = :accountId AND state <> 'locked' AND EXISTS (
    SELECT 1 FROM attempt a JOIN throttle t ON t.account_id = a.account_id AND t.bucket = a.bucket
    WHERE a.id = :id AND a.verdict = 'refused' AND t.failures >= :lockAt)`;

const auditVerdict = `
  INSERT INTO audit (at, account_id, actor, event, status, note)
  SELECT at, account_id, 'user', purpose,
    CASE verdict WHEN 'accepted' THEN 'success' ELSE 'error' END, ''
  FROM attempt WHERE id = :id`;

const auditLock = `
  INSERT INTO audit (at, account_id, actor, event, status, note)
  SELECT a.at, a.account_id, 'user', 'locked', 'success', 'too many failures in a row'
  FROM attempt a JOIN throttle t ON t.account_id = a.account_id AND t.bucket = a.bucket
  WHERE a.id = :id AND a.verdict = 'refused' AND t.failures = :lockAt`;

const countWrongConfirmation = `
  UPDATE pending_setup SET wrong_codes = wrong_codes + 1
  WHERE account_id = :accountId AND id = :pendingId
    AND EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'refused')`;

const endSetupAtLimit = `
  DELETE FROM pending_setup
  WHERE account_id = :accountId AND id = :pendingId AND wrong_codes >= :wrongCodesAllowed`;

const outcomeSql = `
  SELECT (SELECT verdict FROM attempt WHERE id = :id) AS verdict, f.state, f.generation,
    coalesce(t.wait_until, 0) AS wait_until
  FROM factor f LEFT JOIN throttle t ON t.account_id = f.account_id AND t.bucket = :bucket
  WHERE f.account_id = :accountId`;

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
  const args = { ...argsOf(attempt), waits: JSON.stringify(limits.waits), day, perDay, lockAt };
  const slot =
    proof.kind === 'step'
      ? [
          bind(takeSlotByStep, { ...args, step: proof.step }),
          bind(spendStep, { ...args, step: proof.step }),
        ]
      : [bind(takeSlotBySetupCode, { ...args, setupCodeHash: proof.hash })];
  return outcomeOf(
    await store.commit([
      ...slot,
      bind(countFailure, args),
      bind(lockAtLimit, args),
      bind(auditVerdict, args),
      bind(auditLock, args),
      ...[...effects, ...clearIfAccepted(clearing)].map((effect) =>
        bind(effect.sql, { ...args, ...effect.args }),
      ),
      bind(clearCount, args),
      bind(outcomeSql, args),
    ]),
  );
}

/** The same for a code that should confirm a pending set-up: `wrongCodesAllowed` end it. */
export async function commitConfirmation(
  store: Store,
  attempt: Attempt,
  confirmation: { pendingId: string; step: number | null; wrongCodesAllowed: number },
  effects: readonly Effect[],
): Promise<Outcome> {
  const args = { ...argsOf(attempt), ...confirmation };
  return outcomeOf(
    await store.commit([
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

function argsOf(attempt: Attempt): Record<string, Value> {
  return { ...attempt, bucket: 'new' };
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
  return {
    verdict: row.verdict as Verdict | null,
    factor: row.state as Outcome['factor'],
    generation: row.generation as number,
    waitUntil: row.wait_until as number,
  };
}

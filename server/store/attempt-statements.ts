/*
 * The SQL of an attempt, in the order in which one commit runs it (`attempts.ts`). The slot is the row
 * of this attempt: whatever follows happens only as that row's verdict says.
 */

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
export const takeSlotByStep = takeSlot(':step > f.last_step', `f.state = 'active'`);

export const takeSlotByRecoveryCode = takeSlot(
  'EXISTS (SELECT 1 FROM recovery_code r WHERE r.account_id = f.account_id AND r.hash = :hash)',
  `f.state = 'active'`,
);

export const takeSlotByBypassCode = takeSlot(
  `EXISTS (SELECT 1 FROM bypass_code b
    WHERE b.account_id = f.account_id AND b.hash = :hash AND b.expires_at > :now)`,
  `f.state = 'active'`,
);

export const takeSlotBySetupCode = takeSlot(
  'f.setup_code_hash = :hash',
  `f.state = 'none' AND f.must_set_up = 1`,
);

/** Slot of a confirmation: counted by the pending set-up alone, never by the throttle. */
export const takeSlotOfSetup = `
  INSERT INTO attempt ${columns}
  SELECT :id, NULL, f.account_id, :credential, :bucket, :purpose,
    CASE WHEN :step > f.last_step THEN 'accepted' ELSE 'refused' END, :now
  FROM factor f
  JOIN pending_setup p ON p.account_id = f.account_id AND p.generation = f.generation
  WHERE f.account_id = :accountId AND f.generation = :generation AND f.state <> 'locked'
    AND p.id = :pendingId AND p.expires_at > :now
  ON CONFLICT DO NOTHING`;

const acceptedHere = `EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'accepted')`;

export const spendStep = `
  UPDATE factor SET last_step = :step WHERE account_id = :accountId AND ${acceptedHere}`;

export const spendRecoveryCode = `
  DELETE FROM recovery_code WHERE account_id = :accountId AND hash = :hash AND ${acceptedHere}`;

/** Only for a recovery code that was accepted: three or fewer are left. */
export const auditFewCodes = `
  INSERT INTO audit (at, account_id, actor, event, status, note)
  SELECT at, account_id, 'doorcode', 'few-recovery-codes', 'success', codes || ' left'
  FROM attempt, (SELECT count(*) AS codes FROM recovery_code WHERE account_id = :accountId)
  WHERE id = :id AND verdict = 'accepted' AND codes <= 3`;

export const spendBypassCode = `
  DELETE FROM bypass_code WHERE account_id = :accountId AND ${acceptedHere}`;

export const phoneBefore = `
  SELECT phone_offset, phone_step FROM throttle WHERE account_id = :accountId AND bucket = :bucket`;

/** Forgets the phone's step: only two failures in a row may fit together. */
export const countFailure = `
  INSERT INTO throttle (account_id, bucket, failures, day_start, day_failures, wait_until)
  SELECT account_id, bucket, 1, at, 1, at + json_extract(:waits, '$[1]')
  FROM attempt WHERE id = :id AND verdict = 'refused'
  ON CONFLICT (account_id, bucket) DO UPDATE SET
    failures = failures + 1, phone_offset = NULL, phone_step = NULL,
    day_start = CASE WHEN day_start > :now - :day THEN day_start ELSE :now END,
    day_failures = CASE WHEN day_start > :now - :day THEN day_failures + 1 ELSE 1 END,
    wait_until = max(
      :now + json_extract(:waits, '$[' || min(failures + 1, json_array_length(:waits) - 1) || ']'),
      CASE WHEN day_start > :now - :day AND day_failures + 1 >= :perDay
        THEN day_start + :day ELSE 0 END)`;

export const clearCount = `
  DELETE FROM throttle WHERE (account_id, bucket) IN
    (SELECT account_id, bucket FROM attempt WHERE id = :id AND verdict = 'accepted')`;

/** The other bucket's failures are told by this success, and stay counted. */
export const markTold = `
  UPDATE throttle SET told = failures WHERE account_id = :accountId AND ${acceptedHere}`;

export const lockAtLimit = `
  UPDATE factor SET state = 'locked', generation = generation + 1, changed_at = :now
  WHERE account_id = :accountId AND state <> 'locked' AND EXISTS (
    SELECT 1 FROM attempt a JOIN throttle t ON t.account_id = a.account_id AND t.bucket = a.bucket
    WHERE a.id = :id AND a.verdict = 'refused' AND t.failures >= :lockAt)`;

export const auditVerdict = `
  INSERT INTO audit (at, account_id, actor, event, status, note)
  SELECT at, account_id, 'user', purpose,
    CASE verdict WHEN 'accepted' THEN 'success' ELSE 'error' END, ''
  FROM attempt WHERE id = :id`;

export const auditLock = `
  INSERT INTO audit (at, account_id, actor, event, status, note)
  SELECT a.at, a.account_id, 'user', 'locked', 'success', 'too many failures in a row'
  FROM attempt a JOIN throttle t ON t.account_id = a.account_id AND t.bucket = a.bucket
  WHERE a.id = :id AND a.verdict = 'refused' AND t.failures = :lockAt`;

export const auditMilestone = `
  INSERT INTO audit (at, account_id, actor, event, status, note)
  SELECT a.at, a.account_id, 'user', 'many-failures', 'error', t.failures || ' in a row'
  FROM attempt a JOIN throttle t ON t.account_id = a.account_id AND t.bucket = a.bucket
  WHERE a.id = :id AND a.verdict = 'refused'
    AND t.failures IN (SELECT value FROM json_each(:milestones))`;

export const countWrongConfirmation = `
  UPDATE pending_setup SET wrong_codes = wrong_codes + 1
  WHERE account_id = :accountId AND id = :pendingId
    AND EXISTS (SELECT 1 FROM attempt WHERE id = :id AND verdict = 'refused')`;

export const endSetupAtLimit = `
  DELETE FROM pending_setup
  WHERE account_id = :accountId AND id = :pendingId AND wrong_codes >= :wrongCodesAllowed`;

export const outcomeSql = `
  SELECT (SELECT verdict FROM attempt WHERE id = :id) AS verdict, f.state, f.generation,
    coalesce(t.wait_until, 0) AS wait_until, coalesce(t.failures, 0) AS failures
  FROM factor f LEFT JOIN throttle t ON t.account_id = f.account_id AND t.bucket = :bucket
  WHERE f.account_id = :accountId`;

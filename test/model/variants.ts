import type { Edit } from '../harness/planted.ts';

/** A server that is wrong in one place, which the model must notice. */
export type Variant = {
  /** Of docs/security-cases.md. */
  readonly invariant: `I${number}`;
  /** What is wrong with it, in a sentence. */
  readonly name: string;
  readonly edits: readonly Edit[];
};

const variant = (
  invariant: Variant['invariant'],
  name: string,
  file: string,
  find: string,
  replace: string,
): Variant => ({ invariant, name, edits: [{ file: `server/${file}`, find, replace }] });

/** The most telling ones first: those run every time, the others with the big counts. */
export const variants: readonly Variant[] = [
  variant(
    'I2',
    'a step may be spent twice',
    'store/attempt-statements.ts',
    `takeSlotByStep = takeSlot(':step > f.last_step'`,
    `takeSlotByStep = takeSlot(':step > 0'`,
  ),
  variant(
    'I3',
    'a wrong code is answered before it is counted',
    'domain/judge.ts',
    'const outcome = await commitAttempt(deps.store, attempt, proof, limits, effects, clearing);',
    `const committing = commitAttempt(deps.store, attempt, proof, limits, effects, clearing);
  committing.catch(() => {});
  const early: Outcome = { verdict: 'refused', factor: 'active', generation: 1, waitUntil: 0, failures: 1, phoneBefore: null };
  const outcome = proof.kind === 'step' && proof.step === null ? early : await committing;`,
  ),
  {
    invariant: 'I8',
    name: 'a change of the factor leaves the clearances of before',
    edits: [
      {
        file: 'server/store/accounts.ts',
        find: 'AND c.generation = f.generation AND c.expires_at > :now',
        replace: 'AND c.expires_at > :now',
      },
      {
        file: 'server/store/clearances.ts',
        find: `DELETE FROM clearance WHERE account_id =
    (SELECT account_id FROM attempt WHERE id = :id AND verdict = 'accepted')`,
        replace: 'DELETE FROM clearance WHERE account_id IS NULL AND :id = :id',
      },
    ],
  },
  variant(
    'I1',
    'a session that owes a code is forwarded',
    'gate/decide.ts',
    `return answer('code', facts.session.factor === 'locked' ? 'locked' : 'code-required');`,
    'return forward;',
  ),
  variant(
    'I1',
    'one cleared credential clears them all',
    'domain/session.ts',
    '(standing.clearedUntil ?? 0) < (weakest.clearedUntil ?? 0)',
    '(standing.clearedUntil ?? 0) > (weakest.clearedUntil ?? 0)',
  ),
  variant(
    'I1',
    'a clearance never ends',
    'store/accounts.ts',
    'AND c.generation = f.generation AND c.expires_at > :now',
    'AND c.generation = f.generation AND :now = :now',
  ),
  variant(
    'I1',
    'an account that must set up is forwarded',
    'gate/decide.ts',
    `return answer('set-up', 'setup-required');`,
    'return forward;',
  ),
  variant(
    'I2',
    'an accepted step is forgotten',
    'store/attempt-statements.ts',
    'UPDATE factor SET last_step = :step',
    'UPDATE factor SET last_step = 0',
  ),
  variant(
    'I2',
    'a confirmation does not spend its step',
    'store/attempts.ts',
    '      bind(takeSlotOfSetup, args),\n      bind(spendStep, args),',
    '      bind(takeSlotOfSetup, args),',
  ),
  variant(
    'I2',
    'a recovery code is not spent',
    'store/attempt-statements.ts',
    'DELETE FROM recovery_code WHERE account_id = :accountId AND hash = :hash AND',
    'DELETE FROM recovery_code WHERE hash IS NULL AND hash = :hash AND',
  ),
  variant(
    'I3',
    'the wait is not looked at when the slot is taken',
    'store/attempt-statements.ts',
    'AND coalesce(t.wait_until, 0) <= :now\n  ON CONFLICT',
    'ON CONFLICT',
  ),
  {
    invariant: 'I3',
    name: 'answers leave before the commit is durable',
    edits: [
      {
        file: 'server/store/file-database.ts',
        find: `connection.exec('BEGIN IMMEDIATE');`,
        replace: `if (!connection.inTransaction) connection.exec('BEGIN IMMEDIATE');`,
      },
      {
        file: 'server/store/file-database.ts',
        find: `connection.exec('COMMIT');`,
        replace: `setTimeout(() => connection.open && connection.inTransaction && connection.exec('COMMIT'), 30);`,
      },
      {
        file: 'server/store/file-database.ts',
        find: `connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');`,
        replace: `if (connection.inTransaction) connection.exec('ROLLBACK');`,
      },
    ],
  },
  variant(
    'I3',
    'one sealed login code is as many attempts as requests',
    'domain/login-code.ts',
    'await verify(deps, session, loginCode.code, loginCode.id);',
    'await verify(deps, session, loginCode.code, null);',
  ),
  variant(
    'I3',
    'a sealed login code is judged after its minute',
    'domain/login-code.ts',
    'return age >= 0 && age <= loginCodeLife ? { id, code } : null;',
    'return age >= 0 ? { id, code } : null;',
  ),
  variant(
    'I4',
    'an attempt counts for the account that its body names',
    'routes/api.ts',
    `return visitor.session.accountId === seen ? visitor.session : refuse('other-account');`,
    'return { ...visitor.session, accountId: seen };',
  ),
  variant(
    'I5',
    'a confirmation tells the secret again',
    'domain/confirm.ts',
    'return { ok: true, recoveryCodes: codes };',
    `return { ok: true, recoveryCodes: [...codes.slice(1), new (await import('otpauth')).Secret({ buffer: new Uint8Array(secret).buffer }).base32] };`,
  ),
  variant(
    'I6',
    'the new secret takes the place of the old one before it is confirmed',
    'domain/activate.ts',
    'effects: [startIfAccepted(setup)], recovery: true',
    `effects: [startIfAccepted(setup), { sql: 'UPDATE factor SET secret = :setupSecret, secret_id = :setupSecretId WHERE account_id = :accountId', args: { setupSecret: setup.secret, setupSecretId: setup.secretId } }], recovery: true`,
  ),
  {
    invariant: 'I6',
    name: 'a set-up outlives its ten minutes',
    edits: [
      {
        file: 'server/domain/confirm.ts',
        find: 'if (pending.expiresAt <= now || pending.generation !== generation) {',
        replace: 'if (pending.generation !== generation) {',
      },
      {
        file: 'server/store/attempt-statements.ts',
        find: 'AND p.id = :pendingId AND p.expires_at > :now',
        replace: 'AND p.id = :pendingId AND :now = :now',
      },
    ],
  },
  variant(
    'I7',
    'a session alone switches off',
    'domain/deactivate.ts',
    `if (typed === undefined) return refuse('code-required');`,
    'if (typed === undefined) return { ok: true };',
  ),
  variant(
    'I7',
    'a recovery code serves every act',
    'domain/code.ts',
    'recovery ? parseRecoveryCode(typed) : null',
    'parseRecoveryCode(typed)',
  ),
  variant(
    'I8',
    'a lock leaves the clearances of before',
    'store/attempt-statements.ts',
    `UPDATE factor SET state = 'locked', generation = generation + 1,`,
    `UPDATE factor SET state = 'locked',`,
  ),
  variant(
    'I8',
    'a renewed credential is cleared for a day more',
    'store/clearances.ts',
    'SELECT account_id, :after, generation, expires_at, failures_before FROM clearance',
    'SELECT account_id, :after, generation, expires_at + 3600000, failures_before FROM clearance',
  ),
  variant(
    'I9',
    'an identity once known is good for ever',
    'gate/whoami.ts',
    'if (before && before.until > now()) return before.identity;',
    'if (before) return before.identity;',
  ),
  variant(
    'I10',
    'every login method but the password exempts',
    'gate/identity.ts',
    `exempt: typeof method === 'string' && (loginMethod?.exempt.includes(method) ?? false),`,
    `exempt: method !== 'password',`,
  ),
  variant(
    'I11',
    'the log has what was typed',
    'domain/attempt.ts',
    "const attempt = newAttempt(deps, session, act);\n  if (session.waitUntil > attempt.now) return refuse('wait', session.waitUntil);\n  const secret",
    `const attempt = newAttempt(deps, session, act);
  deps.log.info('typed', { typed });
  const secret`,
  ),
  variant(
    'I11',
    'the audit has the recovery code as it is',
    'domain/recovery-codes.ts',
    `return createHmac('sha256', secret).update(\`recovery-code\\n\${letters}\`).digest('base64url');`,
    `return secret.length > 0 && createHmac ? letters : '';`,
  ),
  variant(
    'I12',
    'a platform that cannot be asked lets in',
    'gate/decide.ts',
    `return answer('unavailable', 'platform-unavailable');`,
    'return forward;',
  ),
  variant(
    'I12',
    'a full disk is no reason to refuse',
    'domain/judge.ts',
    'const outcome = await commitAttempt(deps.store, attempt, proof, limits, effects, clearing);',
    `const outcome = await commitAttempt(deps.store, attempt, proof, limits, effects, clearing).catch((): Outcome => ({ verdict: 'accepted', factor: 'active', generation: 1, waitUntil: 0, failures: 0, phoneBefore: null }));`,
  ),
];

import type { Defect } from './defects.ts';

const codes = 'test/security/recovery-codes.test.ts';
const devices = 'test/security/known-device.test.ts';
const coach = 'test/security/clock-coach.test.ts';
const fresh = 'test/security/fresh-login.test.ts';

/** Guards of recovery codes, devices, the clock coach and fresh logins. */
export const coreDefects: readonly Defect[] = [
  {
    number: 'A40',
    defect: 'a recovery code is not spent',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'DELETE FROM recovery_code WHERE account_id = :accountId AND hash = :hash AND',
        replace: 'DELETE FROM recovery_code WHERE hash IS NULL AND hash = :hash AND',
      },
    ],
    test: codes,
  },
  {
    number: 'A40',
    defect: 'a recovery code is good for any account',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'WHERE r.account_id = f.account_id AND r.hash = :hash)',
        replace: 'WHERE r.hash = :hash)',
      },
      {
        file: 'server/domain/recovery-codes.ts',
        find: `createHmac('sha256', secret)`,
        replace: `createHmac('sha256', secret.subarray(0, 0))`,
      },
    ],
    test: codes,
  },
  {
    number: 'do not switch off',
    defect: 'a recovery code serves every act',
    edits: [
      {
        file: 'server/domain/code.ts',
        find: 'recovery ? parseRecoveryCode(typed) : null',
        replace: 'parseRecoveryCode(typed)',
      },
    ],
    test: codes,
  },
  {
    number: 'go with a reset',
    defect: 'a reset leaves the recovery codes',
    edits: [
      {
        file: 'server/store/reset-case-commits.ts',
        find: `['clearance', 'pending_setup', 'recovery_code', 'bypass_code', 'throttle']`,
        replace: `['clearance', 'pending_setup', 'throttle']`,
      },
    ],
    test: codes,
  },
  {
    number: 'A18',
    defect: 'an attempt counts for the account that its body names',
    edits: [
      {
        file: 'server/routes/api.ts',
        find: `return visitor.session.accountId === seen ? visitor.session : refuse('other-account');`,
        replace: `return { ...visitor.session, accountId: seen, factor: 'active', generation: 1, clearedUntil: 9e15, waitUntil: 0, secret: null, secretId: null };`,
      },
    ],
    test: 'test/security/strangers.test.ts',
  },
  {
    number: 'A19',
    defect: 'a wrong code is answered before it is counted',
    edits: [
      {
        file: 'server/domain/judge.ts',
        find: 'const outcome = await commitAttempt(deps.store, attempt, proof, limits, effects, clearing);',
        replace: `const committing = commitAttempt(deps.store, attempt, proof, limits, effects, clearing);
  committing.catch(() => {});
  const early: Outcome = { verdict: 'refused', factor: 'active', generation: 1, waitUntil: 0, failures: 1, phoneBefore: null };
  const outcome = proof.kind === 'step' && proof.step === null ? early : await committing;`,
      },
    ],
    test: 'test/security/broken-store.test.ts',
  },
  {
    number: 'lets the owner in while a thief',
    defect: 'no device is ever known',
    edits: [
      {
        file: 'server/domain/device.ts',
        find: `return known ? 'known' : 'new';`,
        replace: `return known ? 'new' : 'new';`,
      },
    ],
    test: devices,
  },
  {
    number: 'is not one with a cookie of another account',
    defect: 'a device is known to every account',
    edits: [
      {
        file: 'server/domain/device.ts',
        find: `(accountId: string) => \`device/\${accountId}\``,
        replace: `(accountId: string) => \`device/\${accountId && ''}\``,
      },
    ],
    test: devices,
  },
  {
    number: 'tells the owner of what failed elsewhere, once',
    defect: 'failures of the other bucket are told again and again',
    edits: [
      {
        file: 'server/store/attempt-statements.ts',
        find: 'UPDATE throttle SET told = failures',
        replace: 'UPDATE throttle SET told = told',
      },
    ],
    test: devices,
  },
  {
    number: 'never skips the code',
    defect: 'a known device is as good as a code',
    edits: [
      {
        file: 'server/domain/session.ts',
        find: `return session.clearedUntil === null ? 'code-required' : 'cleared';`,
        replace: `return session.clearedUntil === null && (session as { bucket?: Bucket }).bucket !== 'known' ? 'code-required' : 'cleared';`,
      },
    ],
    test: devices,
  },
  {
    number: 'says nothing when the same code comes twice',
    defect: 'the coach takes one code for two',
    edits: [
      {
        file: 'server/domain/clock-coach.ts',
        find: 'before?.offset === offset && before.step !== step',
        replace: 'before?.offset === offset',
      },
    ],
    test: coach,
  },
  {
    number: 'says nothing of steps that were accepted already',
    defect: 'the coach tells of spent steps',
    edits: [
      {
        file: 'server/domain/totp.ts',
        find: 'if (right && Math.abs(offset) >= nearest && step > lastStep) found = offset;',
        replace:
          'if (right && Math.abs(offset) >= nearest && step > lastStep - 99) found = offset;',
      },
    ],
    test: coach,
  },
  {
    number: 'starts up to an hour after the login',
    defect: 'any login is fresh',
    edits: [
      {
        file: 'server/domain/fresh-login.ts',
        find: 'age < freshLogin',
        replace: 'age < Number.MAX_SAFE_INTEGER',
      },
    ],
    test: fresh,
  },
  {
    number: 'is as old as its login when the session comes under another name',
    defect: 'a session under another name is a fresh login',
    edits: [
      {
        file: 'server/gate/credential.ts',
        find: `return { place: 'cookie', name, value, cookies, hash: hashOf(value), anonymous };`,
        replace: `return { place: 'cookie', name, value, cookies, hash: hashOf(name + value), anonymous };`,
      },
    ],
    test: fresh,
  },
  {
    number: 'is as old as its login when the platform renews',
    defect: 'a renewed credential is a fresh login',
    edits: [
      {
        file: 'server/domain/carry-session.ts',
        find: 'carrySighting(before, after),',
        replace: `carrySighting(before, ''),`,
      },
    ],
    test: fresh,
  },
];

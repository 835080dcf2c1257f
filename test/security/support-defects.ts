import type { Defect } from './defects.ts';

const supportKeys = 'test/security/support-keys.test.ts';

/** Guards of support's listener. */
export const supportDefects: readonly Defect[] = [
  {
    number: 'A46',
    defect: 'a revoked key goes on opening',
    edits: [
      {
        file: 'server/domain/support-keys.ts',
        find: `if (revokedAt !== 0) return 'revoked';`,
        replace: '',
      },
    ],
    test: supportKeys,
  },
  {
    number: 'A46',
    defect: 'an expired key goes on opening',
    edits: [
      {
        file: 'server/domain/support-keys.ts',
        find: `expiresAt !== 0 && expiresAt <= now ? 'expired' : 'valid'`,
        replace: `'valid'`,
      },
    ],
    test: supportKeys,
  },
  {
    number: 'A46',
    defect: 'scopes are not looked at',
    edits: [
      {
        file: 'server/routes/support/guard.ts',
        find: 'if (wanted.some((scope) => c.var.supporter.scopes.has(scope))) return next();',
        replace: 'return next();',
      },
    ],
    test: supportKeys,
  },
  {
    number: 'A46',
    defect: 'a key itself is in the database',
    edits: [
      {
        file: 'server/domain/support-keys.ts',
        find: `createHash('sha256').update(key).digest('base64url');`,
        replace: 'key;',
      },
    ],
    test: supportKeys,
  },
  {
    number: 'A47',
    defect: 'a key may reset as many accounts as it likes',
    edits: [
      {
        file: 'server/domain/support-acts.ts',
        find: 'perKey: hourlyPerKey,',
        replace: 'perKey: 1e9,',
      },
    ],
    test: supportKeys,
  },
  {
    number: 'A47',
    defect: 'all keys together may reset as many accounts of a realm as they like',
    edits: [
      {
        file: 'server/domain/support-acts.ts',
        find: 'perRealm: hourlyPerRealm }',
        replace: 'perRealm: 1e9 }',
      },
    ],
    test: 'server/domain/reset-cases.test.ts',
  },
];

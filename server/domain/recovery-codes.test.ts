import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scratchOwner, scratchPerson } from '../../test/harness/scratch-owner.ts';
import {
  countRecoveryCodes,
  hashRecoveryCode,
  newRecoveryCodes,
  parseRecoveryCode,
} from './recovery-codes.ts';

const secret = Buffer.from('the secret of a factor');
const lettersOf = (typed: string) => parseRecoveryCode(typed) ?? '';

describe('new recovery codes', () => {
  it('are ten different ones of three groups', () => {
    const { codes, hashes } = newRecoveryCodes(randomBytes, secret);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    expect(new Set(hashes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[ACDEFGHJKMNPQRTWXY34679]{5}(-[ACDEFGHJKMNPQRTWXY34679]{5}){2}$/);
    }
  });

  it('are stored as hashes that show nothing of them, each in its place', () => {
    const { codes, hashes } = newRecoveryCodes(randomBytes, secret);
    expect(hashes).toEqual(codes.map((code) => hashRecoveryCode(secret, lettersOf(code))));
    for (const hash of hashes) expect(hash).toMatch(/^[\w-]{43}$/);
  });

  it('A40 are stored as other hashes for another factor and another code', () => {
    const stored = hashRecoveryCode(secret, lettersOf('KQ7MA-CDEFG-HJKMN'));
    const other = Buffer.from('the secret of another');
    expect(hashRecoveryCode(other, lettersOf('KQ7MA-CDEFG-HJKMN'))).not.toBe(stored);
    expect(hashRecoveryCode(secret, lettersOf('KQ7MA-CDEFG-HJKMM'))).not.toBe(stored);
  });
});

describe('a recovery code that somebody typed', () => {
  it('is the same however it is written', () => {
    for (const typed of ['kq7ma-cdefg-hjkmn', 'KQ7MACDEFGHJKMN', ' kq7ma cdefg hjkmn ']) {
      expect(parseRecoveryCode(typed)).toBe('KQ7MACDEFGHJKMN');
    }
  });

  it('is none for six digits and anything else that can be none', () => {
    for (const typed of ['', '123456', 'KQ7MA-CDEFG', 'KQ7MA-CDEFG-HJKMN-PQRTW']) {
      expect(parseRecoveryCode(typed)).toBeNull();
    }
  });
});

it('an account has ten recovery codes after its set-up, and none before', async () => {
  const owner = await scratchOwner();
  expect(await countRecoveryCodes(owner.deps, owner.accountId)).toBe(10);
  const nobody = await scratchPerson({ store: owner.deps.store });
  expect(await countRecoveryCodes(nobody.deps, nobody.accountId)).toBe(0);
});

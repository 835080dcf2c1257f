import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSupportPolicy } from './support-policy.ts';

const usual = {
  approvals: 0,
  coolingOff: 0,
  setupCode: true,
  bypassCodes: true,
  hourlyPerKey: 20,
  hourlyPerRealm: 100,
};

it('without a policy nobody else is asked and nothing waits, in any realm', () => {
  const policyOf = readSupportPolicy(undefined);
  expect(policyOf('acme')).toEqual(usual);
  expect(policyOf('')).toEqual(usual);
});

it('a realm differs in what it says and is like all others in the rest, letter case aside', () => {
  const policyOf = readSupportPolicy(
    JSON.stringify({
      approvals: 1,
      coolingOffMinutes: 90,
      realms: { Acme: { approvals: 2, setupCode: false } },
    }),
  );
  const everywhere = { ...usual, approvals: 1, coolingOff: 90 * 60_000, bypassCodes: false };
  expect(policyOf('other')).toEqual(everywhere);
  expect(policyOf('aCME')).toEqual({ ...everywhere, approvals: 2, setupCode: false });
});

it('bypass codes are issued where a reset is one person’s word, too, or where the policy says so', () => {
  const policyOf = readSupportPolicy(
    JSON.stringify({
      realms: {
        slow: { coolingOffMinutes: 1 },
        two: { approvals: 1 },
        said: { approvals: 2, bypassCodes: true },
        none: { bypassCodes: false },
      },
    }),
  );
  const realms = ['acme', 'slow', 'two', 'said', 'none'];
  expect(realms.map((realm) => policyOf(realm).bypassCodes)).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});

it('a file is named by its path', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorcode-policy-'));
  const path = join(folder, 'policy.json');
  try {
    writeFileSync(path, '{"bypassCodes": false}');
    expect(readSupportPolicy(path)('acme')).toEqual({ ...usual, bypassCodes: false });
    writeFileSync(path, '{"bypassCodes": "no"}');
    expect(() => readSupportPolicy(path)).toThrow(`bypassCodes in ${path}: `);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  ['{"approvals": 3}', /^approvals: /],
  ['{"coolingOffMinutes": -1}', /^coolingOffMinutes: /],
  ['{"coolingOffMinutes": 10081}', /^coolingOffMinutes: /],
  ['{"hourlyPerKey": 0}', /^hourlyPerKey: /],
  ['{"hourlyPerRealm": 1.5}', /^hourlyPerRealm: /],
  ['{"approval": 1}', /approval/],
  ['{"realms": {"acme": {"approvals": "1"}}}', /^realms\.acme\.approvals: /],
  ['{"realms": {"acme": {"realms": {}}}}', /realms/],
  ['{"realms": {"acme": {}, "ACME": {}}}', /"ACME" is there twice/],
  ['{"approvals": 1', /no JSON/],
  ['/no/such/policy.json', /no\/such\/policy\.json/],
])('a policy that is wrong is refused by its place: %s', (given, complaint) => {
  expect(() => readSupportPolicy(given)).toThrow(complaint);
});

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PolicyOf, SupportPolicy } from '../policy.ts';

const minute = 60_000;
const aWeek = 7 * 24 * 60;
const hourly = z.int().min(1).max(1_000_000);

const rules = z.strictObject({
  approvals: z.literal([0, 1, 2]),
  coolingOffMinutes: z.int().min(0).max(aWeek),
  setupCode: z.boolean(),
  bypassCodes: z.boolean(),
  hourlyPerKey: hourly,
  hourlyPerRealm: hourly,
});

/** A small team's: nobody else is asked and nothing delayed, a reason is always given and the user always told. */
const usual = {
  approvals: 0,
  coolingOffMinutes: 0,
  setupCode: true,
  hourlyPerKey: 20,
  hourlyPerRealm: 100,
};

const schema = z.strictObject({
  ...rules.partial().shape,
  /** What differs, by realm. */
  realms: z.record(z.string(), rules.partial()).default({}),
});

/**
 * Reads support's policy.
 *
 * @param given JSON, or the path of a file with it; undefined: the usual policy.
 * @throws Error that names the file and what is wrong in it.
 */
export function readSupportPolicy(given: string | undefined): PolicyOf {
  const { realms, ...everywhere } = parse(given);
  const general = policyOf({ ...everywhere });
  const special = new Map<string, SupportPolicy>();
  for (const [realm, differs] of Object.entries(realms)) {
    const name = realm.toLowerCase();
    if (special.has(name)) throw new Error(`the realm "${realm}" is there twice.`);
    special.set(name, policyOf({ ...everywhere, ...differs }));
  }
  return (realm) => special.get(realm.toLowerCase()) ?? general;
}

function parse(given = '{}'): z.infer<typeof schema> {
  const isJson = given.trimStart().startsWith('{');
  const place = isJson ? '' : ` in ${given}`;
  const result = schema.safeParse(readJson(isJson ? given : readFileSync(given, 'utf8'), place));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.') || 'the policy'}${place}: ${issue?.message}`);
}

function readJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`this is no JSON${place}.`);
  }
}

/** @param given what differs from the usual. */
function policyOf(given: object): SupportPolicy {
  const { coolingOffMinutes, bypassCodes, ...others } = rules
    .partial({ bypassCodes: true })
    .parse({ ...usual, ...given });
  // A bypass code lets in at once, by one person's word: not where a reset takes more.
  const isQuick = others.approvals === 0 && coolingOffMinutes === 0;
  return { ...others, coolingOff: coolingOffMinutes * minute, bypassCodes: bypassCodes ?? isQuick };
}

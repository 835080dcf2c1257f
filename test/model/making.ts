import type { Account, Answer, Jar, Refusal, Sent, World } from './world.ts';

export const done = (facts: object = {}): Answer => ({ ok: true, ...facts });
export const refuse = (reason: string, waitUntil = 0): Refusal =>
  waitUntil > 0 ? { ok: false, reason, waitUntil } : { ok: false, reason };

export const newName = (world: World, kind: string): string => `${kind}-${++world.named}`;
export const tenNames = (world: World): string[] =>
  Array.from({ length: 10 }, () => newName(world, 'recovery'));

const noFailures = { inARow: 0, told: 0, dayStart: 0, today: 0, waitUntil: 0 };

export function noCount(): Account['counts'] {
  return { known: { ...noFailures }, new: { ...noFailures } };
}

/** The sessions whose credentials come with a request. */
export const credentials = ({ sessions }: World, { carries }: Sent) =>
  [carries.main, carries.legacy].flatMap((name) => sessions[name ?? ''] ?? []);

/** Failures in both buckets that nobody was told of. */
export const untold = ({ known, new: others }: Account['counts']) =>
  known.inARow - known.told + others.inARow - others.told;

/** People whom nobody has seen yet, and browsers with empty jars. */
export function newWorld(now: number, people: readonly string[], browsers: number): World {
  const account = (): Account => ({
    factor: 'none',
    generation: 0,
    mustSetUp: false,
    setupCode: null,
    secret: null,
    lastStep: 0,
    recoveryCodes: [],
    pending: null,
    counts: noCount(),
  });
  const jar = (): Jar => ({ main: null, legacy: null, device: null, loginCode: null });
  return {
    now,
    outage: false,
    accounts: Object.fromEntries(people.map((name) => [name, account()])),
    sessions: {},
    jars: Array.from({ length: browsers }, jar),
    spentLoginCodes: [],
    named: 0,
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSupportPolicy } from '../../server/config/support-policy.ts';
import type { Deps } from '../../server/deps.ts';
import { limits } from '../../server/domain/throttle.ts';
import { openStore, type Store } from '../../server/store/database.ts';
import type { Clock } from '../harness/inner-door.ts';
import { newClock, scratchDeps } from '../harness/scratch-deps.ts';
import type { Kind } from './kinds.ts';
import { mostWithin } from './policy-model.ts';
import { seededRandom } from './seeded-random.ts';
import { type Attack, aim, guesserCredential, type Plan } from './target.ts';
import { enrol } from './victim.ts';

const minute = 60_000;

/** What became of one account. */
export type Outcome = {
  readonly kind: Kind;
  /** When guesses were judged (epoch ms), as the server's table of attempts has them. */
  readonly judgedAt: readonly number[];
} & Pick<Attack, 'entered' | 'enteredByCoach' | 'locked' | 'told' | 'ownerLogins' | 'ownerWaits'>;

export type Setting = {
  readonly codes: 'real' | 'few';
  /** For controls: what stands between the rules and the database, and when (ms) guessers give up. */
  readonly disturb?: (store: Store) => Store;
  readonly lasting?: number;
};

/** Accounts that share a database and, guessing in step, its commits. */
const cohort = 300;

/**
 * Attacks so many accounts by each kind of guesser: the server's own rules, over databases in files, with
 * clocks of their own.
 */
export async function simulate(
  groups: readonly { readonly kind: Kind; readonly accounts: number }[],
  setting: Setting,
): Promise<Outcome[]> {
  const longest = Math.max(...groups.map(({ accounts }) => accounts));
  const all = Array.from({ length: longest }, (_, index) =>
    groups.filter(({ accounts }) => index < accounts).map(({ kind }) => ({ kind, index })),
  ).flat();
  const outcomes: Outcome[] = [];
  for (let first = 0; first < all.length; first += cohort) {
    outcomes.push(...(await simulateCohort(all.slice(first, first + cohort), setting)));
  }
  return outcomes;
}

async function simulateCohort(
  accounts: readonly { readonly kind: Kind; readonly index: number }[],
  { codes, disturb = (store) => store, lasting = Number.POSITIVE_INFINITY }: Setting,
): Promise<Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-guesses-'));
  const store = await openStore(`file:${join(folder, 'doorcode.db')}`);
  try {
    const clock = newClock();
    // One supporter resets a whole cohort at once.
    const policy = JSON.stringify({ hourlyPerKey: cohort, hourlyPerRealm: cohort });
    const deps = await scratchDeps(clock, { store, policyOf: readSupportPolicy(policy) });
    const victims = await Promise.all(
      accounts.map(({ kind, index }) => {
        const name = `${kind.name} ${index}`;
        return enrol({ ...deps, random: seededRandom(`secrets of ${name}`).bytes }, name);
      }),
    );
    // The code that confirmed is spent, and the two steps after it must be good again.
    clock.advance(2 * minute);
    const attacked = { ...deps, store: disturb(store) };
    const attacks = await Promise.all(
      victims.map(async (enrolled, i) => {
        const kind = accounts[i]?.kind;
        if (!kind) throw new Error('An account has no guesser.');
        const random = seededRandom(`${enrolled.name}, ${codes} codes`);
        const before = { ...deps, random: random.bytes };
        const victim = (await kind.prepare?.(before, enrolled)) ?? enrolled;
        const space = kind.codes[codes].open(victim, random);
        return { kind, attack: aim(attacked, victim, space, random) };
      }),
    );
    clock.advance(2 * minute);
    const start = clock.now();
    const plans = attacks.flatMap(({ kind, attack }) => [
      ...kind.plans(attack),
      ...(kind.owner ? [logInAgain(deps, attack, kind.owner)] : []),
    ]);
    await play(clock, plans, start + lasting);
    const judged = await judgedSince(store, start);
    return attacks.map(({ kind, attack }) => ({
      kind,
      judgedAt: judged.get(attack.victim.accountId) ?? [],
      ...attack,
    }));
  } finally {
    store.close();
    await rm(folder, { recursive: true });
  }
}

/** Turns the clock to whatever is next, and lets all that is due then go on at once. */
async function play(clock: Clock, plans: readonly Plan[], until: number): Promise<void> {
  const due = new Map<number, Plan[]>([[clock.now(), [...plans]]]);
  while (due.size > 0) {
    const next = Math.min(...due.keys());
    if (next >= until) return;
    clock.advance(next - clock.now());
    const now = due.get(next) ?? [];
    due.delete(next);
    const results = await Promise.all(now.map((plan) => plan.next()));
    results.forEach((result, index) => {
      const plan = now[index];
      if (result.done || !plan) return;
      const others = due.get(result.value);
      if (others) others.push(plan);
      else due.set(result.value, [plan]);
    });
  }
}

/** The owner comes a while after the last login, and waits where that is asked. */
async function* logInAgain(
  deps: Deps,
  attack: Attack,
  { logins, every = limits.day, known }: NonNullable<Kind['owner']>,
): Plan {
  const { victim } = attack;
  for (let login = 1; login <= logins; login++) {
    yield deps.now() + every;
    while (!attack.over) {
      const wait = await victim.logIn(`login ${login}`, known ? victim.device : null);
      if (wait === 0) break;
      attack.ownerWaits++;
      yield wait;
    }
    if (attack.over) return;
    attack.ownerLogins++;
  }
}

async function judgedSince(store: Store, start: number): Promise<Map<string, number[]>> {
  const rows = await store.read({
    sql: `SELECT account_id, at FROM attempt
      WHERE at >= :start AND credential LIKE :guessers ORDER BY at`,
    args: { start, guessers: `${guesserCredential}%` },
  });
  const times = new Map<string, number[]>();
  for (const { account_id, at } of rows) {
    const id = String(account_id);
    times.set(id, [...(times.get(id) ?? []), Number(at)]);
  }
  return times;
}

/** Guesses judged in the first 24 hours, in any 24 hours, and in all. */
export function countsOf({ judgedAt }: Outcome): Kind['judged'] {
  const [first = 0] = judgedAt;
  return {
    firstDay: judgedAt.filter((time) => time < first + limits.day).length,
    anyDay: mostWithin(judgedAt, limits.day),
    inAll: judgedAt.length,
  };
}

import type { Limits } from '../../server/store/attempts.ts';

/*
 * The limits worked out by hand, without the server: what a guesser can do at most. The simulation must
 * come to the same numbers through the server's own statements and a database.
 */

/** Failures in a row in one bucket, as `docs/throttle.md` tells it. Times are epoch ms or ms from 0. */
export type Count = { failures: number; dayStart: number; today: number; waitUntil: number };

export const noFailures: Count = { failures: 0, dayStart: 0, today: 0, waitUntil: 0 };

/** The count after one more failure at `now`, which must not lie in a wait. */
export function fail({ waits, day, perDay }: Limits, count: Count, now: number): Count {
  const failures = count.failures + 1;
  const sameDay = count.today > 0 && now < count.dayStart + day;
  const dayStart = sameDay ? count.dayStart : now;
  const today = sameDay ? count.today + 1 : 1;
  const ramp = now + waitAfter(waits, failures);
  return {
    failures,
    dayStart,
    today,
    waitUntil: today >= perDay ? Math.max(ramp, dayStart + day) : ramp,
  };
}

function waitAfter(waits: readonly number[], failures: number): number {
  return waits[Math.min(failures, waits.length - 1)] ?? 0;
}

/** When the first `times` failures come of one who waits out every wait, the first at 0. */
export function patientTimes(limits: Limits, times: number): number[] {
  const found: number[] = [];
  let count = noFailures;
  for (let now = 0; found.length < times; now = Math.max(now, count.waitUntil)) {
    found.push(now);
    count = fail(limits, count, now);
  }
  return found;
}

/**
 * How many failures fit between two right codes in the same bucket, `apart` ms from each other, when
 * the second must not find a wait.
 */
export function failuresBetween(limits: Limits, apart: number): number {
  let count = noFailures;
  let now = 0;
  while (count.failures < limits.lockAt - 1) {
    const next = fail(limits, count, now);
    if (next.waitUntil > apart) break;
    count = next;
    now = Math.max(now, next.waitUntil);
  }
  return count.failures;
}

/**
 * Ms from the first guess of a day to the second, for one who keeps all the others for the day's end:
 * the last of them comes 1 ms before it.
 */
export function lateStart({ waits, day, perDay }: Limits): number {
  const others = Array.from({ length: perDay - 2 }, (_, i) => waitAfter(waits, i + 2));
  return day - 1 - others.reduce((sum, wait) => sum + wait, 0);
}

/** The most of these times that lie within any `span` ms, its end not with it. */
export function mostWithin(times: readonly number[], span: number): number {
  let first = 0;
  let most = 0;
  times.forEach((time, index) => {
    while ((times[first] ?? time) <= time - span) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/**
 * The most failures in any 24 hours in one bucket. A day that began before them spares them its own
 * first failure, and the next day begins among them: what holds them back is the ramp alone.
 */
export function mostInAnyDay({ waits, day, perDay }: Limits): number {
  let most = 0;
  for (let at = 0, failures = 2; at < day && most < 2 * perDay; failures++) {
    most++;
    at += waitAfter(waits, failures);
  }
  return most;
}

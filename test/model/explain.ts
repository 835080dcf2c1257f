import type { Call } from './calls.ts';
import { compare, type Lesson, toldBy } from './compare.ts';
import type { Response } from './door.ts';
import type { Known } from './known.ts';
import type { Jar, World } from './world.ts';

/** A request that was one of several at once, and its answer. */
export type Answered = { readonly call: Call; readonly response: Response };

export type Explanation = { readonly world: World; readonly lessons: readonly Lesson[] };

/** With these a request is turned away that was overtaken by a change of the factor. */
const overtaken = ['code-required', 'not-active', 'setup-over', 'already-active'];
const changes = ['activate', 'confirm', 'deactivate', 'reset'];

/**
 * An order in which these requests, one after the other, get exactly these answers and leave a world
 * that `isTrue`; null where there is none. A request that a change of the factor overtook may be turned
 * away instead, and then changes nothing.
 */
export function explain(
  start: World,
  answered: readonly Answered[],
  known: Known,
  isTrue: (explanation: Explanation) => boolean,
): Explanation | null {
  const seen = new Set<string>();
  const mayBeOvertaken = ({ call, response }: Answered) =>
    overtaken.includes(String(toldBy(response).reason)) &&
    answered.some((other) => other.call !== call && changes.includes(other.call.command.do));

  function search(explanation: Explanation, done: readonly number[]): Explanation | null {
    const place = JSON.stringify([explanation, done]);
    if (seen.has(place)) return null;
    seen.add(place);
    const open = answered.flatMap((each, i) => {
      const { parts, overtaken } = each.call;
      const at = done[i] ?? 0;
      const next = [parts[at] ?? [], at === 0 && overtaken ? overtaken : []].flat();
      return next.map((part) => ({ ...each, i, part, isLast: parts.length === at + 1 }));
    });
    if (open.length === 0) return isTrue(explanation) ? explanation : null;
    for (const { i, call, response, part, isLast } of open) {
      const next = done.with(i, (done[i] ?? 0) + 1);
      const world = structuredClone(explanation.world);
      const expected = part(world);
      setCookies(world, call, expected.sets);
      const lessons = isLast ? compare(call, expected, response, known, true) : [];
      const found =
        (typeof lessons !== 'string' &&
          search({ world, lessons: [...explanation.lessons, ...lessons] }, next)) ||
        (isLast && mayBeOvertaken({ call, response }) && search(explanation, next));
      if (found) return found;
    }
    return null;
  }

  return search(
    { world: start, lessons: [] },
    answered.map(() => 0),
  );
}

/** The answer's cookies reach its browser. */
export function setCookies(world: World, { browser }: Call, sets: Partial<Jar>): void {
  const jar = browser === null ? undefined : world.jars[browser];
  if (jar) Object.assign(jar, sets);
}
